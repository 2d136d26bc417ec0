import type { TensorTree } from '@open-ada/onnx-jit';
import { stopGradient, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { PpoConfig } from './config.js';
import { actionOneHots, entropy, jointLogProbability, logProbabilities } from './factored.js';
import { type BatchShape, type ExtraLoss, type LearnerFunction, trajectorySpecs } from './learner.js';
import { crossEntropy, maskedMean, total } from './masked.js';
import { metricsVector } from './metrics.js';
import type { Network } from './network.js';
import { Optimiser } from './optimise.js';
import { generalisedAdvantage } from './returns.js';
import { taskInferenceLoss } from './task-inference.js';

const METRICS = [
  'loss',
  'policyGradient',
  'value',
  'entropy',
  'taskInference',
  'importanceRatioMean',
  'valueMean',
  'returnMean',
  'gradNorm',
];

/**
 * PPO (Schulman et al. 2017) as the control: clipped surrogate on generalised advantages, categorical values, entropy bonus, one
 * epoch. It uses neither the model nor a target network; the parameters themselves act.
 */
export function ppoLearner(network: Network, config: PpoConfig, shape: BatchShape, extra?: ExtraLoss): LearnerFunction {
  const optimiser = new Optimiser(config);
  return {
    state: optimiser.specs(network.parameters.size),
    batch: { ...trajectorySpecs(network, shape), ...extra?.batch },
    metrics: [...METRICS, ...(extra?.metrics ?? [])],
    acting: 'parameters',
    initialState: (parameters) => optimiser.initialState(parameters),
    fillNoise() {},
    update: (state, batch) => update(network, config, optimiser, shape, state, batch, extra),
  };
}

function update(
  network: Network,
  config: PpoConfig,
  optimiser: Optimiser,
  { episodes, steps }: BatchShape,
  state: TensorTree,
  batch: TensorTree,
  extra: ExtraLoss | undefined,
): { state: TensorTree; metrics: TensorTree } {
  const rows = episodes * steps;
  const actions = tf.reshape(actionOneHots(batch.actions as Tensor, network.actionDims), [rows, -1]) as Tensor2D;
  const mask = tf.reshape(batch.mask as Tensor, [rows]) as Tensor1D;
  const behaviour = logProbabilities(tf.reshape(batch.behaviourLogits as Tensor, [rows, -1]), network.actionDims);
  const behaviourOfAction = jointLogProbability(behaviour, actions);
  const prepared = extra?.prepare(batch) ?? {};

  const lossOf = (flat: Tensor1D) => {
    const p = network.parameters.split(flat);
    const root = network.roots(
      p,
      batch.observations as Tensor3D,
      batch.taskObservations as Tensor2D,
      batch.segment as Tensor2D,
    );
    const policy = logProbabilities(network.policy(p, root), network.actionDims) as Tensor2D;
    const valueLogits = network.value(p, root);
    const values = stopGradient(network.valueScale.decode(valueLogits)) as Tensor1D;
    const advantages = tf.reshape(
      generalisedAdvantage(
        batch.rewards as Tensor2D,
        tf.reshape(values, [episodes, steps]) as Tensor2D,
        batch.mask as Tensor2D,
        config.discount,
        config.lambda,
      ),
      [rows],
    ) as Tensor1D;
    const returns = tf.add(advantages, values) as Tensor1D;
    const centred = tf.sub(advantages, maskedMean(advantages, mask));
    const std = tf.sqrt(tf.add(maskedMean(tf.square(centred), mask), 1e-8));
    const normalised = stopGradient(tf.div(centred, std));

    const ratio = tf.exp(tf.sub(jointLogProbability(policy, actions), behaviourOfAction));
    const clipped = tf.clipByValue(ratio, 1 - config.ratioClip, 1 + config.ratioClip);
    const surrogate = tf.minimum(tf.mul(ratio, normalised), tf.mul(clipped, normalised));
    const policyGradient = tf.neg(maskedMean(surrogate, mask));
    const targets = stopGradient(network.valueScale.encode(returns));
    const valueLoss = maskedMean(crossEntropy(targets, valueLogits), mask);
    const meanEntropy = maskedMean(entropy(policy), mask);
    const taskInference = taskInferenceLoss(
      root.taskInference,
      batch.ruleLabels as Tensor2D,
      batch.hasSeenReward as Tensor2D,
      mask,
    );
    let loss = total([
      policyGradient,
      tf.mul(valueLoss, config.valueWeight),
      tf.mul(meanEntropy, -config.entropyWeight),
      tf.mul(taskInference.loss, config.taskInferenceWeight),
    ]);
    const extraLoss = extra?.loss(prepared, batch, [{ logProbs: policy, mask }], flat);
    if (extraLoss) loss = tf.add(loss, extraLoss.loss);
    const aux: Record<string, Tensor> = {
      policyGradient,
      value: valueLoss,
      entropy: meanEntropy,
      taskInference: taskInference.afterReward,
      importanceRatioMean: maskedMean(ratio, mask),
      valueMean: maskedMean(values, mask),
      returnMean: maskedMean(returns, mask),
      ...extraLoss?.metrics,
    };
    return { loss: loss as Scalar, aux };
  };
  const { value, gradient, aux } = valueAndGrad(lossOf)(state.parameters as Tensor1D);

  const optimised = optimiser.update(state, gradient);
  const metrics = { ...aux, loss: value, gradNorm: optimised.gradNorm };
  return { state: optimised.state, metrics: metricsVector([...METRICS, ...(extra?.metrics ?? [])], metrics) };
}
