import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ObjectType, parseTask, type Task, TILE_SIZE } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  Navigation,
  type ObservationSpec,
  observationSpec,
  type SimulationSettings,
  terrainOf,
} from '@open-ada/xland-sim';
import { root } from './task-command.js';

const folder = join(root, 'tasks', 'probes');

/** The probe of a number, 1 to 30. */
export function probe(number: number): Task {
  const start = `${String(number).padStart(2, '0')}-`;
  const file = readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith('.jsonc'))!;
  return parseTask(readFileSync(join(folder, file), 'utf8'), file);
}

/** What an agent sees before its first step in the world of `settings`, the headings drawn from `seed`. */
export function firstObservation(task: Task, seed: number, settings: SimulationSettings = COMPACT): Float32Array {
  const environment = new BatchedEnvironment(settings, 1);
  environment.reset(0, task, { trials: 3, seed });
  const observation = new Float32Array(environment.observationSpec.size);
  environment.observe(observation);
  return observation;
}

/** Places of a tile, in parts of its side, from which `seenFrom` looks: its middle and near its corners. */
const PLACES = [
  [0.5, 0.5],
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
];

/** Places of the floors of a map, tile by tile. */
const placesOf = ({ world }: Task): [number, number][] =>
  world.rows.flatMap((row, z) =>
    [...row].flatMap((tile, x) =>
      /\d/.test(tile) ? PLACES.map(([dx, dz]): [number, number] => [(x + dx) * TILE_SIZE, (z + dz) * TILE_SIZE]) : [],
    ),
  );

/** The most objects in view at once, of those of the start, wherever one stands and whichever way one looks. */
export function mostInView(task: Task): number {
  const settings = { ...COMPACT, maxEntities: task.objects.length };
  const [entities] = observationSpec(settings).parts;
  const [count, size] = entities.shape;
  const inView = placesOf(task).flatMap((at) =>
    Array.from({ length: 12 }, (_, k) => {
      const heading = { mean: (k * Math.PI) / 6, spread: 0 };
      const observation = firstObservation({ ...task, rules: [], players: [{ at, heading }] }, 0, settings);
      return Array.from({ length: count }, (_, i) => observation[entities.offset + i * size]).filter(Boolean).length;
    }),
  );
  return Math.max(...inView);
}

/** Floors on which a black sphere would be out of sight of all yellow ones: none are, if it can be hidden nowhere. */
export function hidingPlaces(task: Task): [number, number][] {
  const environment = new BatchedEnvironment(COMPACT, 1);
  const rewards = new Float32Array(1);
  const nothing = Int32Array.from(environment.actionSpec.groups, ({ options }) => (options.length - 1) / 2);
  const depth = task.world.rows.length * TILE_SIZE;
  const others = task.objects.filter(({ type }) => type !== 'black sphere');
  return placesOf(task).filter((at) => {
    const clear = others.filter((object) => Math.hypot(object.at[0] - at[0], object.at[1] - at[1]) > 0.8);
    const sphere = { type: 'black sphere' as const, at, size: 1, frozen: false };
    // The avatar stands on the other side of the room, where it hides nothing.
    const [x, z] = task.players[0].at;
    const away: [number, number] = Math.abs(at[1] - z) < 2 ? [x, depth - z] : [x, z];
    const players = [{ ...task.players[0], at: away }];
    environment.reset(0, { ...task, rules: [], objects: [...clear, sphere], players }, { trials: 1, seed: 0 });
    environment.step(nothing, rewards, new Uint8Array(1));
    return rewards[0] > 0;
  });
}

/**
 * From which floors an object is seen, when one stands there and looks round: the map with `*` for those, `.` for all other
 * floors; walls and ramps are as they are. Other objects are taken away: they could only hide it.
 */
export function seenFrom(task: Task, type: ObjectType): string[] {
  const objects = task.objects.filter((object) => object.type === type);
  const isSeen = (at: [number, number]): boolean =>
    [0, 1, 2, 3].some((quarter) => {
      const heading = { mean: (quarter * Math.PI) / 2, spread: 0 };
      // The first float of the first entity says whether there is one.
      return firstObservation({ ...task, objects, rules: [], players: [{ at, heading }] }, 0)[0] === 1;
    });
  return task.world.rows.map((row, z) =>
    [...row]
      .map((tile, x) => {
        if (!/\d/.test(tile)) return tile;
        const seen = PLACES.some(([dx, dz]) => isSeen([(x + dx) * TILE_SIZE, (z + dz) * TILE_SIZE]));
        return seen ? '*' : '.';
      })
      .join(''),
  );
}

/** Where one can get to from a place: the map with `*` for the tiles that can be reached, drops included, `.` for others. */
export function reachableFrom({ world }: Task, [x, z]: readonly [number, number]): string[] {
  const navigation = new Navigation(terrainOf(world));
  const { terrain } = navigation;
  const open = [terrain.tileAt(x, z)];
  const reached = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { to } of navigation.from(at)) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return world.rows.map((row, r) =>
    [...row]
      .map((_, c) => (reached.has(terrain.tileAt((c + 0.5) * TILE_SIZE, (r + 0.5) * TILE_SIZE)) ? '*' : '.'))
      .join(''),
  );
}

/** The part of an observation in which a float lies. */
export const partOf = ({ parts }: ObservationSpec, index: number): string =>
  parts.find(({ offset, shape }) => index >= offset && index < offset + shape.reduce((a, b) => a * b, 1))!.name;
