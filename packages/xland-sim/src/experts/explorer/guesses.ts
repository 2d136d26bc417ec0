import { type ObjectType, type Predicate, type PredicateName, typesOf } from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import type { Token } from '../../observation/told-task.js';
import { radians } from '../../scene/player.js';
import { apart, bearing, flatDistance, type Situation } from '../oracle/situation.js';
import { type RuleBook, thingsOf } from './rule-book.js';
import type { TestedConditions } from './tested.js';

/**
 * Prior weight of each predicate in the condition of a completely hidden rule: between the avatar and an object, and
 * between two objects.
 */
const LIKELY: Readonly<Record<PredicateName, readonly [number, number]>> = {
  hold: [0.25, 0],
  near: [0.125, 0.125],
  touching: [0.125, 0.125],
  see: [0.25, 0.004],
};
/**
 * Factors for a type in an unknown condition: the goal names it; a known rule consumes it; the goal names it and it has
 * to be destroyed; a known rule makes it but none consumes it.
 */
const OF_GOAL = 0.1;
const IN_USE = 0.25;
const TO_DESTROY = 6;
const IN_VAIN = 6;
/** The same for a type of which there are several objects. Most of what a solution needs is there only once. */
const SEVERAL = 0.1;
/** The same for a type with which whoever acts means to do something. */
const WISHED = 10;
/** Cost of making a type that does not exist but that a known rule makes, steps. */
const TO_MAKE = 15;

/** Distance walked in one step, turns included, metres. */
const STRIDE = 0.5;
/** Turned in one step, degrees. */
const TURN = 30;
/**
 * Steps that an act takes in addition to the way: taking; being near; touching; seeing; bringing one object to another;
 * pressing two together.
 */
const COST = { hold: 3, near: 1, touching: 4, see: 2, bring: 3, press: 7 } as const;

/** A possible condition of some rule, to be tried next. */
export interface Guess {
  condition: Predicate;
  /** Estimated steps until the condition is true. */
  cost: number;
  score: number;
}

/** How the turn towards an object counts as part of the way to it. */
export interface TurnCosts {
  /** 1: the steps that it takes. */
  weight: number;
  /** Side to which the avatar turns already, and on which what lies out of view is reached: 1 left, -1 right, 0 either. */
  side: number;
}

/** Inputs of guesses. */
export interface Grounds {
  situation: Situation;
  book: RuleBook;
  tested: TestedConditions;
  goal: readonly Predicate[];
  /** Types that do not exist but that known rules can make now. */
  makeable: ReadonlySet<ObjectType>;
  /** Whether objects that the goal names have to be destroyed. */
  destroys: boolean;
  turns: TurnCosts | undefined;
  /** Types that are preferred. */
  wish: readonly ObjectType[];
}

/** Scores possible conditions of unknown rules by their prior weight and the cost of trying them. */
export class Guesser {
  private readonly ways = new Map<number, number>();
  /** Of each object the weighted turn towards it, as metres of way. */
  private readonly turns = new Map<number, number>();
  private readonly types: ObjectType[];
  private readonly goalTypes: Set<ObjectType>;
  private readonly used: Set<ObjectType>;
  private readonly made: Set<ObjectType>;
  private readonly destroys: boolean;

  constructor(private readonly grounds: Grounds) {
    const { situation, book, goal, makeable } = grounds;
    const { finder, grid, me, objects } = situation;
    const here = situation.here();
    finder.spread(here);
    for (const object of objects) {
      const [x, y, z] = object.position;
      const crow = flatDistance(object, me.x, me.z) + 3 * Math.abs(y - me.y - 0.25);
      const way = object.holder === 0 ? 0 : finder.costAt(grid.standing(x, z, y));
      const turn = grounds.turns === undefined ? 0 : this.turnTo(bearing(me.x, me.z, me.heading, x, z), grounds.turns);
      this.turns.set(object.objectIndex, turn);
      this.ways.set(object.objectIndex, (Number.isFinite(way) ? Math.min(way, crow + 10) : crow + 10) + turn);
    }
    this.types = [...new Set([...objects.map(({ type }) => type), ...makeable])];
    this.goalTypes = new Set(goal.flatMap(typesOf));
    this.used = new Set(book.told.rules.flatMap((_, r) => book.takenBy(r) ?? []));
    // If a known rule destroys something that the goal names, no other has to.
    this.destroys = grounds.destroys && ![...this.goalTypes].some((type) => this.used.has(type));
    this.made = new Set(
      book.told.rules.flatMap((_, r) => book.spawnsOf(r).filter((type): type is ObjectType => type !== undefined)),
    );
  }

  /** @returns the weighted turn by an angle, as metres of way */
  private turnTo(angle: number, { weight, side }: TurnCosts): number {
    const isOutside = Math.abs(angle) > radians(this.grounds.situation.settings.fieldOfView.azimuth / 2);
    const turned = isOutside && Math.sign(angle) === -side ? 2 * Math.PI - Math.abs(angle) : Math.abs(angle);
    return (weight * STRIDE * turned) / radians(TURN);
  }

  /** The most promising condition of a rule. Undefined if nothing is left to try. */
  best(r: number): Guess | undefined {
    const { book } = this.grounds;
    const rule = book.told.rules[r];
    let best: Guess | undefined;
    const offer = (guess: Guess | undefined): void => {
      if (guess !== undefined && guess.score > (best?.score ?? 0)) best = guess;
    };
    if (rule.condition === undefined) {
      const ofMe = book.namesFor(r, 1);
      const ofTwo = book.namesFor(r, 2);
      this.types.forEach((a, i) => {
        offer(this.single(a, ofMe, this.likely(a)));
        for (const b of this.types.slice(i + 1)) offer(this.pair(a, b, ofTwo, this.likely(a) * this.likely(b)));
      });
      return best;
    }
    if (rule.condition.negated || rule.condition.arguments.includes('other')) return undefined;
    const things = thingsOf(rule);
    const choices = things.map((thing) => this.choicesFor(thing));
    if (things.length === 1) {
      for (const a of choices[0]) offer(this.single(a, book.namesFor(r, 1), this.known(things[0], a)));
      return best;
    }
    for (const a of choices[0]) {
      for (const b of choices[1]) {
        if (a === b && things[0] !== things[1]) continue;
        offer(this.pair(a, b, book.namesFor(r, 2), this.known(things[0], a) * this.known(things[1], b)));
      }
    }
    return best;
  }

  private choicesFor(thing: ObjectType | Token): ObjectType[] {
    const { book } = this.grounds;
    const type = book.typeOf(thing);
    if (type !== undefined) return this.types.includes(type) ? [type] : [];
    return this.types.filter((each) => book.mayBe(thing as Token, each));
  }

  private known(thing: ObjectType | Token, type: ObjectType): number {
    return this.grounds.book.typeOf(thing) === undefined ? this.likely(type) : 1;
  }

  private likely(type: ObjectType): number {
    const wished = this.grounds.wish.includes(type) ? WISHED : 1;
    const several = wished * (this.grounds.situation.all(type).length > 1 ? SEVERAL : 1);
    if (this.goalTypes.has(type)) return several * (this.destroys ? TO_DESTROY : OF_GOAL);
    if (this.used.has(type)) return several * IN_USE;
    return several * (this.made.has(type) ? IN_VAIN : 1);
  }

  private isOpen(name: PredicateName, a: 'me' | ObjectType, b: ObjectType): boolean {
    return !this.grounds.tested.has(name, [a, b]);
  }

  private single(type: ObjectType, names: readonly PredicateName[], weight: number): Guess | undefined {
    const objects = this.grounds.situation.all(type);
    const gain = (...implied: PredicateName[]): number =>
      implied.reduce((sum, name) => {
        return names.includes(name) && this.isOpen(name, 'me', type) ? sum + LIKELY[name][0] * weight : sum;
      }, 0);
    let best: Guess | undefined;
    const offer = (name: PredicateName, some: readonly ObjectState[], ...implied: PredicateName[]): void => {
      const sum = gain(name, ...implied);
      if (sum === 0 || !names.includes(name) || !this.isOpen(name, 'me', type)) return;
      const cost = this.wayToAny(some, type) + COST[name];
      if (!Number.isFinite(cost)) return;
      const score = sum / (cost + 1);
      if (score > (best?.score ?? 0))
        best = { condition: { name, negated: false, arguments: ['me', type] }, cost, score };
    };
    const loose = objects.filter(({ frozen }) => !frozen);
    offer('hold', objects.length > 0 ? loose : objects, 'near', 'see');
    offer('touching', objects, 'near', 'see');
    offer('near', objects, 'see');
    offer('see', objects);
    return best;
  }

  private pair(a: ObjectType, b: ObjectType, names: readonly PredicateName[], weight: number): Guess | undefined {
    const { situation } = this.grounds;
    const open = (name: PredicateName): boolean => names.includes(name) && this.isOpen(name, a, b);
    const [near, touching, see] = [open('near'), open('touching'), open('see')];
    if (!near && !touching && !see) return undefined;
    const way = this.wayToPair(situation.all(a), situation.all(b), a, b);
    if (!Number.isFinite(way)) return undefined;
    // There are more pairs than single objects.
    weight *= Math.min(1, 2 / Math.max(1, this.types.length - 1));
    const sum = (near ? LIKELY.near[1] : 0) + (see ? LIKELY.see[1] : 0);
    let best: Guess | undefined;
    const offer = (name: PredicateName, gain: number, cost: number): void => {
      const score = (gain * weight) / (cost + 1);
      if (score > (best?.score ?? 0)) best = { condition: { name, negated: false, arguments: [a, b] }, cost, score };
    };
    if (near) offer('near', sum, way + COST.bring);
    else if (see) offer('see', LIKELY.see[1], way + COST.bring);
    if (touching) offer('touching', sum + LIKELY.touching[1], way + COST.press);
    return best;
  }

  /** Steps of the way to the nearest of some objects of a type. */
  private wayToAny(objects: readonly ObjectState[], type: ObjectType): number {
    if (this.grounds.situation.all(type).length === 0) return TO_MAKE;
    return objects.reduce(
      (least, { objectIndex }) => Math.min(least, this.ways.get(objectIndex)! / STRIDE),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Steps of the way to one of two objects and, with it, to the other. */
  private wayToPair(
    lefts: readonly ObjectState[],
    rights: readonly ObjectState[],
    a: ObjectType,
    b: ObjectType,
  ): number {
    if (lefts.length === 0 || rights.length === 0) {
      const there = lefts.length > 0 ? this.wayToAny(lefts, a) : rights.length > 0 ? this.wayToAny(rights, b) : TO_MAKE;
      return TO_MAKE + there;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const left of lefts) {
      for (const right of rights) {
        if (left.objectIndex === right.objectIndex || (left.frozen && right.frozen)) continue;
        const between = apart(left, right) + 3 * Math.abs(left.position[1] - right.position[1]);
        const first = Math.min(
          left.frozen ? Number.POSITIVE_INFINITY : this.ways.get(left.objectIndex)!,
          right.frozen ? Number.POSITIVE_INFINITY : this.ways.get(right.objectIndex)!,
        );
        const other = left.holder === 0 ? right : right.holder === 0 ? left : undefined;
        const grab = other === undefined ? COST.hold : this.turns.get(other.objectIndex)! / STRIDE;
        least = Math.min(least, (first + Math.max(0, between - 1)) / STRIDE + grab);
      }
    }
    return least;
  }
}
