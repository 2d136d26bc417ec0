import { type Sizes, stopGradient } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Sequences } from './batch.js';
import type { DreamerConfig } from './config.js';
import { lambdaReturn } from './equations/lambda-return.js';
import { actorLoss, twoHotLoss } from './equations/losses.js';
import { returnScale } from './equations/return-scale.js';
import type { Parameters } from './network/layers.js';
import type { DreamerNetwork } from './network/network.js';
import { stepRows, type WorldModelOutputs } from './world-model.js';

export interface BehaviourInputs {
  network: DreamerNetwork;
  config: DreamerConfig;
  sizes: Sizes;
  /** Parameters of the slow critic. */
  slow: Parameters;
  /** Running averages of the percentiles of the returns. */
  low: Scalar;
  high: Scalar;
}

export interface BehaviourOutputs {
  losses: Record<'policy' | 'value' | 'replayValue', Scalar>;
  metrics: Record<'entropy' | 'imaginedReward' | 'imaginedContinue' | 'returnMean' | 'valueMean', Scalar>;
  low: Scalar;
  high: Scalar;
  scale: Scalar;
}

/**
 * Actor and critic (Hafner et al. 2025, equations 4 to 7). Both learn from imagined steps, the critic also from replayed
 * ones. No gradient of the imagined losses reaches the world model; that of the replayed values does.
 */
export function behaviour(
  inputs: BehaviourInputs,
  p: Parameters,
  sequences: Sequences,
  { posterior, features }: Pick<WorldModelOutputs, 'posterior' | 'features'>,
): BehaviourOutputs {
  const { network, config, sizes, slow } = inputs;
  const { twoHot } = network;
  const { B, T, M, H } = sizes;
  const lastRows = (x: Tensor2D): Tensor2D => tf.slice(x, [T * B - M, 0], [M, -1]);

  const start = { deter: stopGradient(lastRows(posterior.deter)), stoch: stopGradient(lastRows(posterior.stoch)) };
  const act = (state: typeof start, noise: Tensor2D) =>
    network.policyHead.sample(network.policy(p, network.featuresOf(state)), noise);
  const { latentNoise, actionNoise } = sequences;
  const imagined = network.rssm.imagine(p, { start, act, latentNoise, actionNoise });
  const imaginedFeatures = network.featuresOf(imagined);

  // Rows are h M + m; the equations of returns want [M, H + 1].
  const bySteps = (x: Tensor1D): Tensor2D => tf.transpose(tf.reshape<tf.Rank.R2>(x, [H + 1, M]));
  const acted = (x: Tensor2D): Tensor2D => tf.slice(x, [0, 0], [H * M, -1]);
  const valueLogits = network.value(p, imaginedFeatures);
  const values = bySteps(stopGradient(twoHot.decode(valueLogits)));
  const rewards = bySteps(stopGradient(twoHot.decode(network.reward(p, imaginedFeatures))));
  const continueLogits = bySteps(stopGradient(network.continues(p, imaginedFeatures)));
  const discounts = tf.sigmoid(continueLogits);
  const never: Tensor2D = tf.zeros([M, H + 1]);
  const returns = lambdaReturn({ rewards, discounts, values, last: never, lambda: config.lambda });
  const scale = returnScale({
    returns: tf.reshape(returns, [-1]),
    low: inputs.low,
    high: inputs.high,
    percentiles: [config.returnLow, config.returnHigh],
    rate: config.returnRate,
    least: config.returnLeastScale,
  });
  const advantages = tf.div(tf.sub(returns, tf.slice(values, [0, 0], [M, H])), scale.scale) as Tensor2D;
  // Π of the probabilities up to each state, its own included, as a sum of logarithms.
  const alive = tf.exp(tf.cumsum(tf.neg(tf.softplus(tf.neg(continueLogits))), 1)) as Tensor2D;
  const weights = stepRows(tf.slice(alive, [0, 0], [M, H]));
  const policy = network.policy(p, acted(imaginedFeatures));
  const logProb = network.policyHead.logProb(policy, imagined.actions);
  const entropy = network.policyHead.entropy(policy);
  const actor = actorLoss({
    logProb,
    entropy,
    advantages: stepRows(advantages),
    weights,
    entropyWeight: config.entropyWeight,
  });
  /** Codes of returns, and of the slow critic's values, which regularise. [N] -> [N, K] */
  const codes = (targets: Tensor1D, of: Tensor2D): Tensor2D => {
    const pull = twoHot.encode(twoHot.decode(network.value(slow, of)));
    return stopGradient(tf.add(twoHot.encode(targets), tf.mul(pull, config.slowValueWeight)));
  };
  const value = twoHotLoss(acted(valueLogits), codes(stepRows(returns), acted(imaginedFeatures)), weights);

  const first: Tensor1D = tf.reshape(tf.slice(returns, [0, 0], [M, 1]), [M]);
  const replayValue = replayValueLoss({ network, config, sizes }, p, sequences, {
    features: lastRows(features),
    first,
    codes,
  });
  return {
    losses: { policy: actor, value, replayValue },
    metrics: {
      entropy: tf.mean(entropy),
      imaginedReward: tf.mean(rewards),
      imaginedContinue: tf.mean(discounts),
      returnMean: tf.mean(returns),
      valueMean: tf.mean(values),
    },
    ...scale,
  };
}

/**
 * The critic on replayed steps: λ-returns of the real rewards, bootstrapped from the imagined returns that start there.
 * The last step of an episode has no return, and the last step of the sequence none either.
 */
function replayValueLoss(
  { network, config, sizes }: Pick<BehaviourInputs, 'network' | 'config' | 'sizes'>,
  p: Parameters,
  sequences: Sequences,
  given: { features: Tensor2D; first: Tensor1D; codes: (targets: Tensor1D, of: Tensor2D) => Tensor2D },
): Scalar {
  const { B, T, M } = sizes;
  const K = M / B;
  if (K < 2) return tf.scalar(0);
  const lastSteps = (x: Tensor2D): Tensor2D => tf.slice(x, [0, T - K], [B, K]);
  const [rewards, last, terminal] = [sequences.rewards, sequences.last, sequences.terminal].map(lastSteps);
  const discounts = tf.mul(tf.sub(1, terminal), 1 - 1 / config.horizon) as Tensor2D;
  const values = tf.transpose(tf.reshape<tf.Rank.R2>(given.first, [K, B]));
  const returns = lambdaReturn({ rewards, discounts, values, last, lambda: config.lambda });
  const weights = stepRows(tf.slice(tf.sub(1, last) as Tensor2D, [0, 0], [B, K - 1]));
  const followed = tf.slice(given.features, [0, 0], [(K - 1) * B, -1]);
  return twoHotLoss(network.value(p, followed), given.codes(stepRows(returns), followed), weights);
}
