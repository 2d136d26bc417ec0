import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, PAPER, type SimulationSettings } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { randomTask } from './tasks.js';

const SLOTS = 8;
const WIDE: SimulationSettings = { ...COMPACT, maxRules: 16, groups: { ...PAPER.groups } };

/** Plays random steps over random tasks; `check` sees every state. Returns the digests along the way. */
function playRandomly(steps: number, check?: (environment: BatchedEnvironment, observations: Float32Array) => void) {
  const environment = new BatchedEnvironment(WIDE, SLOTS);
  const { groups } = environment.actionSpec;
  const random = new Random(11);
  const actions = new Int32Array(SLOTS * groups.length);
  const rewards = new Float32Array(SLOTS);
  const events = new Uint8Array(SLOTS).fill(2);
  const observations = new Float32Array(SLOTS * environment.observationSpec.size);
  const digests: string[] = [];
  let tasks = 0;
  for (let k = 0; k < steps; k++) {
    for (let i = 0; i < SLOTS; i++) {
      if (events[i] === 2) environment.reset(i, randomTask(tasks++), { trials: 1 + (tasks % 3), seed: tasks });
      groups.forEach(({ name, options }, g) => {
        const eager = name === 'move' && random.float() < 0.6;
        actions[i * groups.length + g] = eager ? 2 : random.int(options.length);
      });
    }
    environment.step(actions, rewards, events);
    environment.observe(observations);
    if (k % 10 === 0) for (let i = 0; i < SLOTS; i++) digests.push(environment.digest(i));
    if (k % 5 === 0) check?.(environment, observations);
  }
  return digests;
}

it('repeats bit for bit', () => {
  const digests = playRandomly(400);
  expect(playRandomly(400)).toEqual(digests);
  expect(new Set(digests).size).toBeGreaterThan(digests.length / 2);
});

it('does not depend on what the slot or its neighbours played before', () => {
  const digestAfter = (environment: BatchedEnvironment, slot: number) => {
    environment.reset(slot, randomTask(77), { trials: 2, seed: 5 });
    const { groups } = environment.actionSpec;
    const random = new Random(2);
    const rewards = new Float32Array(environment.count);
    const events = new Uint8Array(environment.count);
    for (let k = 0; k < 70; k++) {
      const actions = new Int32Array(environment.count * groups.length);
      groups.forEach(({ options }, g) => {
        actions[slot * groups.length + g] = random.int(options.length);
      });
      environment.step(actions, rewards, events);
    }
    return environment.digest(slot);
  };
  const fresh = digestAfter(new BatchedEnvironment(WIDE, 1), 0);
  const used = new BatchedEnvironment(WIDE, 3);
  for (let i = 0; i < 3; i++) used.reset(i, randomTask(i), { trials: 3, seed: i });
  digestAfter(used, 0);
  expect(digestAfter(used, 2)).toBe(fresh);
});

it('survives 100,000 random steps over random tasks: finite, inside the room, no throw', () => {
  let firings = 0;
  playRandomly(12_500, (environment, observations) => {
    expect(observations.every(Number.isFinite)).toBe(true);
    for (let i = 0; i < SLOTS; i++) {
      firings += environment.firings(i);
      const { players, objects } = environment.state(i);
      for (const { x, z } of players) expect(x > 0.3 && x < 7.7 && z > 0.3 && z < 7.7).toBe(true);
      for (const { position } of objects) {
        const inside = position.every((v, axis) => v > (axis === 1 ? -0.05 : 0.05) && v < (axis === 1 ? 4 : 7.95));
        if (!inside) throw new Error(`outside: ${position}`);
      }
    }
  });
  expect(firings).toBeGreaterThan(100);
});
