import { Random } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  PAPER,
  type SimulationSettings,
  type Terrain,
  terrainOf,
} from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { MAPS } from './maps.js';
import { taskOf } from './tasks.js';

const SLOTS = 8;
/** All action groups, with a cone that grabs without aiming up and down. */
const SETTINGS: SimulationSettings = { ...COMPACT, maxRules: 16, groups: { ...PAPER.groups } };

/** A crowded layered world: objects on every floor, some frozen, rules that fire often. */
function layeredTask(seed: number) {
  const random = new Random(seed);
  const rows = MAPS[seed % MAPS.length];
  const terrain = terrainOf({ rows });
  const types = ['black cube', 'purple sphere', 'yellow pyramid', 'black slab', 'purple cube'] as const;
  const objects: Parameters<typeof taskOf>[0]['objects'] = [];
  for (let tile = 0; tile < terrain.kinds.length && objects.length < 10; tile++) {
    const x = (tile % terrain.columns) * 2 + 1;
    const z = Math.floor(tile / terrain.columns) * 2 + 1;
    if (terrain.kinds[tile] !== 1 || (x === 1 && z === 1) || random.float() < 0.4) continue;
    const size = random.range(0.7, 1.4);
    objects.push([
      random.pick(types),
      x + random.range(-0.5, 0.5),
      z + random.range(-0.5, 0.5),
      { size, frozen: random.float() < 0.1 },
    ]);
  }
  const rules = [
    'touching(black cube, purple sphere) -> purple cube, yellow pyramid',
    'hold(me, purple cube) -> black cube, purple sphere',
    'near(me, yellow pyramid) -> black slab',
    'see(me, black slab) -> yellow sphere',
    'not near(yellow sphere, black cube) -> purple sphere',
  ];
  return taskOf({
    goal: ['see(black cube, purple sphere)'],
    rows,
    objects,
    rules,
    at: [1, 1],
    heading: { mean: 0, spread: 3 },
  });
}

function playRandomly(
  steps: number,
  check?: (environment: BatchedEnvironment, terrains: Terrain[], observations: Float32Array) => void,
) {
  const environment = new BatchedEnvironment(SETTINGS, SLOTS);
  const { groups } = environment.actionSpec;
  const random = new Random(5);
  const actions = new Int32Array(SLOTS * groups.length);
  const rewards = new Float32Array(SLOTS);
  const events = new Uint8Array(SLOTS).fill(2);
  const observations = new Float32Array(SLOTS * environment.observationSpec.size);
  const terrains: Terrain[] = [];
  const digests: string[] = [];
  let tasks = 0;
  for (let k = 0; k < steps; k++) {
    for (let i = 0; i < SLOTS; i++) {
      if (events[i] === 2) {
        const task = layeredTask(tasks++);
        terrains[i] = terrainOf(task.world);
        environment.reset(i, task, { trials: 1 + (tasks % 2), seed: tasks });
      }
      groups.forEach(({ name, options }, g) => {
        const eager = name === 'move' && random.float() < 0.6;
        actions[i * groups.length + g] = eager ? 2 : random.int(options.length);
      });
    }
    environment.step(actions, rewards, events);
    environment.observe(observations);
    if (k % 10 === 0) for (let i = 0; i < SLOTS; i++) digests.push(environment.digest(i));
    check?.(environment, terrains, observations);
  }
  return digests;
}

it('repeats bit for bit', () => {
  const digests = playRandomly(300);
  expect(playRandomly(300)).toEqual(digests);
  expect(new Set(digests).size).toBeGreaterThan(digests.length / 2);
});

it('does not depend on the worlds that a slot has seen before', () => {
  const digestAfter = (environment: BatchedEnvironment) => {
    const { groups } = environment.actionSpec;
    const random = new Random(2);
    environment.reset(0, layeredTask(13), { trials: 1, seed: 5 });
    for (let k = 0; k < 35; k++) {
      const actions = Int32Array.from(groups, ({ options }) => random.int(options.length));
      environment.step(actions, new Float32Array(1), new Uint8Array(1));
    }
    return environment.digest(0);
  };
  const used = new BatchedEnvironment(SETTINGS, 1);
  for (let seed = 0; seed < 5; seed++) {
    used.reset(0, layeredTask(seed), { trials: 1, seed });
    used.step(new Int32Array(used.actionSpec.groups.length).fill(1), new Float32Array(1), new Uint8Array(1));
  }
  expect(digestAfter(used)).toBe(digestAfter(new BatchedEnvironment(SETTINGS, 1)));
});

it('survives 40,000 random steps: finite, on the ground and inside, no rise above a step but on ramps', () => {
  const before: number[] = [];
  let firings = 0;
  let falls = 0;
  playRandomly(5000, (environment, terrains, observations) => {
    expect(observations.every(Number.isFinite)).toBe(true);
    for (let i = 0; i < SLOTS; i++) {
      const { players, objects, step } = environment.state(i);
      const [{ x, y, z, grounded }] = players;
      const terrain = terrains[i];
      const ground = terrain.height(x, z);
      expect(y).toBeGreaterThanOrEqual(ground - 1e-9);
      if (grounded) expect(y).toBe(ground);
      else falls++;
      // .6 m of ramp and a step.
      if (step > 1) expect(y - before[i]).toBeLessThan(0.3 + 0.3 + 1e-9);
      before[i] = y;
      firings += environment.firings(i);
      for (const { position } of objects) {
        if (position[1] < terrain.height(position[0], position[2])) throw new Error(`in the ground: ${position}`);
        if (position[1] > terrain.top + 2) throw new Error(`too high: ${position}`);
      }
    }
  });
  expect(firings).toBeGreaterThan(1000);
  expect(falls).toBeGreaterThan(100);
});
