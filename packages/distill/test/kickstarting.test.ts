import { Actor, AdaAgent, AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import { kickstarting } from '@open-ada/distill';
import { type ExtraLoss, MUESLI_DEFAULTS, muesliLearner } from '@open-ada/muesli';
import { allocateAll, type Data, jit } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { runUpdates } from '../../../test/kit/learner.js';
import {
  actionSpec,
  livelyParameters,
  OPTIONS,
  observationSpec,
  observationsAt,
  randomObservations,
  STEP,
} from '../../../test/kit/small-agent.js';
import { slowKls, slowLoss } from './slow-twin.js';

const B = 3;
const T = 11;
const UNROLL = 2;
/** Steps of the block from which the model is unrolled. */
const BLOCK = 4;
const SHAPE = { episodes: B, steps: T };
const MUESLI = { ...MUESLI_DEFAULTS, unroll: UNROLL, unrollFraction: BLOCK / T, samples: 2, warmupSteps: 0 };
/** The last episode is shorter. */
const LENGTHS = [T, T, 7];
/** Blocks in the middle, at the end of a whole episode, and over the end of a short one. */
const STARTS = [2, T - BLOCK, 4];
/** Steps before which the memory is cleared. */
const CLEARED = [[4], [], [2, 3]];

function agentOf(config: Partial<AgentConfig>): AdaAgent {
  return new AdaAgent({ ...AGENT_SIZES.tiny, ...config }, observationSpec, actionSpec);
}

/** Parameters of a teacher that is sure of what it does, and of something else at each step. */
function sureParameters(teacher: AdaAgent): Float32Array {
  const parameters = livelyParameters(teacher);
  const head = teacher.parameters.view(parameters, 'policy/out/weight');
  for (let i = 0; i < head.length; i++) head[i] *= 8;
  return parameters;
}

const student = agentOf({ memory: 32 });
const studentParameters = livelyParameters(student);
const observations = randomObservations(B, T);
const actions = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => [(b + t) % 3, (b * t) % 2]));

/** The batch of one update, with segments that rise where the memory is cleared. */
function makeBatch(specs: Parameters<typeof allocateAll>[0], cleared: number[][]): Record<string, Data> {
  const batch = allocateAll(specs);
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const row = b * T + t;
      const at = row * observationSpec.size;
      batch.observations.set(observations.subarray(at, at + STEP), row * STEP);
      batch.actions.set(actions[b][t], row * 2);
      batch.mask[row] = t < LENGTHS[b] ? 1 : 0;
      batch.segment[row] = cleared[b].filter((step) => step <= t).length;
      if (t === 0) batch.taskObservations.set(observations.subarray(at + STEP, at + observationSpec.size), b * 20);
    }
  }
  batch.blockStart?.set(STARTS);
  batch.actionNoise?.fill(0.5);
  return batch;
}

/** What the teacher says step by step, acting beside the student, its memory cleared where the student's is: `[B][T][A]`. */
async function teacherStepByStep(teacher: AdaAgent, parameters: Float32Array, cleared: number[][]) {
  const actor = await Actor.create(teacher, { environments: B });
  actor.setParameters(parameters);
  const logits = Array.from({ length: B }, () => [] as number[][]);
  const out = {
    actions: new Int32Array(B * 2),
    logits: new Float32Array(B * OPTIONS),
    values: new Float32Array(B),
  };
  for (let t = 0; t < T; t++) {
    cleared.forEach((steps, b) => {
      if (steps.includes(t)) actor.clear(b);
    });
    await actor.act(observationsAt(observations, B, T, t), { float: () => 0.5 }, out);
    for (let b = 0; b < B; b++) logits[b].push([...out.logits.subarray(b * OPTIONS, (b + 1) * OPTIONS)]);
  }
  await actor.release();
  return logits;
}

/** Logits of the student after i = 0..I model steps from every step, with the actions really taken: `[I + 1][B][T][A]`. */
async function studentUnrolled(batch: Record<string, Data>): Promise<number[][][][]> {
  const specs = {
    observations: { shape: [B, T, STEP], dtype: 'float32' as const },
    taskObservations: { shape: [B, 20], dtype: 'float32' as const },
    segment: { shape: [B, T], dtype: 'int32' as const },
    // Actions i steps later; nothing is taken after the end.
    actions: { shape: [UNROLL, B * T, OPTIONS], dtype: 'float32' as const },
  };
  const compiled = await jit((inputs) => {
    const p = student.parameters.split(tf.tensor1d(studentParameters));
    let state = student.roots(
      p,
      inputs.observations as tf.Tensor3D,
      inputs.taskObservations as tf.Tensor2D,
      inputs.segment as tf.Tensor2D,
    ) as ReturnType<AdaAgent['step']>;
    const policies: Record<string, tf.Tensor> = { 0: student.policy(p, state) };
    for (let i = 0; i < UNROLL; i++) {
      const taken = tf.reshape(tf.slice(inputs.actions as tf.Tensor, [i, 0, 0], [1, -1, -1]), [B * T, OPTIONS]);
      state = student.step(p, state, taken as tf.Tensor2D);
      policies[i + 1] = student.policy(p, state);
    }
    return policies;
  }, specs);
  const later = new Float32Array(UNROLL * B * T * OPTIONS);
  for (let i = 0; i < UNROLL; i++) {
    for (let b = 0; b < B; b++) {
      for (let t = 0; t + i < T; t++) {
        const [move, hand] = actions[b][t + i];
        const at = ((i * B + b) * T + t) * OPTIONS;
        later[at + move] = 1;
        later[at + 3 + hand] = 1;
      }
    }
  }
  const { observations: steps, taskObservations, segment } = batch;
  const outputs = allocateAll(compiled.outputs);
  await compiled.run({ observations: steps, taskObservations, segment, actions: later }, outputs);
  await compiled.release();
  return Array.from({ length: UNROLL + 1 }, (_, i) =>
    Array.from({ length: B }, (_, b) =>
      Array.from({ length: T }, (_, t) => [...outputs[i].subarray((b * T + t) * OPTIONS, (b * T + t + 1) * OPTIONS)]),
    ),
  );
}

/** The same loss, its value told as a metric. */
function told(extra: ExtraLoss): ExtraLoss {
  return {
    ...extra,
    metrics: [...extra.metrics, 'distillation'],
    loss(inputs) {
      const { loss, metrics } = extra.loss(inputs);
      return { loss, metrics: { ...metrics, distillation: loss } };
    },
  };
}

const everyStep = Array.from({ length: T }, (_, t) => t);
const block = (start: number) => Array.from({ length: BLOCK }, (_, w) => start + w);
const played = LENGTHS.map((length) => everyStep.map((t) => t < length));
/** All steps for the root, the block's for what is unrolled. */
const FROM = [LENGTHS.map(() => everyStep), STARTS.map(block), STARTS.map(block)];

describe('kickstarting in an update of Muesli', () => {
  const settings = { weight: 0.7, l2: 1e-3, share: 0.25 };

  it.each([
    ['of the same size', { memory: 32 }],
    ['that is larger', { modelWidth: 24, blocks: 3, heads: 3, lstmWidth: 20, memory: 32 }],
    ['that is smaller and remembers three steps', { modelWidth: 8, blocks: 1, heads: 1, memory: 3 }],
    ['that remembers one step', { memory: 1 }],
    ['with ruleLabels about something else', { ruleLabels: 24, memory: 32 }],
  ])('has the loss of the plain-loop twin, with a teacher %s', async (_, config) => {
    const teacher = agentOf(config);
    const teacherParameters = sureParameters(teacher);
    const learner = muesliLearner({
      network: student,
      config: MUESLI,
      shape: SHAPE,
      extra: told(kickstarting(teacher, settings)),
    });
    const batch = makeBatch(learner.batch, CLEARED);
    batch.teacherParameters.set(teacherParameters);
    batch.teacherFraction[0] = settings.share;
    const { metrics } = await runUpdates(learner, studentParameters, [batch]);

    const kls = slowKls({
      options: student.actionDims,
      teacher: await teacherStepByStep(teacher, teacherParameters, CLEARED),
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
