import { exportOnnx, readOnnxMetadata, type TensorSpec } from '@open-ada/onnx-jit';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { actOnce } from './acting.js';
import type { Parameters } from './network/layers.js';
import type { DreamerNetwork } from './network/network.js';
import type { DreamerPolicySizes } from './policy-actor.js';

const FORMAT = 'open-ada dreamer policy 1';

const MEANING = {
  observations: 'floats of the observation',
  keep: '0 where an episode begins, else 1: with 0 the state and the actions given here are forgotten',
  deter: 'newDeter of the step before',
  stoch: 'newStoch of the step before',
  actions: 'newActions of the step before',
  latentNoise: 'uniform numbers in [0, 1) that draw the latents',
  actionNoise: 'uniform numbers in [0, 1) that draw the actions',
} as const;

/**
 * Encodes one step of acting in one environment as an ONNX file, parameters included. The caller keeps the state: the
 * outputs `newDeter`, `newStoch` (one-hots of all latents) and `newActions` (one-hots of all action groups) are inputs of
 * the next step. All tensors are float32 with one row.
 *
 * Metadata: `format`, and as JSON `sizes`, `inputs` (name, shape, meaning) and `about`.
 *
 * @param parameters [P] @param about further notes; must be plain JSON
 * @throws Error if the agent has continuous actions
 */
export function exportPolicy(network: DreamerNetwork, parameters: Float32Array, about: object): Uint8Array {
  const { world, size, actions, actionDraws } = network;
  if ((world.continuous ?? 0) > 0) throw new Error('A policy file is for agents that choose among options.');
  const sizes: DreamerPolicySizes = {
    ...{ observation: world.observation, actionDims: world.actionDims },
    ...{ deter: size.deter, stoch: size.stoch, classes: size.classes },
  };
  const widths: Record<keyof typeof MEANING, number> = {
    ...{ observations: world.observation, keep: 1, deter: size.deter, stoch: size.stoch * size.classes, actions },
    ...{ latentNoise: size.stoch, actionNoise: actionDraws },
  };
  const inputs = Object.entries(MEANING).map(([name, meaning]) => {
    return { name, shape: [1, widths[name as keyof typeof MEANING]], meaning };
  });
  const specs = inputs.map(({ name, shape }): [string, TensorSpec] => [name, { shape, dtype: 'float32' }]);
  return exportOnnx(
    (given) => {
      const { deter, stoch, actions } = actOnce(
        network,
        constants(network, parameters),
        given as Record<string, Tensor2D>,
      );
      return { newDeter: deter, newStoch: stoch, newActions: actions };
    },
    Object.fromEntries(specs),
    {
      metadata: {
        format: FORMAT,
        sizes: JSON.stringify(sizes),
        inputs: JSON.stringify(inputs),
        about: JSON.stringify(about),
      },
    },
  );
}

/** What a policy file says; undefined for a file of another kind. */
export function readPolicy(onnx: Uint8Array): { sizes: DreamerPolicySizes; about: object } | undefined {
  let metadata: Record<string, string>;
  try {
    metadata = readOnnxMetadata(onnx);
  } catch {
    // Whoever reads it as another kind of file says what is wrong with it.
    return undefined;
  }
  if (metadata.format !== FORMAT) return undefined;
  return { sizes: JSON.parse(metadata.sizes), about: JSON.parse(metadata.about) };
}

/** The parameters, created while tracing so that they become constants of the graph. */
function constants({ parameters: layout }: DreamerNetwork, flat: Float32Array): Parameters {
  return Object.fromEntries(
    layout.entries.map(({ name, shape }) => [name, tf.tensor(layout.view(flat, name), [...shape])]),
  );
}
