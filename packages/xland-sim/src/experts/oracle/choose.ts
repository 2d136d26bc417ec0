import { type Predicate, typesOf } from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import type { Intent } from './intent.js';
import { canPush } from './push.js';
import { apart, flatDistance, type Situation, shapeOf } from './situation.js';

/** A rule whose firing would cost extra work (metres of walking) or make the goal unreachable (`RUIN`). */
export interface Hazard {
  condition: Predicate;
  danger: number;
}

/** Cost of one more grab when plans are compared, in metres of walking. */
const GRAB_COST = 1;
/** Danger of a firing after which the goal cannot be reached. */
export const RUIN = 1000;
/** Distance within which a third object may make a rule fire when something is brought to a place, metres. */
const BESIDE = 1.4;
/** Cost of a possible firing at the place where a pair meets, metres. */
const RISK_COST = 60;

const WAIT: Intent = { kind: 'wait' };

const isHold = ({ name, negated }: Predicate): boolean => name === 'hold' && !negated;

/** The object nearest the avatar. */
export const nearest = ({ me }: Situation, objects: ObjectState[]): ObjectState =>
  objects.reduce((best, object) => (flatDistance(object, me.x, me.z) < flatDistance(best, me.x, me.z) ? object : best));

/** Whether two objects are near, touch (roughly), or see each other. */
export function meets(
  situation: Situation,
  name: Predicate['name'],
  a: ObjectState,
  b: ObjectState,
  near = 0.95,
): boolean {
  if (name === 'near') return apart(a, b) <= near;
  if (name === 'touching') return apart(a, b) <= shapeOf(a).halfWidth + shapeOf(b).halfWidth + 0.02;
  return situation.seeEachOther(a, b);
}

/**
 * Metres from a cell to an object: the straight distance on a bare floor, otherwise the way until it is in reach.
 * Infinite where no way leads there.
 */
function wayTo(situation: Situation, start: number, object: ObjectState): number {
  const { grid, finder } = situation;
  if (start < 0) return Number.POSITIVE_INFINITY;
  if (grid.bare) return flatDistance(object, grid.x(start), grid.z(start));
  return finder.find(
    start,
    (cell) =>
      situation.beside(cell, object) || situation.inGrasp(grid.x(cell), grid.heights[cell], grid.z(cell), object),
  );
}

/** Metres from a cell to a place beside an object, at its level. */
function wayBeside(situation: Situation, start: number, object: ObjectState): number {
  const { grid, finder } = situation;
  if (start < 0) return Number.POSITIVE_INFINITY;
  if (grid.bare) return flatDistance(object, grid.x(start), grid.z(start));
  return finder.find(start, (cell) => situation.beside(cell, object));
}
/** The object that can be held soonest. */
export function closest(situation: Situation, objects: ObjectState[]): Intent | undefined {
  let best: Intent | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  const here = situation.here();
  for (const object of objects) {
    const cost = wayTo(situation, here, object);
    if (cost >= bestCost) continue;
    best = { kind: 'fetch', object };
    bestCost = cost;
  }
  return best;
}

/**
 * The cheapest pair, and which of the two to carry. Carrying the first argument saves a grab, since its spawn inherits
 * the grip.
 */
export function choosePair(
  situation: Situation,
  hazards: readonly Hazard[],
  lefts: ObjectState[],
  rights: ObjectState[],
  name: Predicate['name'],
  forRule: boolean,
): Intent | string {
  const how = name === 'hold' ? 'near' : name;
  let best: Intent | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  let problem: string | undefined;
  const here = situation.here();
  const consider = (carried: ObjectState, target: ObjectState, extra: number): void => {
    if (carried.objectIndex === target.objectIndex) return;
    if (!forRule && how !== 'touching' && meets(situation, how, carried, target)) {
      best = WAIT;
      bestCost = -1;
      return;
    }
    if (carried.frozen) {
      if (target.frozen) problem ??= `the ${carried.type} and the ${target.type} are frozen`;
      return;
    }
    const [x, y, z] = carried.position;
    const risk = riskOf(situation, hazards, carried, target);
    let cost = extra + risk;
    if (carried.holder !== 0) cost += GRAB_COST + wayTo(situation, here, carried);
    if (situation.held !== undefined && carried.holder !== 0) cost += GRAB_COST;
    if (cost < bestCost)
      cost += wayBeside(situation, carried.holder === 0 ? here : situation.grid.standing(x, z, y), target);
    if (cost === Number.POSITIVE_INFINITY)
      problem = `no way leads to the ${carried.type}, or from there to the ${target.type}`;
    if (risk >= RUIN && cost < bestCost && !canPush(situation, carried, target)) {
      problem ??= `the ${carried.type} must not be lifted, and there is no room behind it to push it`;
      return;
    }
    if (cost >= bestCost) return;
    bestCost = cost;
    best = { kind: 'bring', carried, target, how };
    if (risk >= RUIN) best = { kind: 'push', object: carried, target, contact: how === 'touching' };
  };
  for (const left of lefts) {
    for (const right of rights) {
      consider(left, right, 0);
      consider(right, left, GRAB_COST);
    }
  }
  return best ?? problem ?? 'two distinct objects are needed';
}

/** The cost of the rules that may fire when an object is carried to another one. */
function riskOf(situation: Situation, hazards: readonly Hazard[], carried: ObjectState, target: ObjectState): number {
  let risk = 0;
  for (const { condition, danger } of hazards) {
    const types = typesOf(condition);
    if (!types.includes(carried.type)) continue;
    if (types.length === 1) {
      if (condition.name !== 'see') risk += isHold(condition) ? danger : Math.min(danger, RISK_COST);
      continue;
    }
    const other = types[0] === carried.type ? types[1] : types[0];
    if (
      situation.all(other).some((object) => object.objectIndex !== target.objectIndex && apart(object, target) < BESIDE)
    ) {
      risk += Math.min(danger, RISK_COST);
    }
  }
  return risk;
}

/** Which of two objects to take away from the other, or the reason why neither can be moved. */
export function chooseToPart(
  situation: Situation,
  hazards: readonly Hazard[],
  name: Predicate['name'],
  a: ObjectState,
  b: ObjectState,
): Intent | string {
  if (name === 'see') return { kind: 'screen', a, b };
  const here = situation.here();
  const cost = (object: ObjectState): number => {
    if (object.holder === 0) return -1;
    return object.frozen
      ? Number.POSITIVE_INFINITY
      : riskOf(situation, hazards, object, object) + wayTo(situation, here, object);
  };
  const [costA, costB] = [cost(a), cost(b)];
  if (Math.min(costA, costB) === Number.POSITIVE_INFINITY) {
    const frozen = a.frozen && b.frozen;
    return frozen ? `the ${a.type} and the ${b.type} are frozen` : `no way leads to the ${a.frozen ? b.type : a.type}`;
  }
  const [carried, left] = costA <= costB ? [a, b] : [b, a];
  return {
    kind: 'separate',
    carried,
    from: situation.all(left.type).filter(({ objectIndex }) => objectIndex !== carried.objectIndex),
    distance: 1.3,
  };
}
