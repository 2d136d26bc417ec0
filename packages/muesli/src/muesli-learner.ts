import type { MuesliConfig } from './config.js';
import { shapeOf } from './equations/shapes.js';
import type { LearnerFunction, LearnerParts } from './learner.js';
import { NOISE, STATE, update } from './muesli.js';
import { Optimiser } from './optimise.js';
import { batchSizes, trajectorySpecs } from './trajectory.js';

const METRICS = [
  'loss',
  'policyGradient',
  'cmpo',
  'modelPolicy',
  'value',
  'modelValue',
  'reward',
  'entropy',
  'taskInference',
  'klFromPrior',
  'importanceRatioMean',
  'advantageStd',
  'valueMean',
  'returnMean',
  'gradNorm',
];

/**
 * Muesli (Hessel et al. 2021) as AdA uses it. Its losses are: a policy gradient on the advantages of returns with
 * traces; CMPO as the regulariser of the root policy and the target of the unrolled policies; categorical values and
 * rewards. All targets come from an exponential moving average of the parameters, which also acts. By default the
 * returns are not Retrace: see `returnTargets`.
 *
 * Letters of shapes: equations/shapes.ts. Place of each term: README.md of this package.
 */
export function muesliLearner(parts: LearnerParts<MuesliConfig>): LearnerFunction {
  const { network, config, shape, extra } = parts;
  const [{ episodes, steps }, P] = [shape, network.parameters.size];
  const W = Math.max(1, Math.round(steps * config.unrollFraction));
  const I = config.unroll;
  const sizes = { ...batchSizes(network, shape), P, W, I, Q: episodes * W, M: episodes * (W + I), S: config.samples };
  const optimiser = new Optimiser(config);
  const metrics = [...METRICS, ...(extra?.metrics ?? [])];
  return {
    state: {
      ...optimiser.specs(P),
      target: { shape: shapeOf(STATE.target, sizes), dtype: 'float32' },
      advantageMoment: { shape: shapeOf(STATE.advantageMoment, sizes), dtype: 'float32' },
    },
    batch: {
      ...trajectorySpecs(sizes),
      blockStart: { shape: shapeOf(NOISE.blockStart, sizes), dtype: 'int32' },
      actionNoise: { shape: shapeOf(NOISE.actionNoise, sizes), dtype: 'float32' },
      ...extra?.batch,
    },
    metrics,
    acting: config.actWithTarget ? 'target' : 'parameters',
    initialState: (parameters) => ({
      ...optimiser.initialState(parameters),
      target: parameters.slice(),
      advantageMoment: new Float32Array(1),
    }),
    fillNoise(noise, batch) {
      const starts = batch.blockStart;
      for (let i = 0; i < starts.length; i++) starts[i] = noise.int(steps - W + 1);
      const uniforms = batch.actionNoise;
      for (let i = 0; i < uniforms.length; i++) uniforms[i] = noise.float();
    },
    update: (state, batch) => update({ ...parts, sizes, optimiser, metrics }, state, batch),
  };
}
