import type { TensorTree } from '@open-ada/onnx-jit';
import { emaUpdate, stopGradient, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cmpoTargets } from './cmpo.js';
import type { MuesliConfig } from './config.js';
import { actionOneHots, entropy, jointLogProbability, kl, logProbabilities, sampleOneHots } from './factored.js';
import {
  type BatchShape,
  type ExtraLoss,
  type LearnerFunction,
  trajectorySpecs,
  type UnrolledPolicy,
} from './learner.js';
import { crossEntropy, maskedMean, total } from './masked.js';
import { metricsVector } from './metrics.js';
import type { ModelState, Network, Parameters } from './network.js';
import { Optimiser } from './optimise.js';
import { retrace } from './returns.js';
import { taskInferenceLoss } from './task-inference.js';

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
 * Muesli (Hessel et al. 2021) as AdA uses it: policy gradient on Retrace advantages, CMPO as the regulariser of the root policy and
 * the target of the unrolled ones, categorical values and rewards, all targets from an exponential moving average of the
 * parameters, which also acts.
 *
 * B episodes, T steps, N = B T, A joined actionDims, S samples, I unroll steps, W steps of an episode's unrolled block.
 */
export function muesliLearner(
  network: Network,
  config: MuesliConfig,
  shape: BatchShape,
  extra?: ExtraLoss,
): LearnerFunction {
  const { episodes, steps } = shape;
  const groups = network.actionDims.length;
  const block = Math.max(1, Math.round(steps * config.unrollFraction));
  const sampled = block + config.unroll;
  const optimiser = new Optimiser(config);
  return {
    state: {
      ...optimiser.specs(network.parameters.size),
      target: { shape: [network.parameters.size], dtype: 'float32' },
      advantageMoment: { shape: [], dtype: 'float32' },
    },
    batch: {
      ...trajectorySpecs(network, shape),
      // Noise: the first step of each episode's unrolled block, and one uniform per sampled choice.
      blockStart: { shape: [episodes], dtype: 'int32' },
      actionNoise: { shape: [episodes * sampled, config.samples, groups], dtype: 'float32' },
      ...extra?.batch,
    },
    metrics: [...METRICS, ...(extra?.metrics ?? [])],
    acting: config.actWithTarget > 0 ? 'target' : 'parameters',
    initialState: (parameters) => ({
      ...optimiser.initialState(parameters),
      target: parameters.slice(),
      advantageMoment: new Float32Array(1),
    }),
    fillNoise(noise, batch) {
      const starts = batch.blockStart;
      for (let i = 0; i < starts.length; i++) starts[i] = noise.int(steps - block + 1);
      const uniforms = batch.actionNoise;
      for (let i = 0; i < uniforms.length; i++) uniforms[i] = noise.float();
    },
    update: (state, batch) => update(network, config, optimiser, { ...shape, block }, state, batch, extra),
  };
}

function update(
  network: Network,
  config: MuesliConfig,
  optimiser: Optimiser,
  shape: BatchShape & { block: number },
  state: TensorTree,
  batch: TensorTree,
  extra: ExtraLoss | undefined,
): { state: TensorTree; metrics: TensorTree } {
  const { episodes, steps } = shape;
  const rows = episodes * steps;
  const actions = tf.reshape(actionOneHots(batch.actions as Tensor, network.actionDims), [rows, -1]) as Tensor2D;
  const mask = tf.reshape(batch.mask as Tensor, [rows]) as Tensor1D;
  const behaviour = logProbabilities(
    tf.reshape(batch.behaviourLogits as Tensor, [rows, -1]),
    network.actionDims,
  ) as Tensor2D;

  // Targets, from the moving average of the parameters.
  const target = network.parameters.split(state.target as Tensor1D);
  const targetRoot = rootsOf(network, target, batch);
  const targetValue = network.valueScale.decode(network.value(target, targetRoot));
  const targetPolicy = logProbabilities(network.policy(target, targetRoot), network.actionDims) as Tensor2D;
  const prior = priorProbabilities(targetPolicy, behaviour, network.actionDims, config);
  const priorOfAction = jointLogProbability(tf.log(prior), actions);
  const behaviourOfAction = jointLogProbability(behaviour, actions);
  const lookahead = (from: ModelState) =>
    tf.add(
      network.rewardScale.decode(network.reward(target, from)),
      tf.mul(network.valueScale.decode(network.value(target, from)), config.discount),
    ) as Tensor1D;
  const byEpisode = (x: Tensor) => tf.reshape(x, [episodes, steps]) as Tensor2D;
  const modelValue = lookahead(network.step(target, targetRoot, actions));
  const corrected = emaUpdate(targetValue, modelValue, config.retraceQMix);
  const traced = tf.reshape(
    retrace({
      rewards: batch.rewards as Tensor2D,
      values: byEpisode(targetValue),
      actionValues: byEpisode(corrected),
      traces: byEpisode(tf.mul(tf.minimum(tf.exp(tf.sub(priorOfAction, behaviourOfAction)), 1), config.retraceLambda)),
      mask: batch.mask as Tensor2D,
      discount: config.discount,
    }),
    [rows],
  ) as Tensor1D;
  // While the model is still wrong its errors add up along the trace; no return lies outside what the value head can say.
  const returns = tf.clipByValue(traced, ...network.valueScale.range) as Tensor1D;

  // One scale for both advantages: a bias-corrected moving second moment, not centred (Muesli, section 4.5).
  const error = tf.sub(returns, targetValue);
  const moment = tf.add(
    tf.mul(state.advantageMoment as Scalar, config.advantageVarDecay),
    tf.mul(maskedMean(tf.square(error), mask), 1 - config.advantageVarDecay),
  );
  const correction = tf.sub(1, tf.pow(tf.scalar(config.advantageVarDecay), tf.add(state.step as Scalar, 1)));
  const std = tf.sqrt(tf.add(tf.div(moment, correction), 1e-12));
  const advantage = tf.div(error, std);

  // CMPO targets on one block of each episode, and on the unrolled steps after it.
  const window = blockPositions(batch.blockStart as Tensor1D, shape, config.unroll);
  const sampledRows = tf.reshape(window.positions, [-1]) as Tensor1D;
  const samples = sampleOneHots(
    tf.gather(prior, sampledRows) as Tensor2D,
    batch.actionNoise as Tensor,
    network.actionDims,
  );
  const sampledRoot = {
    hidden: tf.gather(targetRoot.hidden, sampledRows),
    cell: tf.gather(targetRoot.cell, sampledRows),
  };
  const actionValues = tf.reshape(lookahead(network.stepMany(target, sampledRoot, samples)), [-1, config.samples]);
  const modelAdvantage = tf.div(tf.sub(actionValues, tf.expandDims(tf.gather(targetValue, sampledRows), 1)), std);
  const policyTargets = cmpoTargets(samples, modelAdvantage as Tensor2D, config.advantageClip, config.zInit);
  const targetAt = (i: number) =>
    blockOf(tf.reshape(policyTargets, [episodes, shape.block + config.unroll, -1]), i, shape);
  const prepared = extra?.prepare(batch) ?? {};

  const lossOf = (flat: Tensor1D) => {
    const p = network.parameters.split(flat);
    const root = rootsOf(network, p, batch);
    const policy = logProbabilities(network.policy(p, root), network.actionDims) as Tensor2D;
    const ofAction = jointLogProbability(policy, actions);
    // The weight is clipped outside the gradient: clipping the ratio itself would leave no gradient above 1.
    const weight = stopGradient(tf.minimum(tf.exp(tf.sub(ofAction, behaviourOfAction)), 1));
    const policyGradient = tf.neg(maskedMean(tf.mul(tf.mul(weight, advantage), ofAction), mask));
    const valueLoss = maskedMean(crossEntropy(network.valueScale.encode(returns), network.value(p, root)), mask);

    const model = { policy: tf.scalar(0), value: tf.scalar(0), reward: tf.scalar(0) };
    let cmpo = tf.scalar(0);
    // A further loss has the root's policy at all positions, since that is there anyhow, and the unrolled ones where the model is.
    const unrolled: UnrolledPolicy[] = [{ logProbs: policy, mask }];
    const first = tf.reshape(window.at(0), [-1]) as Tensor1D;
    let node: ModelState = { hidden: tf.gather(root.hidden, first), cell: tf.gather(root.cell, first) };
    for (let i = 0; i <= config.unroll; i++) {
      const positions = tf.reshape(window.at(i), [-1]) as Tensor1D;
      const valid = tf.mul(tf.gather(mask, positions), tf.reshape(window.insideAt(i), [-1])) as Tensor1D;
      if (i > 0) {
        const before = tf.reshape(window.at(i - 1), [-1]) as Tensor1D;
        node = network.step(p, node, tf.gather(actions, before) as Tensor2D);
        const reward = tf.gather(tf.reshape(batch.rewards as Tensor, [rows]), before) as Tensor1D;
        // The reward of the last real step is known although no state follows it.
        const known = tf.mul(tf.gather(mask, before), tf.reshape(window.insideAt(i - 1), [-1]));
        const rewardLoss = maskedMean(crossEntropy(network.rewardScale.encode(reward), network.reward(p, node)), known);
        model.reward = tf.add(model.reward, tf.div(rewardLoss, config.unroll));
        const returnThere = tf.gather(returns, positions) as Tensor1D;
        const valueThere = maskedMean(
          crossEntropy(network.valueScale.encode(returnThere), network.value(p, node)),
          valid,
        );
        model.value = tf.add(model.value, tf.div(valueThere, config.unroll));
      }
      const logProbs = logProbabilities(network.policy(p, node), network.actionDims) as Tensor2D;
      const policyLoss = tf.neg(maskedMean(tf.sum(tf.mul(targetAt(i), logProbs), 1), valid)) as Scalar;
      if (i === 0) cmpo = policyLoss;
      else {
        model.policy = tf.add(model.policy, tf.div(policyLoss, config.unroll));
        unrolled.push({ logProbs, positions, mask: valid });
      }
    }

    const meanEntropy = maskedMean(entropy(policy), mask);
    const taskInference = taskInferenceLoss(
      root.taskInference,
      batch.ruleLabels as Tensor2D,
      batch.hasSeenReward as Tensor2D,
      mask,
    );
    let loss = total([
      tf.mul(policyGradient, config.policyGradientWeight),
      tf.mul(cmpo, config.cmpoWeight),
      tf.mul(model.policy, config.modelPolicyWeight),
      tf.mul(tf.add(valueLoss, model.value), config.valueWeight),
      tf.mul(model.reward, config.rewardWeight),
      tf.mul(meanEntropy, -config.entropyWeight),
      tf.mul(taskInference.loss, config.taskInferenceWeight),
    ]);
    const extraLoss = extra?.loss(prepared, batch, unrolled, flat);
    if (extraLoss) loss = tf.add(loss, extraLoss.loss);
    const ratio = maskedMean(tf.exp(tf.sub(ofAction, behaviourOfAction)), mask);
    const fromPrior = maskedMean(kl(tf.log(prior), policy), mask);
    const aux: Record<string, Tensor> = {
      policyGradient,
      cmpo,
      modelPolicy: model.policy,
      value: valueLoss,
      modelValue: model.value,
      reward: model.reward,
      entropy: meanEntropy,
      taskInference: taskInference.afterReward,
      klFromPrior: fromPrior,
      importanceRatioMean: ratio,
      ...extraLoss?.metrics,
    };
    return { loss: loss as Scalar, aux };
  };
  const { value, gradient, aux } = valueAndGrad(lossOf)(state.parameters as Tensor1D);

  const optimised = optimiser.update(state, gradient);
  const targetVector = emaUpdate(state.target as Tensor1D, optimised.state.parameters, config.targetRate);
  const metrics = {
    ...aux,
    loss: value,
    advantageStd: std,
    valueMean: maskedMean(targetValue, mask),
    returnMean: maskedMean(returns, mask),
    gradNorm: optimised.gradNorm,
  };
  return {
    state: { ...optimised.state, target: targetVector, advantageMoment: moment },
    metrics: metricsVector([...METRICS, ...(extra?.metrics ?? [])], metrics),
  };
}

function rootsOf(network: Network, p: Parameters, batch: TensorTree): ModelState & { taskInference: Tensor2D } {
  return network.roots(
    p,
    batch.observations as Tensor3D,
    batch.taskObservations as Tensor2D,
    batch.segment as Tensor2D,
  );
}

/** .967 target + .03 behaviour + .003 uniform, mixed in each group (Muesli, appendix F.2). All [N, A]. */
function priorProbabilities(
  target: Tensor2D,
  behaviour: Tensor2D,
  actionDims: number[],
  config: MuesliConfig,
): Tensor2D {
  const { behaviourPrior, uniformPrior } = config;
  const uniform = tf.tensor1d(actionDims.flatMap((count) => Array<number>(count).fill(uniformPrior / count)));
  return tf.add(
    tf.add(tf.mul(tf.exp(target), 1 - behaviourPrior - uniformPrior), tf.mul(tf.exp(behaviour), behaviourPrior)),
    uniform,
  );
}

/**
 * Rows (b T + t) of a block of W steps of each episode and of the I steps after it. Steps past the end are held at the last
 * row and marked as outside.
 */
function blockPositions(start: Tensor1D, shape: BatchShape & { block: number }, unroll: number) {
  const { episodes, steps, block } = shape;
  const step = tf.add(tf.expandDims(start, 1), tf.range(0, block + unroll, 1, 'int32'));
  const inside = tf.cast(tf.less(step, tf.scalar(steps, 'int32')), 'float32');
  const base = tf.expandDims(tf.range(0, episodes * steps, steps, 'int32'), 1);
  const positions = tf.add(base, tf.minimum(step, tf.scalar(steps - 1, 'int32')));
  return {
    positions,
    /** [B, W] */
    at: (i: number) => tf.slice(positions, [0, i], [episodes, block]),
    insideAt: (i: number) => tf.slice(inside, [0, i], [episodes, block]),
  };
}

/** Steps i .. i + W of [B, W + I, A], as rows. */
function blockOf(x: Tensor, i: number, { episodes, block }: BatchShape & { block: number }): Tensor2D {
  return tf.reshape(tf.slice(x, [0, i, 0], [episodes, block, -1]), [episodes * block, -1]) as Tensor2D;
}
