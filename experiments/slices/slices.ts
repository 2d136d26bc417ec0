import { type Task, TILE_SIZE, typesOf } from '@open-ada/production-rules';
import { chainOf } from './chain.js';

/** A slice of a family, and which tasks are in it. */
interface Slice {
  name: string;
  has(task: Task): boolean;
}

/** The conditions on two objects, of these predicates, in the chain of a task. */
const pairsOf = (names: readonly string[]) => (task: Task) =>
  chainOf(task).conditions.filter((condition) => names.includes(condition.name) && typesOf(condition).length === 2);

const bring = pairsOf(['near', 'touching']);
const see = pairsOf(['see']);

/** Whether the goal asks that objects be apart which nobody can move: a rule has to consume one of them. */
const mustDestroy = ({ goal, objects }: Task): boolean =>
  goal.some(
    (predicate) =>
      predicate.negated && objects.some(({ type, frozen }) => frozen === true && typesOf(predicate).includes(type)),
  );

/** Each task is in the first of these that has it, so they add up to the family. */
export const KINDS: readonly Slice[] = [
  { name: 'a rule must destroy', has: mustDestroy },
  { name: 'two or more pairs to bring', has: (task) => bring(task).length > 1 },
  { name: 'see(a, b) to be made', has: (task) => see(task).length > 0 },
  { name: 'one pair to bring', has: (task) => bring(task).length === 1 },
  { name: 'neither, layered', has: isLayered },
  { name: 'neither, flat', has: () => true },
];

/** Slices across those. */
export const ACROSS: readonly Slice[] = [
  { name: 'an object two levels up', has: (task) => climb(task) >= 2 },
  { name: 'something hidden', has: isHiding },
  { name: 'nothing hidden', has: (task) => !isHiding(task) },
  { name: 'trials up to 16 s', has: ({ trialSeconds }) => trialSeconds <= 16 },
  { name: 'trials above 16 s', has: ({ trialSeconds }) => trialSeconds > 16 },
];

function isLayered({ world }: Task): boolean {
  return new Set(world.rows.join('').replaceAll('#', '')).size > 1;
}

function isHiding({ rules, hiding }: Task): boolean {
  return hiding.types.length + hiding.predicates.length > 0 || rules.some(({ hidden }) => hidden);
}

/** Levels from where the avatar starts up to the lowest object of a type that has to take part; of all types the most. */
function climb(task: Task): number {
  const level = ([x, z]: readonly [number, number]): number =>
    Number(task.world.rows[Math.floor(z / TILE_SIZE)]?.[Math.floor(x / TILE_SIZE)]);
  const start = level(task.players[0].at);
  const rises = [...chainOf(task).given].map((type) =>
    Math.min(...task.objects.filter((object) => object.type === type).map(({ at }) => level([at[0], at[1]]) - start)),
  );
  return Math.max(0, ...rises.filter(Number.isFinite));
}
