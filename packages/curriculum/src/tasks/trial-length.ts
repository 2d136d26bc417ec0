import { type ObjectType, type Predicate, typesOf } from '@open-ada/production-rules';
import type { Chain } from '../games/chain.js';
import type { WorldDistance } from '../worlds/world-distance.js';

type Point = readonly [number, number];

/** Possible lengths of a generated trial, seconds. */
export const TRIAL_LENGTHS = [8, 12, 16, 24, 32, 40] as const;
/**
 * A trial lasts at least this many times the duration of the solution. A good agent can then score 0.8, and exploring
 * has a cost.
 */
const MARGIN = 2.5;

/**
 * Seconds for the parts of a solution, fitted (least squares) to the oracle's times with the compact embodiment.
 * `metre` is less than the walking speed of 3 m/s implies, because every other part includes some walking and
 * turning.
 */
const COST = { start: 0.5, metre: 0.3, turn: 0.1, grab: 0.2, bring: 0.7, touch: 0.4, screen: 1, firing: 0.25 };
/** Nearly all solutions take less than this multiple of the fit. */
const SLOW = 1.25;
/** Distance at which an object is grabbed and at which walking towards it ends, metres. */
const ARM = 0.9;
/** Distance by which an object is carried away, metres. */
const AWAY = 1.3;

/** The parts of a chain's solution. */
export interface Work {
  metres: number;
  turns: number;
  grabs: number;
  brings: number;
  touches: number;
  screens: number;
  firings: number;
}

/** Follows the solution of a chain and adds up what must be fetched, brought, met and looked at, in this order. */
export function workOf(
  { goal, rules, needed }: Chain,
  places: readonly Point[],
  avatar: Point,
  ways: WorldDistance,
): Work {
  const work: Work = { metres: 0, turns: 0, grabs: 0, brings: 0, touches: 0, screens: 0, firings: rules.length };
  const at = new Map<ObjectType, Point>(needed.map((type, i) => [type, places[i]]));
  let here = avatar;
  let held: ObjectType | undefined;

  const walk = (to: Point, until = ARM): void => {
    work.metres += Math.max(0, ways.between(here, to) - until);
    work.turns++;
    here = to;
  };
  const take = (type: ObjectType): void => {
    if (held === type) return;
    walk(at.get(type)!);
    work.grabs++;
    held = type;
  };
  /** Makes a predicate true and records the places of the objects afterwards. */
  const meet = ({ name, negated }: Predicate, [a, b]: ObjectType[]): void => {
    if (b === undefined) {
      if (name === 'hold') take(a);
      else if (name === 'see') work.turns++;
      else if (held !== a || name === 'touching') walk(at.get(a)!);
      if (name === 'touching') work.touches++;
      return;
    }
    if (name === 'see' && !negated) return;
    const both = ways.between(here, at.get(a)!) <= ways.between(here, at.get(b)!) ? [a, b] : [b, a];
    const [carried, other] = held === b ? [b, a] : held === a ? [a, b] : both;
    take(carried);
    if (negated) {
      if (name === 'near') work.metres += AWAY;
      else work.screens++;
      return;
    }
    walk(at.get(other)!, 2 * ARM);
    work.brings++;
    if (name === 'touching') work.touches++;
  };

  for (const { condition, spawns } of rules) {
    const types = typesOf(condition);
    meet(condition, types);
    const made = spawns.find((type) => !at.has(type));
    const inHand = held === types[0] && spawns[0] === made;
    const place = types.length === 1 && held !== types[0] ? at.get(types[0])! : here;
    if (held !== undefined && types.includes(held)) held = inHand ? made : undefined;
    for (const type of spawns) at.set(type, place);
  }
  if (!goal.negated || rules.length === 0) meet(goal, typesOf(goal));
  return work;
}

/** Seconds that a good player who knows the rules needs until the goal holds. */
export function solutionSeconds({ metres, turns, grabs, brings, touches, screens, firings }: Work): number {
  const fitted =
    COST.start +
    COST.metre * metres +
    COST.turn * turns +
    COST.grab * grabs +
    COST.bring * brings +
    COST.touch * touches +
    COST.screen * screens +
    COST.firing * firings;
  return SLOW * fitted;
}

/** The shortest trial that is long enough for a solution of this duration, or undefined if there is none. */
export function trialLength(seconds: number): number | undefined {
  return TRIAL_LENGTHS.find((length) => length >= MARGIN * seconds);
}
