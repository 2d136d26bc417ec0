import {
  OBJECT_TYPES,
  type ObjectType,
  type Predicate,
  type Random,
  type Rule,
  typesOf,
} from '@open-ada/production-rules';
import { CONDITIONS, drawForm, type Form, fillForm, GOALS_TO_MAKE, GOALS_TO_REACH } from './predicate-forms.js';

/** A goal and the rules that must fire one after another before it can hold. All types in it are distinct. */
export interface Chain {
  goal: Predicate;
  /** In the order of firing. */
  rules: Rule[];
  /** Types of which one object each is in the world at the start. */
  needed: ObjectType[];
  /**
   * Set for a negated goal: whether its two objects can be carried apart (`loose`) or not (`frozen`). They are the
   * first two of `needed` and start near each other.
   */
  together?: 'loose' | 'frozen';
  /** Types that neither the goal nor the rules name, in random order. Distractors are drawn from them. */
  free: ObjectType[];
}

/**
 * Conditions that can destroy one of two frozen objects. Each needs an object that is brought to it, so walking about
 * without aim never fires the rule.
 */
const DESTROYERS: readonly Form[] = [
  { name: 'near', negated: false, objects: 2 },
  { name: 'touching', negated: false, objects: 2 },
];

/**
 * Builds a game backwards, as AdA does (appendix A.2): a goal, the rule that makes one of its objects, the rule that
 * makes one of the objects in that rule's condition, and so on. For a negated goal, the last rule destroys one of its
 * objects. If a condition has two objects, the other one exists from the start: a rule that made both next to each
 * other would fire the next rule without any action.
 * @param length number of rules
 */
export function buildChain(random: Random, length: number): Chain {
  const free = random.shuffle([...OBJECT_TYPES]);
  const draw = (form: Form): ObjectType[] => free.splice(free.length - form.objects);
  const goalForm = drawForm(random, length > 0 ? GOALS_TO_MAKE : GOALS_TO_REACH);
  const ofGoal = draw(goalForm);
  const goal = fillForm(goalForm, ofGoal);
  const chain: Chain = { goal, rules: [], needed: [], free };
  if (length === 0) {
    chain.needed.push(...ofGoal);
    if (goal.negated) chain.together = 'loose';
    return chain;
  }
  let target: ObjectType;
  if (goal.negated) {
    chain.needed.push(...ofGoal);
    chain.together = 'frozen';
    target = free.pop()!;
    const condition = fillForm(random.pick(DESTROYERS), [random.pick(ofGoal), target]);
    chain.rules.push({ condition, spawns: [], hidden: false });
  } else {
    target = keepOthers(random, chain, ofGoal);
  }
  while (chain.rules.length < length) {
    // Every rule after this one needs a type at least.
    const form = drawCondition(random, chain, free.length - (length - chain.rules.length - 1));
    const types = draw(form);
    chain.rules.unshift({ condition: fillForm(form, types), spawns: [target], hidden: false });
    target = keepOthers(random, chain, types);
  }
  chain.needed.push(target);
  return chain;
}

/** Chooses which of the types a rule makes. The others are needed at the start. */
function keepOthers(random: Random, chain: Chain, types: readonly ObjectType[]): ObjectType {
  const target = random.pick(types);
  chain.needed.push(...types.filter((type) => type !== target));
  return target;
}

/**
 * Draws the condition of a rule. If the goal is that two objects see each other, the rule that makes one of them must
 * not fire on being seen. Otherwise looking around once would be enough to be rewarded from then on.
 * @param types how many types the condition may name
 */
function drawCondition(random: Random, { goal, rules }: Chain, types: number): Form {
  for (;;) {
    const form = drawForm(random, CONDITIONS);
    if (form.objects > types) continue;
    const last = rules.length === 0;
    if (!(last && form.name === 'see' && goal.name === 'see' && typesOf(goal).length === 2)) return form;
  }
}
