import { bothLosses, imitation, kickstarting } from '@open-ada/distill';
import { muesliLearner } from '@open-ada/muesli';
import type { Data } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { runUpdates } from '../../../test/kit/learner.js';
import { slowKls } from './slow-twin.js';
import {
  B,
  CLEARED,
  FROM,
  MUESLI,
  makeBatch,
  played,
  SHAPE,
  student,
  studentParameters,
  studentUnrolled,
  T,
  told,
} from './small-student.js';

const { actionDims } = student;
const LABELS = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => [(2 * b + t) % 3, (b + t) % 2]));
/** Some steps have no label; some steps after the end of the short episode say that they have one. */
const isLabelled = (b: number, t: number) => (b + t) % 4 !== 0;
const WEIGHT = 0.6;
const TEMPERATURE = 2;

function withLabels(batch: Record<string, Data>): Record<string, Data> {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      batch.labels.set(LABELS[b][t], (b * T + t) * 2);
      batch.labelled[b * T + t] = isLabelled(b, t) ? 1 : 0;
    }
  }
  batch.imitationWeight[0] = WEIGHT;
  return batch;
}

/** Logits of a policy that takes the labels: its KL divergence from a policy is that policy's cross-entropy to them. */
const certain = LABELS.map((steps) =>
  steps.map((label) =>
    actionDims.flatMap((count, g) => Array.from({ length: count }, (_, o) => (o === label[g] ? 0 : -200))),
  ),
);

const softened = (episodes: number[][][]) =>
  episodes.map((steps) => steps.map((logits) => logits.map((logit) => logit / TEMPERATURE)));

describe('imitation in an update of Muesli', () => {
  it('is the cross-entropy of root and unrolled policies to the labels, where there is one', async () => {
    const extra = told(imitation({ ...SHAPE, actionDims, temperature: TEMPERATURE }));
    const learner = muesliLearner({ network: student, config: MUESLI, shape: SHAPE, extra });
    const batch = withLabels(makeBatch(learner.batch, CLEARED));
    const { metrics } = await runUpdates(learner, studentParameters, [batch]);
    const losses = slowKls({
      options: actionDims,
      teacher: certain,
      student: (await studentUnrolled(batch)).map(softened),
      played: played.map((steps, b) => steps.map((real, t) => real && isLabelled(b, t))),
      from: FROM,
    });
    expect(losses).toHaveLength(3);
    for (const each of losses) expect(each).toBeGreaterThan(0.5);
    expect(metrics[0].imitation).toBeCloseTo(losses[0], 5);
    expect(metrics[0].distillation).toBeCloseTo(WEIGHT * losses.reduce((a, b) => a + b), 5);
  });

  it('makes the labels likelier from update to update', async () => {
    const extra = imitation({ ...SHAPE, actionDims, temperature: TEMPERATURE });
    const config = { ...MUESLI, learningRate: 0.01 };
    const learner = muesliLearner({ network: student, config, shape: SHAPE, extra });
    const batches = Array.from({ length: 30 }, () => withLabels(makeBatch(learner.batch, CLEARED)));
    const { metrics } = await runUpdates(learner, studentParameters, batches);
    expect(metrics[29].labelProbability).toBeGreaterThan(2 * metrics[0].labelProbability);
  });

  it('adds up with the loss of a teacher', async () => {
    const settings = { weight: 0.7, l2: 1e-3 };
    const [script, teacher] = [
      imitation({ ...SHAPE, actionDims, temperature: TEMPERATURE }),
      kickstarting(student, settings),
    ];
    const tell = async (extra = script) => {
      const learner = muesliLearner({ network: student, config: MUESLI, shape: SHAPE, extra: told(extra) });
      const batch = makeBatch(learner.batch, CLEARED);
      if (batch.labels) withLabels(batch);
      batch.teacherParameters?.set(student.initialise(9));
      batch.teacherFraction?.fill(0.5);
      return (await runUpdates(learner, studentParameters, [batch])).metrics[0];
    };
    const [both, one, other] = [await tell(bothLosses(script, teacher)), await tell(script), await tell(teacher)];
    expect(both.distillation).toBeCloseTo(one.distillation + other.distillation, 5);
    expect(both).toMatchObject({ imitation: one.imitation, teacherKl: other.teacherKl });
    expect(bothLosses(undefined, undefined)).toBeUndefined();
  });
});
