import type { TensorTree } from '@open-ada/onnx-jit';
import { stopGradient, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { PpoConfig } from './config.js';
import { jointLogProbability } from './equations/factored.js';
import { clippedSurrogateLoss, entropyBonus, valueLoss } from './equations/losses.js';
import { maskedMean, weightedSum } from './equations/masked.js';
import { generalisedAdvantage } from './equations/returns.js';
import { readTensors, type Sizes } from './equations/shapes.js';
import { standardised } from './equations/targets.js';
import { taskInferenceLoss } from './equations/task-inference.js';
import type { LearnerFunction, LearnerParts } from './learner.js';
import { importanceRatio, metricsVector } from './metrics.js';
import { policyOf } from './model.js';
import { Optimiser } from './optimise.js';
import { batchSizes, readTrajectories, rootsOf, type Trajectories, trajectorySpecs } from './trajectory.js';

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

const STATE = { parameters: 'P' } as const;

const weightsOf = (config: PpoConfig) => ({
  policyGradient: 1,
  value: config.valueWeight,
  entropy: -config.entropyWeight,
  taskInference: config.taskInferenceWeight,
});

interface Ppo extends LearnerParts<PpoConfig> {
  sizes: Sizes;
  optimiser: Optimiser;
}

/**
 * PPO (Schulman et al. 2017) as the control learner: clipped surrogate on generalised advantages, categorical values,
 * entropy bonus, one epoch. It uses neither the model nor a target network. The learned parameters themselves act.
 */
export function ppoLearner(parts: LearnerParts<PpoConfig>): LearnerFunction {
  const { network, config, shape, extra } = parts;
  const sizes = { ...batchSizes(network, shape), P: network.parameters.size };
  const optimiser = new Optimiser(config);
  return {
    state: optimiser.specs(sizes.P),
    batch: { ...trajectorySpecs(sizes), ...extra?.batch },
    metrics: [...METRICS, ...(extra?.metrics ?? [])],
    acting: 'parameters',
    initialState: (parameters) => optimiser.initialState(parameters),
    fillNoise() {},
    update: (state, batch) => update({ ...parts, sizes, optimiser }, state, batch),
  };
}

function update(ppo: Ppo, state: TensorTree, batch: TensorTree): { state: TensorTree; metrics: TensorTree } {
  const { network, config, sizes, optimiser, extra } = ppo;
  const { parameters } = readTensors(state, STATE, sizes);
  const trajectories = readTrajectories(network, sizes, batch);
  const prepared = extra?.prepare(batch) ?? {};

  const lossOf = (flat: Tensor1D): { loss: Scalar; aux: Record<string, Tensor> } => {
    const { losses, metrics, ...told } = lossesOf(ppo, flat, trajectories);
    const loss = weightedSum(losses, weightsOf(config));
    const further = extra?.loss({ prepared, batch, flat, ...told });
    return {
      loss: further ? tf.add(loss, further.loss) : loss,
      aux: { ...losses, ...metrics, ...further?.metrics },
    };
  };
  const { value: loss, gradient, aux } = valueAndGrad(lossOf)(parameters);

  const optimised = optimiser.update(state, gradient);
  const metrics = { ...aux, loss, gradNorm: optimised.gradNorm };
  return { state: optimised.state, metrics: metricsVector([...METRICS, ...(extra?.metrics ?? [])], metrics) };
}

/**
 * All loss terms for the parameters `flat` [P], by the names of their weights. The same parameters compute the targets.
 */
function lossesOf({ network, config, sizes }: Ppo, flat: Tensor1D, trajectories: Trajectories) {
  const { actions, behaviour, rewards, ruleLabels, hasSeenReward, rowMask: mask } = trajectories;
  const { discount, lambda, ratioClip } = config;
  const { valueScale } = network;

  const p = network.parameters.split(flat);
  const root = rootsOf(network, p, trajectories);
  const [policy, value] = [policyOf(network, p, root), network.value(p, root)];
  const logProb = jointLogProbability(policy, actions);
  const behaviourLogProb = jointLogProbability(behaviour, actions);

  const values = stopGradient(valueScale.decode(value));
  const advantages: Tensor1D = tf.reshape(
    generalisedAdvantage({
      rewards,
      values: tf.reshape(values, [sizes.B, sizes.T]),
      mask: trajectories.mask,
      discount,
      lambda,
    }),
    [sizes.N],
  );
  const returns: Tensor1D = tf.add(advantages, values);

  const surrogate = { logProb, behaviourLogProb, advantages: stopGradient(standardised(advantages, mask)), mask };
  const inference = taskInferenceLoss({
    logits: root.taskInference,
    ruleLabels,
    hasSeenReward,
    mask,
    beforeReward: config.taskInferenceBeforeReward,
  });
  const losses = {
    policyGradient: clippedSurrogateLoss({ ...surrogate, ratioClip }),
    value: valueLoss({ targets: stopGradient(valueScale.encode(returns)), logits: value, mask }),
    entropy: entropyBonus(policy, mask),
    taskInference: inference.loss,
  };
  const metrics = {
    taskInference: inference.afterReward,
    importanceRatioMean: importanceRatio(logProb, behaviourLogProb, mask),
    valueMean: maskedMean(values, mask),
    returnMean: maskedMean(returns, mask),
  };
  return { losses, metrics, unrolled: [{ logProbs: policy, mask }], intent: root.intent };
}
