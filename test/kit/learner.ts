import { AdaAgent, AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import type { LearnerFunction } from '@open-ada/muesli';
import { type Data, jitStep } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { actionSpec, COMPACT, observationSpec } from '@open-ada/xland-sim';

export const SHAPE = { episodes: 2, steps: 6 };

/** A tiny agent on the laptop's observations and actions. */
export function tinyAgent(config: Partial<AgentConfig> = {}): AdaAgent {
  return new AdaAgent({ ...AGENT_SIZES.tiny, ...config }, observationSpec(COMPACT), actionSpec(COMPACT));
}

/** A batch of random numbers that is valid: tokens in range, actions in range, the second episode shorter. */
export function randomBatch(agent: AdaAgent, learner: LearnerFunction, seed: number): Record<string, Data> {
  const random = new Random(seed);
  const batch: Record<string, Data> = {};
  for (const [name, { shape, dtype }] of Object.entries(learner.batch)) {
    const size = shape.reduce((a, b) => a * b, 1);
    batch[name] = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  }
  const { episodes, steps } = SHAPE;
  batch.observations.forEach((_, i) => {
    batch.observations[i] = random.range(-1, 1);
  });
  batch.behaviourLogits.forEach((_, i) => {
    batch.behaviourLogits[i] = random.range(-1, 1);
  });
  batch.taskObservations.forEach((_, i) => {
    batch.taskObservations[i] = random.int(19);
  });
  for (let i = 0; i < batch.ruleLabels.length; i++) batch.ruleLabels[i] = random.int(4) === 0 ? 1 : 0;
  for (let row = 0; row < episodes * steps; row++) {
    batch.hasSeenReward[row] = row % steps >= 2 ? 1 : 0;
    batch.rewards[row] = random.float();
    batch.mask[row] = row < episodes * steps - 2 ? 1 : 0;
    agent.actionDims.forEach((count, group) => {
      batch.actions[row * agent.actionDims.length + group] = random.int(count);
    });
  }
  learner.fillNoise(random, batch);
  return batch;
}

/** Calls back with the index into the joined logits of every option taken. */
export function forEachChosen(agent: AdaAgent, batch: Record<string, Data>, visit: (logit: number) => void): void {
  const groups = agent.actionDims.length;
  const choices = agent.actionDims.reduce((a, b) => a + b, 0);
  for (let row = 0; row * groups < batch.actions.length; row++) {
    let offset = row * choices;
    agent.actionDims.forEach((count, group) => {
      visit(offset + batch.actions[row * groups + group]);
      offset += count;
    });
  }
}

export interface Steps {
  /** The learner's state after the last update. */
  state: Record<string, Data>;
  /** Metrics by name, of each update. */
  metrics: Record<string, number>[];
}

/** Runs updates on the given batches from the given parameters. */
export async function runUpdates(
  learner: LearnerFunction,
  parameters: Float32Array,
  batches: Record<string, Data>[],
): Promise<Steps> {
  const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1 });
  step.setState(learner.initialState(parameters));
  const values = new Float32Array(learner.metrics.length);
  const metrics: Steps['metrics'] = [];
  for (const batch of batches) {
    await step.run(batch, { values });
    metrics.push(Object.fromEntries(learner.metrics.map((name, i) => [name, values[i]])));
  }
  const state = Object.fromEntries(Object.entries(step.state()).map(([name, data]) => [name, data.slice()]));
  await step.release();
  return { state, metrics };
}
