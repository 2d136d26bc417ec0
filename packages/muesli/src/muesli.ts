import type { TensorTree } from '@open-ada/onnx-jit';
import { emaUpdate, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { MuesliConfig } from './config.js';
import { jointLogProbability, kl } from './equations/factored.js';
import {
  cmpoLoss,
  entropyBonus,
  modelPolicyLoss,
  modelValueLoss,
  policyGradientLoss,
  rewardLoss,
  valueLoss,
} from './equations/losses.js';
import { maskedMean, weightedSum } from './equations/masked.js';
import { readTensors, type Sizes } from './equations/shapes.js';
import { taskInferenceLoss } from './equations/task-inference.js';
import type { LearnerParts, UnrolledPolicy } from './learner.js';
import { importanceRatio, metricsVector } from './metrics.js';
import { policyOf, statesAt, type UnrolledBlock, unrolledBlock, unrollModel } from './model.js';
import { type MuesliTargets, muesliTargets } from './muesli-targets.js';
import type { Optimiser } from './optimise.js';
import { readTrajectories, rootsOf, type Trajectories } from './trajectory.js';

/** Entries of the learner's state. */
export const STATE = { parameters: 'P', target: 'P', advantageMoment: '', step: '' } as const;
/**
 * Noise entries of the batch: the first step of each episode's unrolled block, int; and one uniform number per group of
 * each sampled action.
 */
export const NOISE = { blockStart: 'B', actionNoise: 'M S G' } as const;

const weightsOf = (config: MuesliConfig) => ({
  policyGradient: config.policyGradientWeight,
  cmpo: config.cmpoWeight,
  modelPolicy: config.modelPolicyWeight,
  value: config.valueWeight,
  modelValue: config.valueWeight,
  reward: config.rewardWeight,
  entropy: -config.entropyWeight,
  taskInference: config.taskInferenceWeight,
});

/** Inputs of an update. */
export interface Muesli extends LearnerParts<MuesliConfig> {
  sizes: Sizes;
  optimiser: Optimiser;
  /** Names of the entries of the metrics vector. */
  metrics: string[];
}

/** One update: targets, losses, their weighted sum, its gradient, the optimiser step, the new target network. */
export function update(
  muesli: Muesli,
  state: TensorTree,
  batch: TensorTree,
): { state: TensorTree; metrics: TensorTree } {
  const { network, config, sizes, optimiser, extra } = muesli;
  const { parameters, target, advantageMoment, step } = readTensors(state, STATE, sizes);
  const { blockStart, actionNoise } = readTensors(batch, NOISE, sizes);
  const trajectories = readTrajectories(network, sizes, batch);
  const mask = trajectories.rowMask;
  const block = unrolledBlock(blockStart, mask, sizes);
  const frozen = { target, moment: advantageMoment, updates: step };
  const targets = muesliTargets({ network, config, sizes, trajectories, block, actionNoise, ...frozen });
  const prepared = extra?.prepare(batch) ?? {};

  const lossOf = (flat: Tensor1D): { loss: Scalar; aux: Record<string, Tensor> } => {
    const { losses, metrics, ...told } = lossesOf(muesli, flat, { trajectories, block, targets });
    const loss = weightedSum(losses, weightsOf(config));
    const further = extra?.loss({ prepared, batch, flat, ...told });
    return {
      loss: further ? tf.add(loss, further.loss) : loss,
      aux: { ...losses, ...metrics, ...further?.metrics },
    };
  };
  const { value: loss, gradient, aux } = valueAndGrad(lossOf)(parameters);

  const optimised = optimiser.update(state, gradient);
  const metrics = {
    ...aux,
    loss,
    advantageStd: targets.std,
    valueMean: maskedMean(targets.values, mask),
    returnMean: maskedMean(targets.returns, mask),
    gradNorm: optimised.gradNorm,
  };
  return {
    state: {
      ...optimised.state,
      target: emaUpdate(target, optimised.state.parameters, config.targetRate),
      advantageMoment: targets.moment,
    },
    metrics: metricsVector(muesli.metrics, metrics),
  };
}

/** Inputs of the losses. */
interface Compared {
  trajectories: Trajectories;
  block: UnrolledBlock;
  targets: MuesliTargets;
}

/** All loss terms for the parameters `flat` [P], by the names of their weights. */
function lossesOf({ network, config, sizes }: Muesli, flat: Tensor1D, { trajectories, block, targets }: Compared) {
  const { actions, ruleLabels, hasSeenReward, rowMask: mask } = trajectories;
  const { behaviourLogProb, advantages, returns } = targets;
  const rewards: Tensor1D = tf.reshape(trajectories.rewards, [sizes.N]);
  const { valueScale, rewardScale } = network;
  const steps = Array.from({ length: sizes.I }, (_, i) => i + 1);

  // At all steps: the root. At the steps of the block: the root again, i = 0, and the model steps i = 1..I.
  const p = network.parameters.split(flat);
  const root = rootsOf(network, p, trajectories);
  const [policy, value] = [policyOf(network, p, root), network.value(p, root)];
  const states = statesAt(root, block.rowsAt(0));
  const policyOfStates = policyOf(network, p, states);
  const taken = steps.map((i) => tf.gather(actions, block.rowsAt(i - 1)));
  const model = unrollModel(network, p, { states, actions: taken });
  const policies = [policyOfStates, ...model.map(({ logProbs }) => logProbs)];

  const logProb = jointLogProbability(policy, actions);
  const cmpoAt = (i: number) => ({
    targets: block.at(targets.policies, i),
    logProbs: policies[i],
    mask: block.maskAt(i),
  });
  const valueAt = (i: number) => ({
    targets: valueScale.encode(tf.gather(returns, block.rowsAt(i))),
    logits: model[i - 1].value,
    mask: block.maskAt(i),
  });
  const rewardAt = (i: number) => ({
    targets: rewardScale.encode(tf.gather(rewards, block.rowsAt(i - 1))),
    logits: model[i - 1].reward,
    mask: block.maskAt(i - 1),
  });
  const inference = taskInferenceLoss({
    logits: root.taskInference,
    ruleLabels,
    hasSeenReward,
    mask,
    beforeReward: config.taskInferenceBeforeReward,
  });
  const losses = {
    policyGradient: policyGradientLoss({ logProb, behaviourLogProb, advantages, mask }),
    cmpo: cmpoLoss(cmpoAt(0)),
    modelPolicy: modelPolicyLoss(steps.map(cmpoAt)),
    value: valueLoss({ targets: valueScale.encode(returns), logits: value, mask }),
    modelValue: modelValueLoss(steps.map(valueAt)),
    reward: rewardLoss(steps.map(rewardAt)),
    entropy: entropyBonus(policy, mask),
    taskInference: inference.loss,
  };
  // An additional loss gets the root policy at all positions, which is already computed, and the unrolled policies at
  // the positions from which the model is unrolled.
  const unrolled: UnrolledPolicy[] = [{ logProbs: policy, mask }];
  for (const i of steps) unrolled.push({ logProbs: policies[i], positions: block.rowsAt(i), mask: block.maskAt(i) });
  const metrics = {
    taskInference: inference.afterReward,
    klFromPrior: maskedMean(kl(targets.logPrior, policy), mask),
    importanceRatioMean: importanceRatio(logProb, behaviourLogProb, mask),
  };
  return { losses, metrics, unrolled, intent: root.intent };
}
