import { allocateAll, jit } from '@open-ada/onnx-jit';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { livelyParameters, makeAgent, sequenceLogits } from '../../../test/kit/small-agent.js';
import { Latches } from '../src/network/latches.js';
import { all, BATCH, distance, playBoth, segment } from './step-by-step.js';

describe('an agent with latches', () => {
  for (const memoryKind of ['transformer-xl', 'gru'] as const) {
    it(`${memoryKind}: acts step by step as the sequence says, here and from a policy file`, async () => {
      const agent = makeAgent(4, { latches: 5, memoryKind });
      const flat = livelyParameters(agent);
      const { here, file } = await playBoth(agent, flat);
      const expected = await sequenceLogits(agent, flat, all, segment, BATCH);
      expect(distance(here.logits, expected)).toBeLessThan(2e-5);
      expect(distance(file.logits, expected)).toBeLessThan(2e-5);
      // They are heard.
      agent.parameters.view(flat, 'latch/read/weight').fill(0);
      expect(distance(await sequenceLogits(agent, flat, all, segment, BATCH), expected)).toBeGreaterThan(1e-3);
    });
  }
});

it('a latch stays set from the step that set it on, and is unset where the memory begins anew', async () => {
  const latches = new Latches(makeAgent(4, { latches: 2 }).config);
  const steps = 6;
  const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
  const compiled = await jit(
    ({ x, segment, ...p }) => ({
      told: latches.sequence(
        {
          'latch/set/weight': p.weight as Tensor,
          'latch/set/bias': p.bias as Tensor,
          'latch/read/weight': p.read as Tensor,
          'latch/read/bias': p.nothing as Tensor,
        },
        x as Tensor3D,
        segment as Tensor2D,
      ),
    }),
    {
      ...{ x: float(1, steps, 1), segment: { shape: [1, steps], dtype: 'int32' as const } },
      ...{ weight: float(1, 2), bias: float(2), read: float(2, 1), nothing: float(1) },
    },
  );
  const out = allocateAll(compiled.outputs);
  // One feature, which sets the first latch where it is 1; the reader hands both latches on.
  const given = {
    ...{ x: Float32Array.of(0, 1, 0, 0, 0, 0), segment: Int32Array.of(0, 0, 0, 0, 1, 1) },
    ...{ weight: Float32Array.of(40, 0), bias: Float32Array.of(-20, -20) },
    ...{ read: Float32Array.of(1, 100), nothing: Float32Array.of(0) },
  };
  await compiled.run(given, out);
  await compiled.release();
  expect([...(out.told as Float32Array)].map((value) => Number(value.toFixed(3)))).toEqual([0, 2, 1, 1, 0, 0]);
});
