import { type Data, laProp, shapeOf, type TensorSpec, type TensorTree } from '@open-ada/onnx-jit';
import { batchSizes, batchSpecs, NOISE } from './batch.js';
import type { DreamerConfig } from './config.js';
import { STATE, update } from './dreamer.js';
import type { NoiseSource } from './network/layers.js';
import type { DreamerNetwork } from './network/network.js';

const METRICS = [
  'loss',
  'dyn',
  'rep',
  'reconstruction',
  'reward',
  'continue',
  'policy',
  'value',
  'replayValue',
  'priorEntropy',
  'posteriorEntropy',
  'entropy',
  'imaginedReward',
  'imaginedContinue',
  'returnMean',
  'valueMean',
  'returnScale',
  'gradNorm',
];

/** One update as a pure function, with everything needed to compile it and to fill its inputs. */
export interface DreamerLearner {
  state: Record<string, TensorSpec>;
  batch: Record<string, TensorSpec>;
  /** Names of the entries of the metrics vector `values`. */
  metrics: string[];
  initialState(parameters: Float32Array): Record<string, Data>;
  /** Writes the noise entries of a batch. */
  fillNoise(noise: NoiseSource, batch: Record<string, Data>): void;
  /** @throws Error naming the batch entry with a wrong shape */
  update(state: TensorTree, batch: TensorTree): { state: TensorTree; metrics: TensorTree };
}

/** DreamerV3 (Hafner et al. 2025). Letters of shapes: batch.ts. Place of each term: README.md of this package. */
export function dreamerLearner(network: DreamerNetwork, config: DreamerConfig): DreamerLearner {
  const sizes = batchSizes(network, config);
  const { P } = sizes;
  const optimiser = laProp({
    learningRate: config.learningRate,
    beta1: config.beta1,
    beta2: config.beta2,
    epsilon: config.epsilon,
    warmUpSteps: config.warmupSteps,
    clip: { fraction: config.clipFraction, leastNorm: config.clipLeastNorm, layout: network.parameters },
  });
  const own = Object.entries(STATE).map(([name, letters]): [string, TensorSpec] => {
    return [name, { shape: shapeOf(letters, sizes), dtype: 'float32' }];
  });
  return {
    state: { ...Object.fromEntries(own), ...(optimiser.specs(P) as Record<string, TensorSpec>) },
    batch: batchSpecs(sizes),
    metrics: METRICS,
    initialState: (parameters) => ({
      parameters: parameters.slice(),
      slowCritic: network.criticOf(parameters),
      returnLow: new Float32Array(1),
      returnHigh: new Float32Array(1),
      ...optimiser.initialState(P),
    }),
    fillNoise(noise, batch) {
      for (const name of Object.keys(NOISE)) {
        const values = batch[name];
        for (let i = 0; i < values.length; i++) values[i] = noise.float();
      }
    },
    update: (state, batch) => update({ network, config, sizes, optimiser, metrics: METRICS }, state, batch),
  };
}
