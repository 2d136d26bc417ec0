import { type AgentConfig, canGrow, grow } from '@open-ada/ada-agent';
import { allocateAll, jit, type TensorTree } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { livelyParameters, makeAgent, OPTIONS, sequenceLogits } from '../../../test/kit/small-agent.js';
import { IntentHead } from '../src/network/intent-head.js';
import { ParameterList } from '../src/network/parameters.js';
import { all, BATCH, CLEARED, distance, playBoth, STEPS, segment } from './step-by-step.js';

const KINDS = 4;
const KEEPS = { intentKinds: KINDS, keepIntents: true };

describe('an agent that keeps intents', () => {
  for (const memoryKind of ['transformer-xl', 'gru', 'gru+attention'] as const) {
    it(`${memoryKind}: acts step by step as the sequence says with what it meant, here and from a policy file`, async () => {
      const agent = makeAgent(4, { ...KEEPS, memoryKind, memoryStride: 4 });
      const flat = livelyParameters(agent);
      const { here, file } = await playBoth(agent, flat);
      const expected = await sequenceLogits(agent, flat, all, segment, BATCH, here.meant);
      expect(distance(here.logits, expected)).toBeLessThan(2e-5);
      expect(distance(file.logits, expected)).toBeLessThan(2e-5);
    });
  }

  it('acts otherwise when it meant something else, and as if it meant nothing after -1 and after a reset', async () => {
    const agent = makeAgent(8, KEEPS);
    const flat = livelyParameters(agent);
    const run = (meant?: Int32Array) => sequenceLogits(agent, flat, all, segment, BATCH, meant);
    const of = (first: number) => new Int32Array(BATCH * STEPS * 3).fill(-1).fill(1, first * 3, (first + 1) * 3);
    const [nothing, before, atTheEnd] = [await run(), await run(of(STEPS + 2)), await run(of(STEPS + CLEARED - 1))];
    const row = (logits: Float32Array, t: number) => logits.subarray((STEPS + t) * OPTIONS, (STEPS + t + 1) * OPTIONS);
    expect(await run(new Int32Array(BATCH * STEPS * 3).fill(-1))).toEqual(nothing);
    expect(row(before, 2)).toEqual(row(nothing, 2));
    expect(distance(row(before, 3), row(nothing, 3))).toBeGreaterThan(1e-3);
    expect(atTheEnd).toEqual(nothing);
  });

  it('can grow from one that does not, and acts like it at first', async () => {
    const [before, after] = [makeAgent(8, { intentKinds: KINDS }), makeAgent(8, KEEPS)];
    const flat = livelyParameters(before);
    expect(canGrow(after, before)).toBe(true);
    expect(canGrow(before, after)).toBe(false);
    const grown = grow(after, before, flat, 1);
    const meant = Int32Array.from({ length: BATCH * STEPS * 3 }, (_, i) => i % KINDS);
    const expected = await sequenceLogits(before, flat, all, segment, BATCH);
    expect(distance(await sequenceLogits(after, grown, all, segment, BATCH, meant), expected)).toBeLessThan(2e-5);
  });
});

describe('marks and the likeliest intent', () => {
  const TYPES = 5;
  /** Of one row with the given probabilities of the first type (the last is none); the second type is none. */
  async function of(chances: number[], change: Partial<AgentConfig>) {
    const head = new IntentHead(makeAgent(8, { intentKinds: KINDS, ...change }).config, { types: TYPES, features: 3 });
    const list = new ParameterList();
    head.addParameters(list);
    const layout = list.layout();
    const logits = [0, 3, 0, 0, ...chances.map(Math.log), ...new Array<number>(TYPES).fill(-9), 0];
    const compiled = await jit(
      (inputs: TensorTree) => ({
        marks: head.marks(layout.split(inputs.flat as Tensor1D), inputs.logits as Tensor2D).ofTypes,
        likeliest: head.likeliest(inputs.logits as Tensor2D),
      }),
      { flat: { shape: [layout.size], dtype: 'float32' }, logits: { shape: [1, logits.length], dtype: 'float32' } },
    );
    const out = allocateAll(compiled.outputs);
    await compiled.run({ flat: list.initialise(1), logits: Float32Array.from(logits) }, out);
    await compiled.release();
    return { marks: [...out.marks], likeliest: [...out.likeliest] };
  }

  it('name the likeliest of several types that are together likelier than none', async () => {
    const { marks, likeliest } = await of([0.25, 0.2, 0.15, 0.001, 0.001, 0.398], { intentTemperature: 0.05 });
    expect(marks[0]).toBeGreaterThan(0.95);
    expect(Math.max(...marks.slice(1))).toBeLessThan(0.05);
    expect(likeliest).toEqual([0, 1, 0, 0, ...[1, 0, 0, 0, 0, 0], ...[0, 0, 0, 0, 0, 1]]);
  });

  it('name none where none is likelier than all types together', async () => {
    const { marks, likeliest } = await of([0.2, 0.1, 0.1, 0.001, 0.001, 0.598], { intentTemperature: 0.05 });
    expect(Math.max(...marks)).toBeLessThan(0.05);
    expect(likeliest.slice(KINDS, KINDS + TYPES + 1)).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('at temperature 1 are the probabilities themselves', async () => {
    const chances = [0.2, 0.1, 0.1, 0.05, 0.05, 0.5];
    const { marks } = await of(chances, { intentTemperature: 1 });
    expect(distance(marks.slice(0, TYPES), chances.slice(0, TYPES))).toBeLessThan(1e-5);
  });
});
