import { type ObjectType, type Predicate, type Random, type Rule, typesOf } from '@open-ada/production-rules';
import type { Chain } from './chain.js';
import { CONDITIONS, drawForm, type Form, fillForm } from './predicate-forms.js';

/** Number of draws for all dead ends of a game. If they do not suffice, the game has fewer dead ends. */
const ATTEMPTS = 12;
/** Fraction of the drawn conditions that name an object which the solution needs. */
const THREATS = 0.5;

const atomKey = ({ name, arguments: given }: Predicate): string => `${name} ${[...given].sort().join()}`;

/** Draws conditions that threaten the objects of a chain without making the game unsolvable. */
class Threatened {
  /** The predicate (goal or condition) in which each type of the chain is used. */
  private readonly use = new Map<ObjectType, Predicate>();
  /** Types that must not be held, because a dead end would consume them. */
  private readonly notHeld = new Set<ObjectType>();
  private readonly fixed: readonly ObjectType[];
  /** Types that can be threatened. A type in a `see` condition cannot: the rule consumes it as soon as it is seen. */
  private readonly lasting: readonly ObjectType[];

  constructor(private readonly chain: Chain) {
    // A frozen pair occurs in the goal and in the rule that destroys one of the two. The rule comes later, so it
    // counts.
    for (const predicate of [chain.goal, ...chain.rules.map(({ condition }) => condition)]) {
      for (const type of typesOf(predicate)) this.use.set(type, predicate);
    }
    this.fixed = chain.together === undefined ? [] : chain.needed.slice(0, 2);
    this.lasting = [...this.use].flatMap(([type, use]) => (use.name === 'see' && use !== chain.goal ? [] : [type]));
  }

  /** Draws a condition on a type of the chain that the solution can avoid, or undefined if this draw gave none. */
  draw(random: Random, distractors: readonly ObjectType[]): Predicate | undefined {
    if (this.lasting.length === 0) return undefined;
    const type = random.pick(this.lasting);
    if (this.chain.together === 'frozen' && this.fixed.includes(type)) return undefined;
    const form = drawForm(random, CONDITIONS);
    if (form.objects === 2) return this.drawPair(random, form, type, distractors);
    // An object that a rule makes may appear in the hand or in contact with the avatar.
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

  /** Draws a condition on two types that must not meet. They are apart at the start and in no condition together. */
  private drawPair(random: Random, form: Form, type: ObjectType, distractors: readonly ObjectType[]) {
    const needed = this.chain.needed.filter((other) => this.lasting.includes(other));
    const others = [...new Set([...distractors, ...needed])].filter(
      (other) => other !== type && !this.fixed.includes(other) && this.use.get(other) !== this.use.get(type),
    );
    if (others.length === 0 || this.fixed.includes(type)) return undefined;
    return fillForm(form, [type, random.pick(others)]);
  }

  /**
   * Whether the solution can do without holding a type: it is not used in `hold`, and its partner can be brought to
   * it.
   */
  private canBeLeftLying(type: ObjectType): boolean {
    const use = this.use.get(type)!;
    const partners = typesOf(use).filter((other) => other !== type);
    const isFrozen = (other: ObjectType): boolean => this.chain.together === 'frozen' && this.fixed.includes(other);
    return use.name !== 'hold' && !partners.some((other) => this.notHeld.has(other) || isFrozen(other));
  }
}

/**
 * Draws dead ends: rules that do not help to reach the goal. Their conditions name distractors, or name an object
 * that the solution needs in a way that the solution can avoid. They spawn nothing, or distractors that no rule
 * names. Some rules of the chain get such distractors as additional spawns.
 * @param distractors types of the distractors at the start
 * @param count number of dead ends wanted; there may be fewer
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
    // A type that must keep away from something is spawned first, in the place of the consumed object. A place
    // beside it may be too near.
    rule.spawns = rule.spawns.some((type) => named.has(type)) ? spawns : random.shuffle(spawns);
  }
  return conditions.map((condition) => ({
    condition,
    spawns: random.int(2) === 0 ? [] : random.shuffle([...inert]).slice(0, 1 + random.int(2)),
    hidden: false,
  }));
}

/** Draws a condition on distractors only. */
function drawAmong(random: Random, distractors: readonly ObjectType[]): Predicate | undefined {
  const types = random.shuffle([...new Set(distractors)]);
  const form = drawForm(random, CONDITIONS);
  return types.length < form.objects ? undefined : fillForm(form, types.slice(0, form.objects));
}

/** Draws additional spawns: usually none, sometimes one or two distractors. */
function besides(random: Random, inert: readonly ObjectType[]): ObjectType[] {
  const draw = random.int(10);
  return random.shuffle([...inert]).slice(0, draw < 6 ? 0 : draw < 9 ? 1 : 2);
}
