import { testedLoss } from '@open-ada/distill';
import { muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import type { Data } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { runUpdates } from '../../../test/kit/learner.js';
import { livelyParameters } from '../../../test/kit/small-agent.js';
import {
  agentOf,
  B,
  CLEARED,
  inferred,
  LENGTHS,
  MUESLI,
  makeBatch,
  SHAPE,
  student,
  studentParameters,
  T,
  told,
} from './small-student.js';

const [FACTS, TYPES, WORDS] = [6, 12, 3];
const agent = agentOf({ memory: 32, testedFacts: FACTS, intentKinds: 4 });
const parameters = livelyParameters(agent);
const holds = (b: number, t: number, fact: number) => (fact * 7 + 3 * b + t) % 5 === 0;
/** Some steps have no label; some steps after the end of the short episode say that they have one. */
const isLabelled = (b: number, t: number) => (b + t) % 4 !== 0;
const WEIGHT = 0.6;

function withFacts(batch: Record<string, Data>, weight = WEIGHT): Record<string, Data> {
  const bits = (FACTS * TYPES) / WORDS;
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      for (let word = 0; word < WORDS; word++) {
        let sum = 0;
        for (let bit = 0; bit < bits; bit++) if (holds(b, t, word * bits + bit)) sum += 2 ** bit;
        batch.tested[(b * T + t) * WORDS + word] = sum;
      }
      batch.labelled[b * T + t] = isLabelled(b, t) ? 1 : 0;
    }
  }
  batch.testedWeight[0] = weight;
  return batch;
}

/** A plain-loop twin. */
function slowTested(logits: Float32Array) {
  const all = FACTS * TYPES;
  let [steps, loss, true_, found] = [0, 0, 0, 0];
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < LENGTHS[b]; t++) {
      if (!isLabelled(b, t)) continue;
      steps++;
      for (let fact = 0; fact < all; fact++) {
        const p = 1 / (1 + Math.exp(-logits[(b * T + t) * all + fact]));
        loss -= Math.log(holds(b, t, fact) ? p : 1 - p) / all;
        if (holds(b, t, fact)) [true_, found] = [true_ + 1, found + p];
      }
    }
  }
  return { tested: loss / steps, testedRecall: found / true_ };
}

describe('the loss of what was tested, in an update', () => {
  const shape = { ...SHAPE, facts: agent.testedSize, words: WORDS };
  const extra = told(testedLoss(shape));
  it.each([
    ['muesli', muesliLearner({ network: agent, config: MUESLI, shape: SHAPE, extra })],
    ['ppo', ppoLearner({ network: agent, config: PPO_DEFAULTS, shape: SHAPE, extra })],
  ])('of %s is the cross-entropy to the facts, where there is a label', async (_, learner) => {
    const batch = withFacts(makeBatch(learner.batch, CLEARED));
    const [metrics] = (await runUpdates(learner, parameters, [batch])).metrics;
    const slow = slowTested(await inferred(agent, parameters, 'tested', batch));
    expect(slow.tested).toBeGreaterThan(0.3);
    expect(metrics.tested).toBeCloseTo(slow.tested, 4);
    expect(metrics.testedRecall).toBeCloseTo(slow.testedRecall, 4);
    expect(metrics.distillation).toBeCloseTo(WEIGHT * slow.tested, 4);
  });

  it('makes the facts likelier from update to update, unless its weight is 0', async () => {
    const config = { ...MUESLI, learningRate: 0.01 };
    const learner = muesliLearner({ network: agent, config, shape: SHAPE, extra: testedLoss(shape) });
    const learn = async (weight: number) => {
      const batches = Array.from({ length: 40 }, () => withFacts(makeBatch(learner.batch, CLEARED), weight));
      return (await runUpdates(learner, parameters, batches)).metrics;
    };
    const [taught, untaught] = [await learn(5), await learn(0)];
    expect(taught[39].tested).toBeLessThan(0.7 * taught[0].tested);
    expect(taught[39].testedRecall).toBeGreaterThan(taught[0].testedRecall);
    expect(untaught[39].tested).toBeGreaterThan(0.8 * untaught[0].tested);
  });

  it('is refused where the network infers none', async () => {
    const learner = muesliLearner({ network: student, config: MUESLI, shape: SHAPE, extra });
    const batch = withFacts(makeBatch(learner.batch, CLEARED));
    await expect(runUpdates(learner, studentParameters, [batch])).rejects.toThrow(/testedFacts must be above 0/);
  });
});
