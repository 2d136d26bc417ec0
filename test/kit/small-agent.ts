import { AdaAgent, AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import { jit } from '@open-ada/onnx-jit';
import { type ActionSpec, entitiesPart, goalPart, layOut, type ObservationSpec, rulesPart } from '@open-ada/xland-sim';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** What a small agent sees: three entities, its last action, a goal and two rules. */
export const observationSpec: ObservationSpec = layOut(
  [
    entitiesPart(3),
    { name: 'previous', rows: [], features: [{ name: 'action', size: 5, meaning: 'one-hots of both groups' }] },
  ],
  [goalPart(1), rulesPart(2)],
);
/** Floats of an observation that change by step. */
export const STEP = observationSpec.stepSize;
export const actionSpec: ActionSpec = {
  groups: [
    { name: 'move', options: ['back', 'stay', 'forward'] },
    { name: 'hand', options: ['release', 'grab'] },
  ],
};
/** Options of all groups together. */
export const OPTIONS = 5;

/** A small deterministic source of numbers in [0, 1). */
function source(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

export function makeAgent(memory: number, more: Partial<AgentConfig> = {}): AdaAgent {
  return new AdaAgent({ ...AGENT_SIZES.tiny, memory, ...more }, observationSpec, actionSpec);
}

/** Observations [B, T, size] of random features; tokens constant through each episode. */
export function randomObservations(batch: number, steps: number): Float32Array {
  const next = source(7);
  const all = new Float32Array(batch * steps * observationSpec.size);
  for (let b = 0; b < batch; b++) {
    const tokens = Array.from({ length: 20 }, () => Math.floor(next() * 19));
    for (let t = 0; t < steps; t++) {
      const at = (b * steps + t) * observationSpec.size;
      for (let i = 0; i < STEP; i++) all[at + i] = next() * 2 - 1;
      all.set(tokens, at + STEP);
    }
  }
  return all;
}

/** Observations of step t, [B, size]. */
export function observationsAt(all: Float32Array, batch: number, steps: number, t: number): Float32Array {
  const { size } = observationSpec;
  const observations = new Float32Array(batch * size);
  for (let b = 0; b < batch; b++) {
    const at = (b * steps + t) * size;
    observations.set(all.subarray(at, at + size), b * size);
  }
  return observations;
}

/** Parameters large enough that the logits differ from step to step. */
export function livelyParameters(agent: AdaAgent): Float32Array {
  const flat = agent.initialise(3);
  const next = source(11);
  return flat.map((value) => value + 0.3 * (next() - 0.5));
}

/**
 * Policy logits [B, T, options] of whole episodes, computed as while learning.
 * @param meant int [B, T, 3], read by agents that keep intents
 */
export async function sequenceLogits(
  agent: AdaAgent,
  flat: Float32Array,
  all: Float32Array,
  segment: Int32Array,
  batch: number,
  meant?: Int32Array,
) {
  const steps = segment.length / batch;
  const size = observationSpec.size;
  const observations = new Float32Array(batch * steps * STEP);
  const taskObservations = new Float32Array(batch * (size - STEP));
  for (let row = 0; row < batch * steps; row++) {
    observations.set(all.subarray(row * size, row * size + STEP), row * STEP);
    const episode = Math.floor(row / steps);
    taskObservations.set(all.subarray(row * size + STEP, (row + 1) * size), episode * (size - STEP));
  }
  const compiled = await jit(
    (inputs) => {
      const p = agent.parameters.split(inputs.flat as Tensor1D);
      const roots = agent.roots(
        p,
        inputs.observations as Tensor3D,
        inputs.task as Tensor2D,
        inputs.segment as Tensor2D,
        inputs.meant as Tensor3D | undefined,
      );
      return { logits: agent.policy(p, roots) };
    },
    {
      flat: { shape: [flat.length], dtype: 'float32' },
      observations: { shape: [batch, steps, STEP], dtype: 'float32' },
      task: { shape: [batch, size - STEP], dtype: 'float32' },
      segment: { shape: [batch, steps], dtype: 'int32' },
      ...(meant && { meant: { shape: [batch, steps, 3], dtype: 'int32' as const } }),
    },
  );
  const logits = new Float32Array(batch * steps * OPTIONS);
  const inputs = { flat, observations, task: taskObservations, segment, ...(meant && { meant }) };
  await compiled.run(inputs, { logits });
  return logits;
}
