import type { BatchedEnvironment } from '@open-ada/xland-sim';
import { episodeOf } from './shake.js';

/** What two equal episodes may differ in, by the end of the path, and why. */
const MAY_DIFFER: readonly [RegExp, why: string][] = [
  [/\.(settings|controls|motion|hand|view)$/, 'constant, or without memory of its own'],
  [
    /\.items\.\d+\.body\.(id|index|world|shapes|shapeOffsets|shapeOrientations)$/,
    'numbering; geometry follows from `shape`',
  ],
  [/\.items\.\d+\.body\.(aabb|aabbNeedsUpdate|_listeners)$/, 'bounds are computed anew before use'],
  [/\.items\.\d+\.body\.(previous|interpolated|init)\w+$/, 'written, never read, by a world stepped with one argument'],
  [/\.items\.\d+\.body\.(vlambda|wlambda|invMassSolve|invInertiaSolve|invInertiaWorldSolve)$/, 'scratch of the solver'],
  [/\.items\.\d+\.body\.timeLastSleepy$/, 'cannon-es never puts these bodies to sleep by itself'],
  [/\.players\.\d+\.(walk|strafe|turnRate|lookRate|handRate)$/, 'set by every step'],
  [/\.engine\.(byType|used|stale|total|firedNow)$/, 'lists that are rebuilt from the world'],
  [/\.engine\.due\.(pairs|ends|conditions)$/, 'scratch of one physicsStep, or from the task'],
  [/\.headings$/, 'drawn anew for each trial'],
  [/\.(statics|flatBodies|layeredBodies)$/, 'fitted to the map when a task is loaded'],
  [/\.spawning\.(places|first|second)$/, 'scratch of one call'],
  [/\.(room|barriers)\.(x|z)$/, 'result of the last `resolve`'],
  [/\.barriers\.blocked$/, 'scratch of one call'],
  [/\.terrain\.hit$/, 'result of the last `cast`'],
];

type Node = Record<string, unknown>;

/** Slots beyond the last, and what is left in empty ones, hold nothing. */
function isEmptyItem(path: string, a: Node, b: Node): boolean {
  return /\.items\.\d+$/.test(path) && a.type === -1 && b.type === -1;
}

function compare(a: unknown, b: unknown, path: string, seen: Set<unknown>, into: string[]): void {
  if (MAY_DIFFER.some(([pattern]) => pattern.test(path))) return;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    if (typeof a !== 'function' && !Object.is(a, b)) into.push(`${path}: ${String(a)} / ${String(b)}`);
    return;
  }
  if (seen.has(a)) return;
  seen.add(a);
  const one = a as Node;
  const two = b as Node;
  if (isEmptyItem(path, one, two)) return;
  for (const key of new Set([...Object.keys(one), ...Object.keys(two)])) {
    const child = `${path}.${key}`;
    // A list of slots may be longer by slots that are empty.
    const empty = (node: unknown): boolean => node === undefined || (node as Node).type === -1;
    if (/\.items$/.test(path) && empty(one[key]) && empty(two[key])) continue;
    compare(one[key], two[key], child, seen, into);
  }
}

/**
 * Every number, flag and text that two environments reach and that is not the same to the last bit, whether or not it is public or
 * anybody has thought of it; `MAY_DIFFER` lists the exceptions.
 */
export function stateDifferences(a: BatchedEnvironment, i: number, b: BatchedEnvironment, j: number): string[] {
  const into: string[] = [];
  compare(episodeOf(a, i), episodeOf(b, j), 'episode', new Set(), into);
  return into;
}
