import { parsePredicate, parseRule, type Rule, RuleEngine } from '@open-ada/production-rules';

/** An engine from the texts of rules and of one goal. */
export function makeEngine(rules: string[], goal = 'hold(me, yellow slab)'): RuleEngine {
  const parsed = rules.map((text): Rule => ({ ...parseRule(text), hidden: false }));
  return new RuleEngine({ rules: parsed, goal: [parsePredicate(goal)] });
}
