import { bothLosses, imitation, imitationSettings, imitationWeights, intentLoss } from '@open-ada/distill';
import { muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import type { Data } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { runUpdates } from '../../../test/kit/learner.js';
import { livelyParameters } from '../../../test/kit/small-agent.js';
import {
  agentOf,
  B,
  CLEARED,
  inferredIntents,
  LENGTHS,
  MUESLI,
  makeBatch,
  SHAPE,
  student,
  studentParameters,
  T,
  told,
} from './small-student.js';

const KINDS = 4;
const agent = agentOf({ memory: 32, intentKinds: KINDS });
const { intentDims } = agent;
const parameters = livelyParameters(agent);
const intentAt = (b: number, t: number) => [(b + t) % KINDS, (3 * b + t) % 13, t % 5 === 0 ? (b + 2 * t) % 12 : 12];
/** Some steps have no label; some steps after the end of the short episode say that they have one. */
const isLabelled = (b: number, t: number) => (b + t) % 4 !== 0;
const WEIGHT = 0.6;

function withIntents(batch: Record<string, Data>, weight = WEIGHT): Record<string, Data> {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      batch.intents.set(intentAt(b, t), (b * T + t) * 3);
      batch.labelled[b * T + t] = isLabelled(b, t) ? 1 : 0;
    }
  }
  batch.intentWeight[0] = weight;
  return batch;
}

/** A plain-loop twin: the mean cross-entropy, and how often all three, and each alone, are the likeliest. */
function slowIntent(logits: Float32Array) {
  const options = intentDims.reduce((a, b) => a + b);
  let [steps, loss, all] = [0, 0, 0];
  const right = [0, 0, 0];
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < LENGTHS[b]; t++) {
      if (!isLabelled(b, t)) continue;
      steps++;
      let offset = (b * T + t) * options;
      let every = true;
      for (let part = 0; part < 3; part++) {
        const own = [...logits.subarray(offset, offset + intentDims[part])];
        offset += intentDims[part];
        const truth = intentAt(b, t)[part];
        loss += Math.log(own.reduce((sum, logit) => sum + Math.exp(logit), 0)) - own[truth];
        const isRight = own.indexOf(Math.max(...own)) === truth;
        if (isRight) right[part]++;
        every &&= isRight;
      }
      if (every) all++;
    }
  }
  return { intent: loss / steps, accuracies: [all, ...right].map((count) => count / steps) };
}

const ACCURACIES = ['intentAccuracy', 'intentKindAccuracy', 'intentFirstAccuracy', 'intentSecondAccuracy'];

describe('the loss of intents in an update', () => {
  const extra = told(intentLoss({ ...SHAPE, intentDims }));
  it.each([
    ['muesli', muesliLearner({ network: agent, config: MUESLI, shape: SHAPE, extra })],
    ['ppo', ppoLearner({ network: agent, config: PPO_DEFAULTS, shape: SHAPE, extra })],
  ])('of %s is the cross-entropy to the labels, where there is one', async (_, learner) => {
    const batch = withIntents(makeBatch(learner.batch, CLEARED));
    const { metrics } = await runUpdates(learner, parameters, [batch]);
    const slow = slowIntent(await inferredIntents(agent, parameters, batch));
    expect(slow.intent).toBeGreaterThan(3);
    expect(metrics[0].intent).toBeCloseTo(slow.intent, 4);
    expect(metrics[0].distillation).toBeCloseTo(WEIGHT * slow.intent, 4);
    expect(ACCURACIES.map((name) => metrics[0][name])).toEqual(
      slow.accuracies.map((fraction) => expect.closeTo(fraction, 5)),
    );
    expect(slow.accuracies.slice(1).some((fraction) => fraction > 0)).toBe(true);
  });

  it('makes the intents likelier from update to update, unless its weight is 0', async () => {
    const config = { ...MUESLI, learningRate: 0.01 };
    const learner = muesliLearner({
      network: agent,
      config,
      shape: SHAPE,
      extra: intentLoss({ ...SHAPE, intentDims }),
    });
    const learn = async (weight: number) => {
      const batches = Array.from({ length: 40 }, () => withIntents(makeBatch(learner.batch, CLEARED), weight));
      return (await runUpdates(learner, parameters, batches)).metrics;
    };
    const [taught, untaught] = [await learn(2), await learn(0)];
    expect(taught[39].intent).toBeLessThan(0.5 * taught[0].intent);
    expect(taught[39].intentAccuracy).toBeGreaterThan(taught[0].intentAccuracy + 0.2);
    expect(untaught[39].intent).toBeGreaterThan(0.7 * untaught[0].intent);
  });

  it('adds up with that of the actions', async () => {
    const { actionDims } = agent;
    const both = bothLosses(imitation({ ...SHAPE, actionDims, temperature: 1 }), intentLoss({ ...SHAPE, intentDims }))!;
    const learner = muesliLearner({ network: agent, config: MUESLI, shape: SHAPE, extra: told(both) });
    const batch = withIntents(makeBatch(learner.batch, CLEARED));
    batch.imitationWeight[0] = 0.3;
    const [{ intent, imitation: ofActions, distillation }] = (await runUpdates(learner, parameters, [batch])).metrics;
    expect(distillation - WEIGHT * intent).toBeGreaterThan(0.3 * ofActions);
  });

  it('is refused where the network infers none', async () => {
    const learner = muesliLearner({ network: student, config: MUESLI, shape: SHAPE, extra });
    const batch = withIntents(makeBatch(learner.batch, CLEARED));
    await expect(runUpdates(learner, studentParameters, [batch])).rejects.toThrow(/intentKinds must be above 0/);
  });
});

it('the weight of intents falls as that of the actions does', () => {
  const given = { imitationWeight: 4, imitationFloor: 1, imitationSteps: 100, intentWeight: 2 };
  const at = (done: number, changes = {}) => imitationWeights(imitationSettings.parse({ ...given, ...changes }), done);
  expect(at(0)).toEqual({ imitationWeight: 4, intentWeight: 2 });
  expect(at(50)).toEqual({ imitationWeight: 2.5, intentWeight: 1.25 });
  expect(at(500)).toEqual({ imitationWeight: 1, intentWeight: 0.5 });
  expect(at(500, { imitationFloor: 0 })).toEqual({ imitationWeight: 0, intentWeight: 0 });
  expect(at(500, { imitationWeight: 0, imitationFloor: 0 })).toEqual({ imitationWeight: 0, intentWeight: 2 });
  expect(at(0, { intentWeight: undefined })).toEqual({ imitationWeight: 4, intentWeight: 0 });
});
