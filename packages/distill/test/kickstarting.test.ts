import { Actor, type AdaAgent } from '@open-ada/ada-agent';
import { kickstarting } from '@open-ada/distill';
import { muesliLearner } from '@open-ada/muesli';
import type { Data } from '@open-ada/onnx-jit';
import { describe, expect, it } from 'vitest';
import { runUpdates } from '../../../test/kit/learner.js';
import { livelyParameters, OPTIONS, observationsAt } from '../../../test/kit/small-agent.js';
import { slowKls, slowLoss } from './slow-twin.js';
import {
  agentOf,
  B,
  CLEARED,
  FROM,
  MUESLI,
  makeBatch,
  observations,
  played,
  SHAPE,
  student,
  studentParameters,
  studentUnrolled,
  T,
  told,
} from './small-student.js';

/** Parameters of a teacher that is sure of what it does, and of something else at each step. */
function sureParameters(teacher: AdaAgent): Float32Array {
  const parameters = livelyParameters(teacher);
  const head = teacher.parameters.view(parameters, 'policy/out/weight');
  for (let i = 0; i < head.length; i++) head[i] *= 8;
  return parameters;
}

/**
 * What the teacher says step by step, acting beside the student, its memory cleared where the student's is: `[B][T][A]`.
 * @param meant written, [B, T, 3]: what a teacher meant that keeps intents
 */
async function teacherStepByStep(teacher: AdaAgent, parameters: Float32Array, cleared: number[][], meant?: Data) {
  const actor = await Actor.create(teacher, { environments: B });
  actor.setParameters(parameters);
  const logits = Array.from({ length: B }, () => [] as number[][]);
  const out = {
    actions: new Int32Array(B * 2),
    logits: new Float32Array(B * OPTIONS),
    values: new Float32Array(B),
    intents: new Int32Array(B * 3),
  };
  for (let t = 0; t < T; t++) {
    cleared.forEach((steps, b) => {
      if (steps.includes(t)) actor.clear(b);
    });
    await actor.act(observationsAt(observations, B, T, t), { float: () => 0.5 }, out);
    for (let b = 0; b < B; b++) {
      logits[b].push([...out.logits.subarray(b * OPTIONS, (b + 1) * OPTIONS)]);
      meant?.set(out.intents.subarray(b * 3, (b + 1) * 3), (b * T + t) * 3);
    }
  }
  await actor.release();
  return logits;
}

describe('kickstarting in an update of Muesli', () => {
  const settings = { weight: 0.7, l2: 1e-3, share: 0.25 };

  it.each([
    ['of the same size', { memory: 32 }],
    ['that is larger', { modelWidth: 24, blocks: 3, heads: 3, lstmWidth: 20, memory: 32 }],
    ['that is smaller and remembers three steps', { modelWidth: 8, blocks: 1, heads: 1, memory: 3 }],
    ['that remembers one step', { memory: 1 }],
    ['with ruleLabels about something else', { ruleLabels: 24, memory: 32 }],
    ['that keeps intents', { intentKinds: 4, keepIntents: true, memory: 32 }],
  ])('has the loss of the plain-loop twin, with a teacher %s', async (_, config) => {
    const teacher = agentOf(config);
    const teacherParameters = sureParameters(teacher);
    const learner = muesliLearner({
      network: student,
      config: MUESLI,
      shape: SHAPE,
      extra: told(kickstarting(teacher, settings, SHAPE)),
    });
    const batch = makeBatch(learner.batch, CLEARED);
    batch.teacherParameters.set(teacherParameters);
    batch.teacherFraction[0] = settings.share;
    const saying = await teacherStepByStep(teacher, teacherParameters, CLEARED, batch.meant);
    const { metrics } = await runUpdates(learner, studentParameters, [batch]);

    const kls = slowKls({
      options: student.actionDims,
      teacher: saying,
      student: await studentUnrolled(batch),
      played,
      from: FROM,
    });
    for (const each of kls) expect(each).toBeGreaterThan(0.01);
    expect(metrics[0].teacherKl).toBeCloseTo(kls[0], 5);
    expect(metrics[0].distillation).toBeCloseTo(slowLoss(kls, studentParameters, settings), 5);
  });

  it('clears the memory of the teacher exactly where that of the student is cleared', async () => {
    const teacher = agentOf({ memory: 32 });
    const teacherParameters = sureParameters(teacher);
    const learner = muesliLearner({
      network: student,
      config: MUESLI,
      shape: SHAPE,
      extra: kickstarting(teacher, settings),
    });
    const batch = makeBatch(learner.batch, CLEARED);
    batch.teacherParameters.set(teacherParameters);
    const { metrics } = await runUpdates(learner, studentParameters, [batch]);
    const logits = await studentUnrolled(batch);
    const rootKl = async (cleared: number[][]) => {
      const said = await teacherStepByStep(teacher, teacherParameters, cleared);
      return slowKls({ options: student.actionDims, teacher: said, student: logits, played, from: FROM })[0];
    };
    expect(metrics[0].teacherKl).toBeCloseTo(await rootKl(CLEARED), 5);
    // One step later, one step earlier, once less, once more: another figure each.
    const others = [
      [[5], [], [2, 3]],
      [[4], [], [1, 3]],
      [[4], [], [3]],
      [[4], [8], [2, 3]],
    ];
    for (const other of others) {
      expect(Math.abs(metrics[0].teacherKl - (await rootKl(other)))).toBeGreaterThan(1e-4);
    }
  });

  it('at share 0 leaves the update as it is without a teacher, bit for bit', async () => {
    const plain = muesliLearner({ network: student, config: MUESLI, shape: SHAPE });
    const taught = muesliLearner({
      network: student,
      config: MUESLI,
      shape: SHAPE,
      extra: kickstarting(student, settings),
    });
    const batches = [[], [], []].map(() => makeBatch(taught.batch, CLEARED));
    for (const batch of batches) batch.teacherParameters.set(student.initialise(9));
    const one = await runUpdates(plain, studentParameters, batches);
    const two = await runUpdates(taught, studentParameters, batches);
    expect(two.state.parameters).toEqual(one.state.parameters);
    expect(two.metrics[0].teacherKl).toBeGreaterThan(0);
  });

  it('draws the student to the teacher, and its parameters to zero', async () => {
    const teacher = agentOf({ memory: 32, blocks: 1 });
    const lesson = (config: { weight: number; l2: number }) => {
      const extra = kickstarting(teacher, config);
      const learner = muesliLearner({
        network: student,
        config: { ...MUESLI, learningRate: 3e-3 },
        shape: SHAPE,
        extra,
      });
      const batch = makeBatch(learner.batch, CLEARED);
      batch.teacherParameters.set(sureParameters(teacher));
      batch.teacherFraction[0] = 1;
      return runUpdates(
        learner,
        studentParameters,
        Array.from({ length: 40 }, () => batch),
      );
    };
    const norm = (x: Data) => Math.hypot(...Array.from(x as Float32Array));
    const taught = await lesson({ weight: 10, l2: 0 });
    expect(taught.metrics[39].teacherKl).toBeLessThan(taught.metrics[0].teacherKl / 2);
    const shrunk = await lesson({ weight: 10, l2: 1 });
    expect(norm(shrunk.state.parameters)).toBeLessThan(norm(taught.state.parameters) * 0.95);
  });

  it('is zero at the root for a student that is its own teacher', async () => {
    const learner = muesliLearner({
      network: student,
      config: MUESLI,
      shape: SHAPE,
      extra: kickstarting(student, { weight: 1, l2: 0 }),
    });
    const batch = makeBatch(learner.batch, CLEARED);
    batch.teacherParameters.set(studentParameters);
    batch.teacherFraction[0] = 1;
    const { metrics } = await runUpdates(learner, studentParameters, [batch]);
    expect(Math.abs(metrics[0].teacherKl)).toBeLessThan(1e-6);
  });
});
