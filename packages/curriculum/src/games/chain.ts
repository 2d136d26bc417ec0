import {
  OBJECT_TYPES,
  type ObjectType,
  type Predicate,
  type Random,
  type Rule,
  typesOf,
} from '@open-ada/production-rules';
import { CONDITIONS, drawForm, type Form, fillForm, GOALS_TO_MAKE, GOALS_TO_REACH } from './predicate-forms.js';

/** A goal and the rules that must fire one after another until it can be met. All types in it are distinct. */
export interface Chain {
  goal: Predicate;
  /** In the order of firing. */
  rules: Rule[];
  /** One object of each is there at the start. */
  needed: ObjectType[];
  /** Of a negated goal, whose objects, the first two of `needed`, stand near each other at the start: can they be carried apart? */
  together?: 'loose' | 'frozen';
  /** Types that neither the goal nor the rules name, in random order: those of distractors. */
  free: ObjectType[];
}

/** Destroying one of two frozen objects takes something that is brought to it: nobody comes upon that by walking about. */
const DESTROYERS: readonly Form[] = [
  { name: 'near', negated: false, objects: 2 },
  { name: 'touching', negated: false, objects: 2 },
];

/**
 * Builds a game backwards, as AdA does (appendix A.2): a goal, the rule that makes one of its objects (of a negated goal: that
 * destroys one), the rule that makes one of the objects in that rule's condition, and so on. The other object of a condition
 * is there from the start, for a rule that made both side by side would set off the next one by itself.
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
    const form = drawCondition(random, chain);
    const types = draw(form);
    chain.rules.unshift({ condition: fillForm(form, types), spawns: [target], hidden: false });
    target = keepOthers(random, chain, types);
  }
  chain.needed.push(target);
  return chain;
}

/** Chooses which of the types a rule makes; the others are needed at the start. */
function keepOthers(random: Random, chain: Chain, types: readonly ObjectType[]): ObjectType {
  const target = random.pick(types);
  chain.needed.push(...types.filter((type) => type !== target));
  return target;
}

/** What makes an object that others see is more than a look: else looking about would be paid for ever after. */
function drawCondition(random: Random, { goal, rules }: Chain): Form {
  for (;;) {
    const form = drawForm(random, CONDITIONS);
    const last = rules.length === 0;
    if (!(last && form.name === 'see' && goal.name === 'see' && typesOf(goal).length === 2)) return form;
  }
}
