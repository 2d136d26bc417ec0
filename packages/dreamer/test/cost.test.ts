import { countFlops, type TensorTree } from '@open-ada/onnx-jit';
import { expect, it } from 'vitest';
import { DREAMER_DEFAULTS, DREAMER_SIZES, DreamerNetwork, dreamerLearner } from '../src/index.js';

/** Parameters, and products of an update in GFLOP, at the original's batch and horizon. */
function costOf(size: keyof typeof DREAMER_SIZES, imaginationStarts: number): [number, number] {
  const network = new DreamerNetwork({ observation: 5, actionDims: [3] }, DREAMER_SIZES[size], DREAMER_DEFAULTS);
  const { update, state, batch } = dreamerLearner(network, { ...DREAMER_DEFAULTS, imaginationStarts });
  const fn = (inputs: TensorTree): TensorTree => update(inputs.state as TensorTree, inputs.batch as TensorTree);
  return [network.parameters.size, countFlops(fn, { state, batch }) / 1e9];
}

it('an update of size 1m costs 29 GFLOP, most of them imagined: a third with starts from a quarter of the steps', () => {
  const [[parameters, all], [, quarter]] = [costOf('1m', 0), costOf('1m', 16)];
  expect(parameters).toBe(637_639);
  expect(all).toBeCloseTo(29.2, 1);
  expect(quarter / all).toBeCloseTo(0.348, 2);
});
