import { generateTask, generateWorld } from '@open-ada/curriculum';
import { formatTask, parseTask, Random, readTask, sha256Hex, type Task, taskToFile } from '@open-ada/production-rules';
import { COMPACT, Navigation, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Motion } from '../../xland-sim/src/physics/motion.js';
import { Scene } from '../../xland-sim/src/scene/scene.js';
import { placeInWorld } from '../src/worlds/placement.js';

const world = (seed: number, tiles: number, complexity: number) =>
  generateWorld(new Random(seed), { tiles, complexity });

/** What one can say of a map: floor tiles, distinct levels among them, ramps, walls. */
function traits(rows: string[]) {
  const all = rows.join('');
  const count = (pattern: RegExp) => all.match(pattern)?.length ?? 0;
  return {
    floor: count(/\d/g),
    levels: new Set(all.replace(/\D/g, '')).size,
    ramps: count(/[<>^v]/g),
    walls: count(/#/g),
  };
}

describe('a generated world', () => {
  it('is flat and draws nothing at complexity 0', () => {
    const random = new Random(4);
    const state = random.state();
    expect(generateWorld(random, { tiles: 5, complexity: 0 }).rows).toEqual(Array(5).fill('00000'));
    expect(random.state()).toEqual(state);
  });

  it.each([3, 4, 6, 9, 12])('of %d tiles a side is valid, and every tile can be reached from every other', (tiles) => {
    for (let seed = 0; seed < 250; seed++) {
      const map = world(seed, tiles, (1 + (seed % 10)) / 10);
      expect(map.rows.map((row) => row.length)).toEqual(Array(tiles).fill(tiles));
      const file = {
        version: 1,
        goal: 'see(me, black cube)',
        objects: [],
        world: map,
        players: [{ at: [1, 1] }],
        trialSeconds: 8,
      };
      const result = readTask(file);
      const faults = 'faults' in result ? result.faults.filter(({ path }) => path.startsWith('/world')) : [];
      expect(faults).toEqual([]);
      const navigation = new Navigation(terrainOf(map));
      const tilesOfFloor = [...navigation.terrain.kinds.keys()].filter((tile) => navigation.isFloor(tile));
      const reached = navigation.thereAndBack(tilesOfFloor[seed % tilesOfFloor.length]);
      expect(tilesOfFloor.every((tile) => reached[tile] === 1)).toBe(true);
      expect(tilesOfFloor.length).toBeGreaterThan(tiles);
    }
  });

  it('has more layers, ramps and walls the more complex it is', () => {
    const mean = (complexity: number) => {
      const all = Array.from({ length: 200 }, (_, seed) => traits(world(seed, 9, complexity).rows));
      const sum = (name: 'levels' | 'ramps' | 'walls') => all.reduce((total, each) => total + each[name], 0) / 200;
      return { levels: sum('levels'), ramps: sum('ramps'), walls: sum('walls') };
    };
    const [low, middle, high] = [mean(0.1), mean(0.5), mean(1)];
    for (const name of ['levels', 'ramps', 'walls'] as const) {
      expect(middle[name]).toBeGreaterThan(low[name]);
      expect(high[name]).toBeGreaterThan(middle[name]);
    }
    expect(low.levels).toBeGreaterThan(1.5);
    expect(high.levels).toBeGreaterThan(4);
  });

  it('is the one it has always been', () => {
    const maps = Array.from({ length: 60 }, (_, seed) => world(seed, 3 + (seed % 10), ((seed % 7) + 1) / 7).rows);
    expect(sha256Hex(JSON.stringify(maps))).toMatchSnapshot();
  });

  it.each([
    [{ tiles: 1, complexity: 0 }, 'A world has 2 to 12 tiles along a side, not 1.'],
    [{ tiles: 13, complexity: 0.5 }, 'A world has 2 to 12 tiles along a side, not 13.'],
    [{ tiles: 4.5, complexity: 0.5 }, 'A world has 2 to 12 tiles along a side, not 4.5.'],
    [{ tiles: 4, complexity: 1.5 }, 'The complexity of a world must be from 0 (flat) to 1, not 1.5.'],
    [{ tiles: 4, complexity: Number.NaN }, 'The complexity of a world must be from 0 (flat) to 1, not NaN.'],
  ])('is refused for %j', (options, message) => {
    expect(() => generateWorld(new Random(1), options)).toThrow(message);
  });
});

/** Largest distance that an object moves in two seconds after all have been woken, metres; endless where one does not rest. */
function drift(scene: Scene, task: Task): number {
  scene.load(task);
  scene.begin(task, [0]);
  const items = scene.items.slice(0, scene.indexCount);
  const before = items.map(({ position }) => position.clone());
  for (const item of items) item.wake();
  for (let frame = 0; frame < 60; frame++) scene.physicsStep();
  if (items.some(({ sleeping, frozen }) => !sleeping && !frozen)) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...items.map(({ position }, i) => position.distanceTo(before[i])));
}

describe('tasks in generated worlds', () => {
  const tasks = Array.from({ length: 1000 }, (_, seed) => {
    const tiles = 4 + (seed % 5);
    if (seed % 2 === 0) return generateTask('full', seed, { side: 'training', tiles, complexity: 1, trialSeconds: 40 });
    return generateTask('make-by-near', seed, { side: 'training', tiles, complexity: 0.6 });
  });

  it('are valid: a thousand of them, with nothing inside anything and all on level floor', () => {
    for (const task of tasks) expect(parseTask(formatTask(task))).toEqual(task);
  });

  it('have objects that rest where they are, even when all are woken', () => {
    const scene = new Scene(COMPACT, new Motion());
    const drifts = tasks.map((task) => drift(scene, task));
    expect(Math.max(...drifts)).toBeLessThan(0.02);
  });

  it('can be reached and come back from: every object from where the avatar starts', () => {
    for (const { world, players, objects } of tasks) {
      const navigation = new Navigation(terrainOf(world));
      const { terrain } = navigation;
      const reached = navigation.thereAndBack(terrain.tileAt(...players[0].at));
      for (const { at } of objects) expect(reached[terrain.tileAt(...at)]).toBe(1);
    }
  });

  it('are flat by default, and as before', () => {
    const { world } = generateTask('hold', 3, { side: 'training' });
    expect(world.rows).toEqual(Array(4).fill('0000'));
    expect(generateTask('hold', 3, { side: 'training', complexity: 0 })).toEqual(
      generateTask('hold', 3, { side: 'training' }),
    );
  });

  it('hold the same game and number of objects whatever the world is', () => {
    for (let seed = 0; seed < 20; seed++) {
      const inWorld = (complexity: number) =>
        generateTask('make-by-near', seed, { side: 'training', tiles: 5, complexity });
      const [flat, layered] = [inWorld(0), inWorld(1)];
      expect(taskToFile(layered).rules).toEqual(taskToFile(flat).rules);
      expect(layered.objects.map(({ type }) => type)).toEqual(flat.objects.map(({ type }) => type));
      expect(layered.world).not.toEqual(flat.world);
    }
  });

  it('say so where worlds are too small for so many objects', () => {
    const options = { tiles: 2, complexity: 1 };
    expect(() => placeInWorld(new Random(1), options, { count: 30 })).toThrow(
      'A world of 4 x 4 m and complexity 1 has no place for 30 objects and an avatar.',
    );
  });
});
