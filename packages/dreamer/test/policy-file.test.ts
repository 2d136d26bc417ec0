import ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import {
  DREAMER_DEFAULTS,
  DREAMER_SIZES,
  DreamerActor,
  DreamerNetwork,
  exportPolicy,
  readPolicy,
} from '../src/index.js';
import { DreamerPolicyActor } from '../src/policy-actor.js';
import { uniforms } from './random.js';

const world = { observation: 3, actionDims: [3, 2] };
const network = new DreamerNetwork(world, DREAMER_SIZES.tiny, DREAMER_DEFAULTS);
// Larger than at first, so that what the agent remembers shows in what it does.
const parameters = network.initialise({ float: uniforms(1) }).map((x, i) => x + 0.4 * Math.sin(i));

/** A policy file opened by a runtime that knows nothing of this repository. */
async function opened(onnx: Uint8Array) {
  const session = await ort.InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  return {
    async run(inputs: Record<string, { data: Float32Array; dims: readonly number[] }>) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new ort.Tensor('float32', data, dims),
      ]);
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
    },
  };
}

it('a policy file acts as the agent does, step by step, and forgets where it is told to', async () => {
  const onnx = exportPolicy(network, parameters, { steps: 7 });
  const { sizes, about } = readPolicy(onnx)!;
  expect(about).toEqual({ steps: 7 });
  const policy = new DreamerPolicyActor(await opened(onnx), sizes);
  const actor = await DreamerActor.create(network, { environments: 1, threads: 1 });
  actor.setParameters(parameters);
  const [numbers, own, theirs] = [2, 3, 3].map((seed) => ({ float: uniforms(seed) }));
  for (let step = 0; step < 30; step++) {
    const observation = Float32Array.from({ length: 3 }, () => 4 * numbers.float() - 2);
    const begins = step % 10 === 0;
    if (begins) policy.clear();
    const { actions } = await actor.step(observation, Float32Array.of(Number(begins)), own);
    const chosen = await policy.act(observation, theirs);
    expect([actions.indexOf(1), actions.subarray(3).indexOf(1)], `step ${step}`).toEqual(chosen);
  }
  await actor.release();
});

it('is refused for continuous actions, and other files are none', () => {
  const continuous = new DreamerNetwork({ ...world, continuous: 1 }, DREAMER_SIZES.tiny, DREAMER_DEFAULTS);
  expect(() => exportPolicy(continuous, parameters, {})).toThrow(/for agents that choose among options/);
  expect(readPolicy(Uint8Array.of(1, 2, 3))).toBeUndefined();
});
