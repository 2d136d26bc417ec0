import { describe, expect, it } from 'vitest';
import { Replay, type StoredStep } from '../src/index.js';
import { uniforms } from './random.js';

const E = 2;
const WIDTHS = { observation: 2, actions: 1, deter: 1, stoch: 2 };

/** A step whose every entry tells step and environment. */
function stepOf(t: number): StoredStep {
  const of = (width: number, offset: number) =>
    Float32Array.from({ length: E * width }, (_, i) => 1000 * Math.floor(i / width) + t + offset);
  return {
    ...{ observations: of(2, 0), actions: of(1, 0.25), rewards: of(1, 0.5), first: of(1, 0) },
    ...{ last: of(1, 0), terminal: of(1, 0), deter: of(1, 0.75), stoch: Int32Array.from(of(2, 0)) },
  };
}

function filled(steps: number, capacity: number, length: number): Replay {
  const replay = new Replay(WIDTHS, { environments: E, steps: capacity * E, length });
  for (let t = 0; t < steps; t++) replay.add(stepOf(t));
  return replay;
}

function batchOf(count: number, length: number) {
  const floats = (width: number) => new Float32Array(count * length * width);
  return {
    ...{ observations: floats(2), actions: floats(1), rewards: floats(1), first: floats(1), last: floats(1) },
    ...{ terminal: floats(1), deter: new Float32Array(count), stoch: new Int32Array(count * 2) },
  };
}

function intFrom(seed: number): (n: number) => number {
  const random = uniforms(seed);
  return (n) => Math.floor(random() * n);
}

describe('replay', () => {
  it('draws sequences without a gap, of one environment, with the state of the step before', () => {
    const replay = filled(47, 20, 3);
    const batch = batchOf(200, 3);
    replay.sample(batch, intFrom(1));
    for (let row = 0; row < 200; row++) {
      const first = batch.rewards[row * 3] - 0.5;
      expect([...batch.rewards.slice(row * 3, row * 3 + 3)]).toEqual([0, 1, 2].map((t) => first + t + 0.5));
      expect([...batch.observations.slice(row * 6, row * 6 + 6)]).toEqual([0, 0, 1, 1, 2, 2].map((t) => first + t));
      expect(batch.actions[row * 3]).toBe(first + 0.25);
      expect(batch.deter[row]).toBe(first - 1 + 0.75);
      expect(batch.stoch[row * 2]).toBe(first - 1);
      // The oldest twenty steps that are left: 27 to 46. A start needs the step before it.
      expect(first % 1000).toBeGreaterThanOrEqual(28);
      expect(first % 1000).toBeLessThanOrEqual(44);
    }
  });

  it('draws every start of every environment equally often, once the new ones are through', () => {
    const replay = filled(20, 20, 3);
    expect(replay.sequences).toBe(17 * E);
    const batch = batchOf(34, 3);
    const counts = new Map<number, number>();
    const int = intFrom(2);
    replay.sample(batch, int);
    for (let i = 0; i < 300; i++) {
      replay.sample(batch, int);
      for (let row = 0; row < 34; row++)
        counts.set(batch.rewards[row * 3], (counts.get(batch.rewards[row * 3]) ?? 0) + 1);
    }
    expect(counts.size).toBe(34);
    for (const count of counts.values()) expect(Math.abs(count - 300)).toBeLessThan(5 * Math.sqrt(300));
  });

  it('draws each new stretch first, once', () => {
    const replay = filled(7, 20, 3);
    const batch = batchOf(4, 3);
    replay.sample(batch, () => 0);
    // Steps 1 to 3 and 4 to 6 of both environments; step 0 has no state before it.
    expect([0, 1, 2, 3].map((row) => batch.observations[row * 6])).toEqual([1, 1001, 4, 1004]);
    replay.sample(batch, () => 0);
    expect([0, 1, 2, 3].map((row) => batch.observations[row * 6])).toEqual([1, 1, 1, 1]);
  });

  it('new states are read by later draws that start after them', () => {
    const replay = filled(5, 20, 3);
    const batch = batchOf(1, 3);
    // Of two queued sequences, the first: steps 1 to 3 of environment 0.
    replay.sample(batch, () => 0);
    replay.writeBack({ deter: Float32Array.of(7, 8, 9), stoch: Int32Array.of(1, 2, 3, 4, 5, 6) });
    replay.sample(batch, () => 0);
    // The second start of environment 0, after step 1.
    let call = 0;
    replay.sample(batch, () => [0, 1][call++]);
    expect(batch.observations[0]).toBe(2);
    expect([batch.deter[0], ...batch.stoch]).toEqual([7, 1, 2]);
  });

  it.each([11, 47])('continues from its marks and tensors: the same draws, the queue first (%d steps)', (steps) => {
    const replay = filled(steps, 20, 3);
    const copy = filled(5, 20, 3);
    copy.restore(replay.marks(), replay.tensors());
    const [batch, again] = [batchOf(30, 3), batchOf(30, 3)];
    for (const t of [0, 1]) {
      replay.sample(batch, intFrom(3));
      copy.sample(again, intFrom(3));
      expect(again).toEqual(batch);
      for (const each of [replay, copy]) each.add(stepOf(steps + t));
    }
  });

  it('refuses what another replay has kept', () => {
    const { tensors, marks } = { tensors: filled(20, 20, 3).tensors(), marks: filled(20, 20, 3).marks() };
    expect(() => filled(0, 30, 3).restore({ ...marks, stored: 25 }, tensors)).toThrow(
      'The kept replay has 80 elements of observations, not 100.',
    );
  });

  it('holds no sequence at first, and says so', () => {
    const replay = filled(3, 20, 3);
    expect(replay.sequences).toBe(0);
    expect(() => replay.sample(batchOf(1, 3), () => 0)).toThrow('does not hold a sequence yet');
  });

  it('refuses to be smaller than a sequence and the step before it', () => {
    expect(() => filled(0, 3, 3)).toThrow(
      'A replay of 6 steps holds no sequence of 3 steps of 2 environments; it needs 8.',
    );
  });
});
