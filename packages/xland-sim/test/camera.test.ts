import { OBJECT_SIZE, OBJECT_TYPES, Random, readTile, TILE_SIZE, type WorldMap } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  CAMERA,
  COMPACT,
  observationSpec,
  PAPER,
  type SimulationSettings,
} from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import type { Item } from '../src/physics/item.js';
import type { Scene } from '../src/scene/scene.js';
import { Player } from './player.js';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';
import { episodeOf, shake } from './shake.js';
import { taskOf } from './tasks.js';

const FAR = 16;
const SEEING: SimulationSettings = { ...EVERY_GROUP, camera: CAMERA };

/** Red, green, blue, depth (m) of a pixel. */
function pixel(picture: number[], row: number, column: number, width = CAMERA.width): [number, number, number, number] {
  const [red, green, blue, depth] = picture.slice(4 * (row * width + column), 4 * (row * width + column) + 4);
  return [red, green, blue, depth * FAR];
}

type Vector = [x: number, y: number, z: number];

/** Whether a point is in an object, from its pose and the words for its shape. */
function inObject({ type, size, body }: Item, [px, py, pz]: Vector): boolean {
  const [dx, dy, dz] = [px - body.position.x, py - body.position.y, pz - body.position.z];
  const width = OBJECT_SIZE * size;
  if (dx * dx + dy * dy + dz * dz > width * width) return false;
  const shape = OBJECT_TYPES[type].split(' ')[1];
  if (shape === 'sphere') return dx * dx + dy * dy + dz * dz < (width / 2) ** 2;
  // The conjugate of the orientation takes the point into the body's physics step.
  const { x, y, z } = body.quaternion.conjugate().vmult(body.position.clone().set(dx, dy, dz));
  if (shape === 'pyramid') {
    const half = (width / 2) * (1 - (y + width / 4) / width);
    return y > -width / 4 && Math.abs(x) < half && Math.abs(z) < half;
  }
  const height = shape === 'slab' ? 0.15 * size : width;
  return Math.abs(x) < width / 2 && Math.abs(y) < height / 2 && Math.abs(z) < width / 2;
}

/** Height of the ground at a point; walls and the outside are as high as `top`. */
function groundAt(world: WorldMap, top: number, x: number, z: number): number {
  const tile = readTile(world, Math.floor(x / TILE_SIZE), Math.floor(z / TILE_SIZE));
  if (tile === undefined || tile.kind === 'wall') return top;
  if (tile.kind === 'floor') return tile.level;
  const [inX, inZ] = [x / TILE_SIZE - Math.floor(x / TILE_SIZE), z / TILE_SIZE - Math.floor(z / TILE_SIZE)];
  const along = tile.dx !== 0 ? (tile.dx > 0 ? inX : 1 - inX) : tile.dz > 0 ? inZ : 1 - inZ;
  return tile.level + along;
}

const STEP = 0.005;

/** What is met first along a ray, by small steps: its depth, and the slot of the object or -1. */
function march(scene: Scene, ray: Vector): { depth: number; slot: number } {
  const { x, y, z } = scene.players[0];
  const world = scene.room.map;
  let highest = 0;
  for (const row of world.rows) for (const tile of row) if (/\d/.test(tile)) highest = Math.max(highest, Number(tile));
  for (let depth = STEP; depth < FAR; depth += STEP) {
    const point: Vector = [x + depth * ray[0], y + 1 + depth * ray[1], z + depth * ray[2]];
    const slot = scene.items.findIndex((item, j) => j < scene.indexCount && item.type >= 0 && inObject(item, point));
    if (slot >= 0 || point[1] < groundAt(world, highest + 2, point[0], point[2])) return { depth, slot };
  }
  return { depth: FAR, slot: -1 };
}

/** The ray of a pixel: length 1 along the line of sight. */
function rayOf(scene: Scene, row: number, column: number): Vector {
  const { heading, look } = scene.players[0];
  const across = (2 * (column + 0.5)) / CAMERA.width - 1;
  const up = (1 - (2 * (row + 0.5)) / CAMERA.height) * (CAMERA.height / CAMERA.width);
  const level = Math.cos(look) - up * Math.sin(look);
  const [sin, cos] = [Math.sin(heading), Math.cos(heading)];
  return [-sin * level + cos * across, Math.sin(look) + up * Math.cos(look), -cos * level - sin * across];
}

/** A pixel about where the centre of some object appears; row -1 if that is outside the picture. */
function pixelNearObject(scene: Scene, random: Random): [row: number, column: number] {
  const { x, y, z, heading, look } = scene.players[0];
  const item = random.pick(scene.items.slice(0, scene.indexCount).filter(({ type }) => type >= 0));
  const [dx, dy, dz] = [item.position.x - x, item.position.y - y - 1, item.position.z - z];
  const level = -dx * Math.sin(heading) - dz * Math.cos(heading);
  const ahead = level * Math.cos(look) + dy * Math.sin(look);
  const across = (dx * Math.cos(heading) - dz * Math.sin(heading)) / ahead;
  const up = (dy * Math.cos(look) - level * Math.sin(look)) / ahead;
  const row = Math.floor((1 - (up * CAMERA.width) / CAMERA.height) * (CAMERA.height / 2)) + random.int(5) - 2;
  const column = Math.floor((1 + across) * (CAMERA.width / 2)) + random.int(5) - 2;
  const inside = ahead > 0 && row >= 0 && row < CAMERA.height && column >= 0 && column < CAMERA.width;
  return inside ? [row, column] : [-1, -1];
}

function colourOf([red, green, blue]: number[]): string {
  if (Math.max(red, green, blue) < 0.1) return 'black';
  if (red > 2 * green && blue > 2 * green) return 'purple';
  return red > 2 * blue ? 'yellow' : 'none';
}

it('shows what a walk along each ray meets: depth and colour, in flat rooms and layered ones', () => {
  const random = new Random(9);
  let objects = 0;
  let wrong = 0;
  let pixels = 0;
  for (let seed = 0; seed < 16; seed++) {
    const environment = new BatchedEnvironment(SEEING, 1);
    const task = busyTask(seed, seed % 2 === 0 ? 'flat' : 'layered');
    for (const object of task.objects) object.frozen = false;
    environment.reset(0, task, { trials: 1, seed });
    const play = new RandomPlay(environment, seed);
    for (let k = 0; k < 15; k++) play.play();
    shake(environment, 0, random);
    play.play();
    const { scene } = episodeOf(environment, 0);
    const camera = environment.observationSpec.parts.find(({ name }) => name === 'camera')!;
    expect(camera.shape).toEqual([24, 32, 4]);
    const picture = Array.from(play.observations.slice(camera.offset, camera.offset + 24 * 32 * 4));
    for (let k = 0; k < 80; k++) {
      let [row, column] = pixelNearObject(scene, random);
      for (let tries = 0; tries < 6 && row < 0; tries++) [row, column] = pixelNearObject(scene, random);
      if (row < 0) [row, column] = [random.int(CAMERA.height), random.int(CAMERA.width)];
      const truth = march(scene, rayOf(scene, row, column));
      const seen = pixel(picture, row, column);
      const colour = truth.slot >= 0 ? OBJECT_TYPES[scene.items[truth.slot].type].split(' ')[0] : 'none';
      pixels++;
      objects += Number(truth.slot >= 0);
      // A ramp's ochre counts as yellowish: only an object must have its colour.
      const right = colour === 'none' || colourOf(seen) === colour;
      if (!right || Math.abs(seen[3] - truth.depth) > 2 * STEP) wrong++;
    }
  }
  expect(objects).toBeGreaterThan(60);
  // Steps can jump over an edge.
  expect(wrong).toBeLessThan(pixels / 100);
});

it('measures depth along the line of sight', () => {
  const settings: SimulationSettings = { ...COMPACT, camera: { width: 9, height: 5, fieldOfView: 90 } };
  const task = taskOf({ objects: [['purple cube', 4, 2, { size: 1.5 }]] });
  const picture = new Player(task, settings).part('camera');
  // The middle pixel looks over the cube at the wall 4 m away; the last row down at floor, or at the cube's face or top.
  const [, , , ahead] = pixel(picture, 2, 4, 9);
  expect(ahead).toBeCloseTo(4, 5);
  const slope = ((1 - 9 / 5) * 5) / 9;
  const [red, green, blue, below] = pixel(picture, 4, 4, 9);
  expect(below).toBeCloseTo(1.625, 5);
  expect(1 + 1.625 * slope).toBeLessThan(0.75);
  expect(colourOf([red, green, blue])).toBe('purple');
  expect(pixel(picture, 4, 0, 9)[3]).toBeCloseTo(1 / -slope, 5);
  // Sky over the walls, which are 2 m high.
  expect(pixel(picture, 0, 4, 9)[3]).toBe(FAR);
  expect(picture.every((value) => value >= 0 && value <= 1)).toBe(true);
});

it('shows the other player', () => {
  const task = taskOf({ objects: [] });
  task.players.push({ at: [4, 2], heading: { mean: 0, spread: 0 } });
  const [red, green, blue, depth] = pixel(
    new Player(task, { ...COMPACT, camera: { width: 3, height: 3, fieldOfView: 20 } }).part('camera'),
    1,
    1,
    3,
  );
  expect(depth).toBeCloseTo(2 - 0.35, 4);
  expect(green).toBeGreaterThan(Math.max(red, blue));
});

it('is an addition: all other parts stay where and what they are', () => {
  for (const settings of [COMPACT, PAPER]) {
    const plain = observationSpec(settings);
    const seeing = observationSpec({ ...settings, camera: CAMERA });
    const floats = CAMERA.width * CAMERA.height * 4;
    expect(plain.parts.map(({ name }) => name)).not.toContain('camera');
    expect([seeing.size, seeing.stepSize]).toEqual([plain.size + floats, plain.stepSize + floats]);
    const others = seeing.parts.filter(({ name }) => name !== 'camera');
    expect(others.map((part) => (part.perEpisode ? { ...part, offset: part.offset - floats } : part))).toEqual(
      plain.parts,
    );
    const task = taskOf({ objects: [['purple cube', 4, 2]] });
    const [without, withCamera] = [new Player(task, settings), new Player(task, { ...settings, camera: CAMERA })];
    for (const { name } of plain.parts) expect(withCamera.part(name)).toEqual(without.part(name));
  }
});

it('refuses sizes that it cannot have', () => {
  const spec = (change: object) => () => observationSpec({ ...COMPACT, camera: { ...CAMERA, ...change } });
  expect(spec({ width: 96, height: 72 })).not.toThrow();
  expect(spec({ width: 97 })).toThrow(
    'In the simulation settings, /camera/width must be a whole number from 1 to 96, not 97.',
  );
  expect(spec({ height: 0 })).toThrow('/camera/height must be a whole number from 1 to 72, not 0.');
  expect(spec({ fieldOfView: 180 })).toThrow('/camera/fieldOfView must be a number above 0 and at most 150, not 180.');
});
