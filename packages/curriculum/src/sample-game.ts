import {
  OBJECT_TYPES,
  type ObjectType,
  PREDICATES,
  type Predicate,
  type PredicateName,
  type Random,
  type Rule,
} from '@open-ada/production-rules';

/** Goal and rules of a sampled task, with what its world must hold at the start. */
export interface SampledGame {
  goal: Predicate;
  rules: Rule[];
  /** One object of each: what the solution needs, and what makes rules that lead nowhere come to life. */
  objects: ObjectType[];
  /** Types that only a rule may bring into being. */
  made: ObjectType[];
  /** The first two of `objects` stand near each other. */
  close: boolean;
}

type Form = [name: PredicateName, objects: 1 | 2];

/**
 * What is asked for by a goal without rules, and by the condition of a rule: the forms of each predicate. Two objects see
 * each other from the start in nearly every world, so that is left out: it would come about by itself.
 */
const FORMS: Record<PredicateName, readonly Form[]> = {
  hold: [['hold', 1]],
  near: [
    ['near', 1],
    ['near', 2],
  ],
  touching: [
    ['touching', 1],
    ['touching', 2],
  ],
  see: [['see', 1]],
};
/** Where a rule has to make one of the two, their seeing each other is something to be done. */
const FORMS_TO_MAKE: typeof FORMS = { ...FORMS, see: [...FORMS.see, ['see', 2]] };

/** Share of goals that are negated, of those that are not met by doing nothing then. */
const NEGATED = 0.25;
/** Probability that a second rule makes what the first one needs. */
const CHAIN = 0.7;
/** Probabilities that a rule that leads nowhere destroys, and that a rule makes something besides. */
const DESTROYS = 0.5;
const BESIDES = 0.3;

/** Draws object types without repetition. */
class TypeDeck {
  private readonly left: ObjectType[];

  constructor(random: Random) {
    this.left = random.shuffle([...OBJECT_TYPES]);
  }

  draw(): ObjectType {
    return this.left.pop()!;
  }
}

function atom([name, count]: Form, first: ObjectType, deck: TypeDeck): Predicate {
  return { name, negated: false, arguments: count === 1 ? ['me', first] : [first, deck.draw()] };
}

const objectsOf = ({ arguments: given }: Predicate): ObjectType[] =>
  given.filter((argument): argument is ObjectType => argument !== 'me' && argument !== 'other');

const drawForm = (random: Random, forms: typeof FORMS): Form => random.pick(forms[random.pick(PREDICATES)]);

/**
 * A uniform predicate as goal, and rules with uniform predicates as conditions. With rules, one of the goal's objects has to
 * be made by a first one; a second makes what the first one needs, or leads nowhere. All types are distinct.
 * @param ruleCount 0 to 2
 */
export function sampleGame(random: Random, ruleCount: number): SampledGame {
  const deck = new TypeDeck(random);
  const goal = atom(drawForm(random, ruleCount > 0 ? FORMS_TO_MAKE : FORMS), deck.draw(), deck);
  let objects = objectsOf(goal);
  // Without rules nothing else is false from the start and can be made true by the agent: to look away, to move apart.
  const undoable = ruleCount === 0 && (goal.name === 'see' || (goal.name === 'near' && objects.length === 2));
  goal.negated = undoable && random.float() < NEGATED;
  const made: ObjectType[] = [];
  const rules: Rule[] = [];
  let target = random.pick(objects);
  for (let k = 0; k < ruleCount; k++) {
    const leadsOn = k === 0 || random.float() < CHAIN;
    const form = drawForm(random, FORMS);
    // A dead end may threaten what is needed, but only beside something else: so it can be avoided.
    const condition = atom(form, !leadsOn && form[1] === 2 ? random.pick(objects) : deck.draw(), deck);
    const spawns = leadsOn ? [target] : random.float() < DESTROYS ? [] : [deck.draw()];
    if (random.float() < BESIDES) spawns.push(deck.draw());
    rules.push({ condition, spawns, hidden: false });
    const sources = objectsOf(condition);
    if (leadsOn) {
      made.push(target);
      objects = objects.filter((type) => type !== target);
      target = random.pick(sources);
    }
    objects = [...objects, ...sources.filter((type) => !objects.includes(type))];
  }
  return { goal, rules: random.shuffle(rules), objects, made, close: goal.negated && goal.name === 'near' };
}
