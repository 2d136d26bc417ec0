import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ObjectType, parseTask, type Task, TILE_SIZE } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  LAPTOP,
  Navigation,
  type ObservationSpec,
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

/** What an agent sees before its first decision in the world of `settings`, the headings drawn from `seed`. */
export function firstObservation(task: Task, seed: number, settings: SimulationSettings = LAPTOP): Float32Array {
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
