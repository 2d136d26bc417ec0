import { AdaAgent, AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import { type ExtraLoss, MUESLI_DEFAULTS } from '@open-ada/muesli';
import { allocateAll, type Data, jit } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import {
  actionSpec,
  livelyParameters,
  OPTIONS,
  observationSpec,
  randomObservations,
  STEP,
} from '../../../test/kit/small-agent.js';

// One small student, one batch, and what the student says in it, for the tests of additional losses.

export const B = 3;
export const T = 11;
const UNROLL = 2;
/** Steps of the block from which the model is unrolled. */
const BLOCK = 4;
export const SHAPE = { episodes: B, steps: T };
export const MUESLI = { ...MUESLI_DEFAULTS, unroll: UNROLL, unrollFraction: BLOCK / T, samples: 2, warmupSteps: 0 };
/** The last episode is shorter. */
export const LENGTHS = [T, T, 7];
/** Blocks in the middle, at the end of a whole episode, and over the end of a short one. */
const STARTS = [2, T - BLOCK, 4];
/** Steps before which the memory is cleared. */
export const CLEARED = [[4], [], [2, 3]];

export function agentOf(config: Partial<AgentConfig>): AdaAgent {
  return new AdaAgent({ ...AGENT_SIZES.tiny, ...config }, observationSpec, actionSpec);
}

export const student = agentOf({ memory: 32 });
export const studentParameters = livelyParameters(student);
export const observations = randomObservations(B, T);
const actions = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => [(b + t) % 3, (b * t) % 2]));

/** The batch of one update, with segments that rise where the memory is cleared. */
export function makeBatch(specs: Parameters<typeof allocateAll>[0], cleared: number[][]): Record<string, Data> {
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

/** Logits of the intents that an agent infers at every step, joined. */
export async function inferredIntents(
  agent: AdaAgent,
  parameters: Float32Array,
  batch: Record<string, Data>,
): Promise<Float32Array> {
  const compiled = await jit(
    (inputs) => {
      const p = agent.parameters.split(inputs.flat as tf.Tensor1D);
      const [steps, task] = [inputs.observations as tf.Tensor3D, inputs.taskObservations as tf.Tensor2D];
      return { logits: agent.roots(p, steps, task, inputs.segment as tf.Tensor2D).intent! };
    },
    {
      flat: { shape: [parameters.length], dtype: 'float32' },
      observations: { shape: [B, T, STEP], dtype: 'float32' },
      taskObservations: { shape: [B, 20], dtype: 'float32' },
      segment: { shape: [B, T], dtype: 'int32' },
    },
  );
  const out = allocateAll(compiled.outputs);
  const { observations, taskObservations, segment } = batch;
  await compiled.run({ flat: parameters, observations, taskObservations, segment }, out);
  await compiled.release();
  return out.logits as Float32Array;
}

/** Logits of the student after i = 0..I model steps from every step, with the actions really taken: `[I + 1][B][T][A]`. */
export async function studentUnrolled(batch: Record<string, Data>): Promise<number[][][][]> {
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
export function told(extra: ExtraLoss): ExtraLoss {
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
export const played = LENGTHS.map((length) => everyStep.map((t) => t < length));
/** All steps for the root, the block's for what is unrolled. */
export const FROM = [LENGTHS.map(() => everyStep), STARTS.map(block), STARTS.map(block)];
