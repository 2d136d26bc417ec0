import {
  type Argument,
  describePredicate,
  describeRule,
  type Hiding,
  type Predicate,
  type Rule,
} from '@open-ada/production-rules';

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

const named = (argument: Argument, { types }: Hiding): Argument => {
  const hidden = types.indexOf(argument as (typeof types)[number]);
  return hidden < 0 ? argument : (`thing ?${hidden + 1}` as Argument);
};

export const goalWords = (goal: readonly Predicate[]): string => capital(goal.map(describePredicate).join(', and '));

/** A rule in words, as the agent knows it. Hidden types are given by number. */
export function ruleWords(rule: Rule, hiding: Hiding): string {
  const { condition } = rule;
  const types = condition.arguments.map((argument) => named(argument, hiding)) as Predicate['arguments'];
  const spawns = rule.spawns.map((spawn) => named(spawn, hiding)) as Rule['spawns'];
  const shown: Rule = { ...rule, spawns, hidden: false, condition: { ...condition, arguments: types } };
  const relation = hiding.predicates.indexOf(condition.name);
  if (relation < 0) return describeRule(shown);
  const outcome = describeRule(shown).replace(/^.*?, (it|both) /, '$1 ');
  const [first, second] = types.map((type) =>
    type === 'me' ? 'me' : type === 'other' ? 'the other player' : `a ${type}`,
  );
  return `When ${condition.negated ? 'no longer ' : ''}[relation ?${relation + 1}] joins ${first} and ${second}, ${outcome}`;
}
