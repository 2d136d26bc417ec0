import { type ObjectType, type Predicate, type Random, type Rule, typesOf } from '@open-ada/production-rules';
import type { Chain } from './chain.js';
import { CONDITIONS, drawForm, type Form, fillForm } from './predicate-forms.js';

/** Tries to find one more dead end before there is one less. */
const ATTEMPTS = 12;
/** Of the conditions that are tried, the share that names an object which the solution needs. */
const THREATS = 0.5;

const atomKey = ({ name, arguments: given }: Predicate): string => `${name} ${[...given].sort().join()}`;

/** A chain with what can be said of its types. */
class Threatened {
  /** Of each type in the chain, the predicate in which it is used: the goal or a condition. */
  private readonly use = new Map<ObjectType, Predicate>();
  /** Types that a dead end forbids to hold. */
  private readonly notHeld = new Set<ObjectType>();
  private readonly fixed: readonly ObjectType[];
  /** Types that can be threatened: what a rule turns into something else at first sight is gone before. */
  private readonly lasting: readonly ObjectType[];

  constructor(private readonly chain: Chain) {
    // A frozen pair is used in the rule that destroys one of the two, which comes last.
    for (const predicate of [chain.goal, ...chain.rules.map(({ condition }) => condition)]) {
      for (const type of typesOf(predicate)) this.use.set(type, predicate);
    }
    this.fixed = chain.together === undefined ? [] : chain.needed.slice(0, 2);
    this.lasting = [...this.use].flatMap(([type, use]) => (use.name === 'see' && use !== chain.goal ? [] : [type]));
  }

  /** A condition on a type of the chain that the solution can do without, or undefined where the draw gave none. */
  draw(random: Random, distractors: readonly ObjectType[]): Predicate | undefined {
    if (this.lasting.length === 0) return undefined;
    const type = random.pick(this.lasting);
    if (this.chain.together === 'frozen' && this.fixed.includes(type)) return undefined;
    const form = drawForm(random, CONDITIONS);
    if (form.objects === 2) return this.drawPair(random, form, type, distractors);
    // What is made may be born in the hand, or against the avatar.
    if (!this.chain.needed.includes(type)) return undefined;
    if (form.name === 'hold' && this.canBeLeftLying(type)) {
      this.notHeld.add(type);
      return fillForm(form, [type]);
    }
    const { name } = this.use.get(type)!;
    return form.name === 'touching' && name !== 'touching' && !this.fixed.includes(type)
      ? fillForm(form, [type])
      : undefined;
  }

  /** Two that must not meet: apart at the start, and in no condition together. */
  private drawPair(random: Random, form: Form, type: ObjectType, distractors: readonly ObjectType[]) {
    const needed = this.chain.needed.filter((other) => this.lasting.includes(other));
    const others = [...new Set([...distractors, ...needed])].filter(
      (other) => other !== type && !this.fixed.includes(other) && this.use.get(other) !== this.use.get(type),
    );
    if (others.length === 0 || this.fixed.includes(type)) return undefined;
    return fillForm(form, [type, random.pick(others)]);
  }

  /** Whether nobody has to hold a type: it is used in another way, or can have the other object of a pair brought to it. */
  private canBeLeftLying(type: ObjectType): boolean {
    const use = this.use.get(type)!;
    const partners = typesOf(use).filter((other) => other !== type);
    const isFrozen = (other: ObjectType): boolean => this.chain.together === 'frozen' && this.fixed.includes(other);
    return use.name !== 'hold' && !partners.some((other) => this.notHeld.has(other) || isFrozen(other));
  }
}

/**
 * Draws rules that lead nowhere: their conditions name distractors, or an object that the solution needs in a way that it can
 * avoid; they spawn nothing, or distractors that no rule names. Some of the chain's own rules spawn such distractors too.
 * @param distractors of the start
 * @param count how many are wanted; there may be fewer
 */
export function addDeadEnds(random: Random, chain: Chain, distractors: readonly ObjectType[], count: number): Rule[] {
  const threatened = new Threatened(chain);
  const atoms = new Set([chain.goal, ...chain.rules.map(({ condition }) => condition)].map(atomKey));
  const conditions: Predicate[] = [];
  for (let attempt = 0; attempt < ATTEMPTS && conditions.length < count; attempt++) {
    const isThreat = random.float() < THREATS;
    const condition = isThreat ? threatened.draw(random, distractors) : drawAmong(random, distractors);
    if (condition === undefined || atoms.has(atomKey(condition))) continue;
    atoms.add(atomKey(condition));
    conditions.push(condition);
  }
  const named = new Set(conditions.flatMap(typesOf));
  const inert = chain.free.filter((type) => !named.has(type));
  for (const rule of chain.rules) {
    const spawns = [...rule.spawns, ...besides(random, inert)];
    // What must keep away from something takes the place of what it is made of: beside it may be too near.
    rule.spawns = rule.spawns.some((type) => named.has(type)) ? spawns : random.shuffle(spawns);
  }
  return conditions.map((condition) => ({
    condition,
    spawns: random.int(2) === 0 ? [] : random.shuffle([...inert]).slice(0, 1 + random.int(2)),
    hidden: false,
  }));
}

/** A condition on distractors alone. */
function drawAmong(random: Random, distractors: readonly ObjectType[]): Predicate | undefined {
  const types = random.shuffle([...new Set(distractors)]);
  const form = drawForm(random, CONDITIONS);
  return types.length < form.objects ? undefined : fillForm(form, types.slice(0, form.objects));
}

/** Mostly nothing, sometimes one or two distractors. */
function besides(random: Random, inert: readonly ObjectType[]): ObjectType[] {
  const draw = random.int(10);
  return random.shuffle([...inert]).slice(0, draw < 6 ? 0 : draw < 9 ? 1 : 2);
}
