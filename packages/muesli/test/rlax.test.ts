// The learners' targets against DeepMind's rlax. Unlike slow-twin.ts it was not written from this project's
// reading of the papers, so it shows where that reading is wrong.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cmpoTargets } from '../src/equations/cmpo.js';
import { actionOneHots, logProbabilities } from '../src/equations/factored.js';
import { cmpoLoss } from '../src/equations/losses.js';
import { generalisedAdvantage } from '../src/equations/returns.js';
import { returnTargets, traceCoefficients } from '../src/equations/targets.js';
import { type Episodes, maskOf, type RetraceCase, rlaxFixtures, type VTraceCase } from './rlax-fixtures.js';

beforeAll(() => tf.setBackend('cpu'));

const { retrace: retraceCases, vtrace, gae, cmpo, cmpoLimit } = rlaxFixtures;

/** rlax computed in double precision, these tensors are single. */
const TOLERANCE = 2e-6;

function expectClose(actual: number[][], expected: number[][]): void {
  const all = expected.flat();
  const scale = Math.max(1, ...all.map(Math.abs));
  expect(actual.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const worst = Math.max(...actual.flat().map((x, i) => Math.abs(x - all[i])));
  expect(worst / scale).toBeLessThan(TOLERANCE);
}

const rowsOf = (x: tf.Tensor) => x.arraySync() as number[][];

/** Only the real steps. */
const real = (x: tf.Tensor, lengths: number[]) => rowsOf(x).map((row, b) => row.slice(0, lengths[b]));

const maskTensor = ({ lengths, rewards }: Episodes) => tf.tensor2d(maskOf(lengths, rewards[0].length));

/** What the learner's returns are made of, but for the model's values. */
function inputsOf(each: RetraceCase | VTraceCase) {
  const ratios = tf.log(tf.tensor2d(each.ratios));
  const traces = traceCoefficients(tf.reshape(ratios, [-1]), tf.zeros([ratios.size]), each.lambda);
  return {
    rewards: tf.tensor2d(each.rewards),
    values: tf.tensor2d(each.values),
    traces: tf.reshape<tf.Rank.R2>(traces, ratios.shape),
    mask: maskTensor(each),
    discount: each.discount,
    range: [-1e6, 1e6] as const,
  };
}

describe('Retrace', () => {
  it.each(retraceCases)('is general_off_policy_returns_from_q_and_v, lengths $lengths', (each) => {
    const returns = returnTargets({
      ...inputsOf(each),
      modelValues: tf.tensor2d(each.actionValues),
      qMix: 1,
    });
    expectClose(real(returns, each.lengths), each.returns);
  });
});

// With `retraceQMix` 0 the learner puts the state's value in the place of the action's:
//   G_t = r_t + g (v_{t+1} + c_{t+1} (G_{t+1} - v_{t+1})),  c_t = lambda min(1, ratio_t).
// rlax.lambda_returns is the same function, with the mixing parameter c_t at each step. Where all ratios are 1
// or more, it is TD(lambda). `q_estimate` of rlax.vtrace_td_error_and_advantage is the same too.
// rlax.vtrace is not a return but an error: min(1, ratio_t) (G_t - v_t). leaky_vtrace with alpha 1 is the same
// as vtrace. The learner weights its policy gradient by the clipped ratio of the action, as V-trace does. It
// trains the value towards G_t, though, where V-trace would train it towards v_t + min(1, ratio_t) (G_t - v_t).
describe('V-trace', () => {
  const returnsOf = (each: VTraceCase) =>
    returnTargets({ ...inputsOf(each), modelValues: tf.onesLike(tf.tensor2d(each.values)), qMix: 0 });

  it.each(vtrace)('is lambda_returns with lambda min(1, ratio), lengths $lengths', (each) => {
    expectClose(real(returnsOf(each), each.lengths), each.lambdaReturns);
    expectClose(real(returnsOf(each), each.lengths), each.actionValues);
  });

  it.each(vtrace)('has the errors of vtrace times the clipped ratio, lengths $lengths', (each) => {
    const errors = tf.mul(tf.minimum(tf.tensor2d(each.ratios), 1), tf.sub(returnsOf(each), tf.tensor2d(each.values)));
    expectClose(real(errors, each.lengths), each.errors);
    expectClose(real(errors, each.lengths), each.leakyErrors);
    expectClose(real(errors, each.lengths), each.advantages);
  });
});

describe('generalised advantage', () => {
  it.each(gae)('is truncated_generalized_advantage_estimation, lengths $lengths', (each) => {
    const advantages = generalisedAdvantage({
      rewards: tf.tensor2d(each.rewards),
      values: tf.tensor2d(each.values),
      mask: maskTensor(each),
      discount: each.discount,
      lambda: each.lambda,
    });
    expectClose(real(advantages, each.lengths), each.advantages);
  });
});

describe('CMPO', () => {
  it.each(cmpo)('is sampled_cmpo_policy_targets with loo_policy_target_normalizer, actionDims $actionDims', (each) => {
    const { actionDims } = each;
    const oneHots = actionOneHots(tf.tensor3d(each.actions, undefined, 'int32'), actionDims);
    const targets = cmpoTargets({
      actions: oneHots,
      advantages: tf.tensor2d(each.advantages),
      clip: each.clip,
      zInit: 1,
    });

    const [rows, samples] = [each.actions.length, each.actions[0].length];
    const fromWeights = tf.squeeze(tf.matMul(tf.expandDims(tf.tensor2d(each.weights), 1), oneHots), [1]);
    expectClose(rowsOf(tf.mul(targets, samples)), rowsOf(fromWeights));

    const logProbs = logProbabilities(tf.tensor2d(each.logits), actionDims);
    const loss = cmpoLoss({ targets, logProbs, mask: tf.ones([rows]) });
    expect(loss.dataSync()[0]).toBeCloseTo(each.loss, 5);
    // By the logits of one group: its softmax times the sum of the group's targets, less the targets.
    const sums = tf.concat(
      tf.split(targets, actionDims, 1).map((group, g) => tf.tile(tf.sum(group, 1, true), [1, actionDims[g]])),
      1,
    );
    const gradient = tf.div(tf.sub(tf.mul(tf.exp(logProbs), sums), targets), rows);
    expectClose(rowsOf(gradient), each.gradient);
  });

  it('approaches cmpo_policy_targets, over all actions, with many samples', () => {
    const { tenths, clip, advantages, probabilities } = cmpoLimit;
    const actions = tenths.flatMap((count, action) => Array<number>(count * 100).fill(action));
    const oneHots = actionOneHots(tf.tensor3d([actions.map((a) => [a])], undefined, 'int32'), [tenths.length]);
    const targets = cmpoTargets({
      actions: oneHots,
      advantages: tf.tensor2d([actions.map((a) => advantages[a])]),
      clip,
      zInit: 1,
    });
    const [row] = rowsOf(targets);
    for (const [action, probability] of probabilities.entries()) expect(row[action]).toBeCloseTo(probability, 2);
  });
});
