import { TILE_SIZE } from '../language/geometry.js';
import type { Task, TaskObject } from '../language/task.js';

/** Characters per tile. A tile is then about square in a terminal. */
const COLUMNS = 4;
const LINES = 2;
const PLAYERS = ['@', '%'];
const LETTERS = 'abcdefghijklmnopqrstuwxyzABCDEFG';

/** Letter of an object on the map. `v` is left out because it marks a ramp. */
export const letterOf = (index: number): string => LETTERS[index];

/** Offsets (line, column) at which to try to place a mark, nearest first. */
const AROUND = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
];

function nameOf({ type, size, frozen }: TaskObject): string {
  return `${frozen ? 'frozen ' : ''}${type}${size === 1 ? '' : ` of size ${size}`}`;
}

/**
 * Groups objects that look alike, in order of first appearance: name of the group, its letters and its first object.
 */
export function legendOf(objects: readonly TaskObject[]): { name: string; letters: string[]; object: TaskObject }[] {
  const legend = new Map<string, { name: string; letters: string[]; object: TaskObject }>();
  objects.forEach((object, i) => {
    const name = nameOf(object);
    const known = legend.get(name);
    if (known) known.letters.push(letterOf(i));
    else legend.set(name, { name, letters: [letterOf(i)], object });
  });
  return [...legend.values()];
}

/** Draws the world from above with a border, followed by a legend. Returns one string per line. */
export function drawMap({ world, objects, players }: Pick<Task, 'world' | 'objects' | 'players'>): string[] {
  const grid = world.rows.flatMap((row) => {
    const line = [...row].map((tile) => (tile === '0' ? '.' : tile).repeat(COLUMNS)).join('');
    return Array.from({ length: LINES }, () => [...line]);
  });
  const taken = grid.map((line) => line.map(() => false));
  const put = (mark: string, [x, z]: readonly [number, number]): void => {
    const line = Math.floor((z / TILE_SIZE) * LINES);
    const column = Math.floor((x / TILE_SIZE) * COLUMNS);
    const free = AROUND.find(([dl, dc]) => taken[line + dl]?.[column + dc] === false);
    if (!free) return;
    taken[line + free[0]][column + free[1]] = true;
    grid[line + free[0]][column + free[1]] = mark;
  };
  players.forEach(({ at }, p) => {
    put(PLAYERS[p], at);
  });
  objects.forEach(({ at }, i) => {
    put(letterOf(i), at);
  });

  const edge = `+${'-'.repeat(grid[0].length)}+`;
  const legend = legendOf(objects).map(({ name, letters }) => `${letters.join(' ')}  ${name}`);
  const who = players.map((_, p) => `${PLAYERS[p]}  ${p === 0 ? 'me' : 'the other player'}`);
  return [edge, ...grid.map((line) => `|${line.join('')}|`), edge, ...who, ...legend];
}
