import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { MuesliConfig } from './config.js';
import { cmpoTargets } from './equations/cmpo.js';
import { jointLogProbability, sampleOneHots } from './equations/factored.js';
import type { Sizes } from './equations/shapes.js';
import { advantageScale, priorPolicy, returnTargets, traceCoefficients } from './equations/targets.js';
import { lookahead, policyOf, statesAt, type UnrolledBlock } from './model.js';
import type { Network } from './network.js';
import { rootsOf, type Trajectories } from './trajectory.js';

/** The targets of all losses of one update. No gradient flows into them. */
export interface MuesliTargets {
  /** log π_prior [N, A]. */
  logPrior: Tensor2D;
  /** log π_b(aₜ) of the action taken [N]. */
  behaviourLogProb: Tensor1D;
  /** v of the target network [N]. */
  values: Tensor1D;
  /** G [N], see `returnTargets`. */
  returns: Tensor1D;
  /** Â = (G − v) / σ [N], for the policy gradient. */
  advantages: Tensor1D;
  /** `cmpoTargets` at the M rows of the unrolled block, computed from (q̂ − v) / σ [M, A]. */
  policies: Tensor2D;
  /** σ, and the moving second moment that it is computed from. */
  std: Scalar;
  moment: Scalar;
}

/** Inputs of the targets. */
interface TargetInputs {
  network: Network;
  config: MuesliConfig;
  sizes: Sizes;
  trajectories: Trajectories;
  block: UnrolledBlock;
  /** Uniform noise for the sampled actions [M, S, G]. */
  actionNoise: Tensor3D;
  /** Parameters of the target network [P]. */
  target: Tensor1D;
  /** Moving second moment of the advantages, and the number of updates before this one. */
  moment: Scalar;
  updates: Scalar;
}

/** Computes all targets of one update from the target network and the trajectories. */
export function muesliTargets(inputs: TargetInputs): MuesliTargets {
  const { network, config, sizes, trajectories, block } = inputs;
  const { actions, behaviour, rewards, mask, rowMask } = trajectories;
  const { actionDims } = network;
  const byEpisode = (x: Tensor): Tensor2D => tf.reshape(x, [sizes.B, sizes.T]);

  const p = network.parameters.split(inputs.target);
  const root = rootsOf(network, p, trajectories);
  const values = network.valueScale.decode(network.value(p, root));
  const prior = priorPolicy({ target: policyOf(network, p, root), behaviour, actionDims, ...config });
  const logPrior: Tensor2D = tf.log(prior);
  const priorLogProb = jointLogProbability(logPrior, actions);
  const behaviourLogProb = jointLogProbability(behaviour, actions);

  // G, from the model's value of the action taken and the trace coefficients.
  const qOf = lookahead(network, p, config.discount);
  const returns: Tensor1D = tf.reshape(
    returnTargets({
      rewards,
      values: byEpisode(values),
      modelValues: byEpisode(qOf(network.step(p, root, actions))),
      traces: byEpisode(traceCoefficients(priorLogProb, behaviourLogProb, config.retraceLambda)),
      mask,
      discount: config.discount,
      qMix: config.retraceQMix,
      range: network.valueScale.range,
    }),
    [sizes.N],
  );

  // Â = (G − v) / σ.
  const errors: Tensor1D = tf.sub(returns, values);
  const { moment, updates } = inputs;
  const scale = advantageScale({ errors, mask: rowMask, moment, updates, decay: config.advantageVarDecay });
  const advantages: Tensor1D = tf.div(errors, scale.std);

  // π_CMPO, from actions sampled from the prior and the model's value of each: (q̂ − v) / σ.
  const samples = sampleOneHots(tf.gather(prior, block.rows), inputs.actionNoise, actionDims);
  const sampledValues = tf.reshape(qOf(network.stepMany(p, statesAt(root, block.rows), samples)), [-1, config.samples]);
  const valuesThere = tf.expandDims(tf.gather(values, block.rows), 1);
  const policies = cmpoTargets({
    actions: samples,
    advantages: tf.div(tf.sub(sampledValues, valuesThere), scale.std),
    clip: config.advantageClip,
    zInit: config.zInit,
  });
  return { logPrior, behaviourLogProb, values, returns, advantages, policies, ...scale };
}
