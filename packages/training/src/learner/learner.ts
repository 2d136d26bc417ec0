import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdaAgent, decodeAgent } from '@open-ada/ada-agent';
import { imitationWeights, isImitated, teacherFraction } from '@open-ada/distill';
import type { LearnerFunction } from '@open-ada/muesli';
import {
  allocateAll,
  type Data,
  encodeSafetensors,
  jitStep,
  type ParameterLayout,
  type StatefulStep,
  type TensorSpec,
} from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { actionSpec, observationSpec } from '@open-ada/xland-sim';
import { makeLearner, type Tutors } from '../config/learner-factory.js';
import { requireRuleLabels } from '../config/rule-labels.js';
import { elementsPerEpisode, type Trajectory, type TrajectoryShape, trajectoryShape } from '../transport/trajectory.js';
import type { LearnerSetup, LearnReply, LearnRequest } from '../transport/transport.js';
import { ReplayBuffer } from './replay-buffer.js';

/**
 * Owns the training session. It passes once over an iteration's trajectories, B episodes per update. Some of the B are
 * drawn from the replay buffer if the settings say so.
 */
export class Learner {
  private batch: Record<string, Data>;
  private metrics: Float32Array;
  private readonly replay?: ReplayBuffer;

  private constructor(
    private readonly setup: LearnerSetup,
    private learner: LearnerFunction,
    private step: StatefulStep,
    private readonly shape: TrajectoryShape,
    private readonly agent: AdaAgent,
    private tutors: Tutors,
  ) {
    this.batch = allocateAll(learner.batch);
    this.metrics = new Float32Array(learner.metrics.length);
    if (setup.freshEpisodes < setup.episodes) this.replay = new ReplayBuffer(shape, setup.replayEpisodes);
  }

  /** @throws Error where the agent does not have one task-inference output per rule label */
  static async create(setup: LearnerSetup): Promise<Learner> {
    requireRuleLabels(setup.agent);
    const observations = observationSpec(setup.simulation);
    const actions = actionSpec(setup.simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const teacher = setup.teacher && decodeAgent(setup.teacher.bytes, setup.teacher.file);
    const tutors = { teacher: teacher?.agent, imitation: setup.learner.imitation };
    const { learner, step } = await compile(setup, agent, tutors);
    const state = setup.state ?? (setup.parameters && learner.initialState(setup.parameters));
    if (!state) throw new Error('the learner needs a state or initial parameters');
    step.setState(state);
    const shape = trajectoryShape(setup.episodes, setup.steps, observations, actions);
    const made = new Learner(setup, learner, step, shape, agent, tutors);
    if (teacher) made.batch.teacherParameters.set(teacher.parameters);
    return made;
  }

  /** @throws Error named NonFinite at the first metric that is not finite. A dump is left in the run directory. */
  async learn(request: LearnRequest): Promise<LearnReply> {
    const start = performance.now();
    const teaching = await this.prepareTutors(request.steps);
    const random = new Random(request.seed);
    const before = this.state();
    const fresh = this.setup.freshEpisodes;
    const updates = Math.floor(request.trained.length / fresh);
    for (const episode of request.trained) this.replay?.add(...this.find(request.trajectories, episode));
    const sums = new Float64Array(this.metrics.length);
    for (let update = 0; update < updates; update++) {
      this.fillBatch(request.trajectories, request.trained.slice(update * fresh, (update + 1) * fresh));
      this.fillReplayed(random);
      this.learner.fillNoise(random, this.batch);
      await this.step.run(this.batch, { values: this.metrics });
      if (!this.metrics.every(Number.isFinite)) this.stop(request.iteration, update, before);
      for (let i = 0; i < sums.length; i++) sums[i] += this.metrics[i] / updates;
    }
    // The last update may have produced values that are not finite but show in no metric yet. Only a finite state may
    // be saved.
    if (this.nonFiniteIn(this.step.state()) !== undefined) this.stop(request.iteration, updates - 1, before);
    return {
      trajectories: request.trajectories,
      metrics: { ...Object.fromEntries(this.learner.metrics.map((name, i) => [name, sums[i]])), ...teaching },
      updates,
      weights: Float32Array.from(this.step.state()[this.learner.acting] as Float32Array),
      learnMs: performance.now() - start,
    };
  }

  /** A copy of the whole state. */
  state(): Record<string, Data> {
    return Object.fromEntries(Object.entries(this.step.state()).map(([name, data]) => [name, data.slice()]));
  }

  release(): Promise<void> {
    return this.step.release();
  }

  /**
   * Sets the weights of teacher and script. When one of them comes to zero for good, the update is compiled again
   * without it, so that it costs no more than without.
   */
  private async prepareTutors(steps: number): Promise<Record<string, number>> {
    const { distillation } = this.setup.learner;
    const { teacher, imitation } = this.tutors;
    const fraction = distillation && teacher ? teacherFraction(distillation, steps) : 0;
    const tutors = {
      teacher: fraction > 0 ? teacher : undefined,
      imitation: imitation && isImitated(imitation, steps) ? imitation : undefined,
    };
    if (tutors.teacher !== teacher || tutors.imitation !== imitation) await this.recompile(tutors);
    if (tutors.teacher) this.batch.teacherFraction[0] = fraction;
    const weights = tutors.imitation && imitationWeights(tutors.imitation, steps);
    const told = Object.entries<number>(weights ?? {}).filter(([name]) => name in this.batch);
    for (const [name, weight] of told) this.batch[name][0] = weight;
    return {
      ...(tutors.teacher && { teacherWeight: fraction * distillation!.weight }),
      ...Object.fromEntries(told),
    };
  }

  private async recompile(tutors: Tutors): Promise<void> {
    const parameters = tutors.teacher && (this.batch.teacherParameters as Float32Array);
    const { learner, step } = await compile(this.setup, this.agent, tutors);
    step.setState(this.step.state());
    await this.step.release();
    [this.learner, this.step, this.tutors] = [learner, step, tutors];
    this.batch = allocateAll(learner.batch);
    this.metrics = new Float32Array(learner.metrics.length);
    if (parameters) this.batch.teacherParameters.set(parameters);
  }

  private episodesOf(trajectory: Trajectory): number {
    return trajectory.mask.length / this.shape.steps;
  }

  /**
   * The trajectory that holds an episode, and the episode's index in it. Episodes are counted over all trajectories.
   */
  private find(trajectories: readonly Trajectory[], episode: number): [Trajectory, number] {
    let source = 0;
    while (episode >= this.episodesOf(trajectories[source])) episode -= this.episodesOf(trajectories[source++]);
    return [trajectories[source], episode];
  }

  /**
   * Copies the new episodes of an update into the batch. Episodes are counted over all trajectories of the iteration.
   */
  private fillBatch(trajectories: readonly Trajectory[], episodes: readonly number[]): void {
    const each = elementsPerEpisode(this.shape);
    for (let i = 0; i < episodes.length; i++) {
      const [source, episode] = this.find(trajectories, episodes[i]);
      for (const field of Object.keys(each) as (keyof Trajectory)[]) {
        const size = each[field];
        this.batch[field]?.set(source[field].subarray(episode * size, (episode + 1) * size), i * size);
      }
    }
  }

  /** Draws the rest of the batch from the replay buffer, uniformly. */
  private fillReplayed(random: Random): void {
    for (let i = this.setup.freshEpisodes; i < this.shape.episodes; i++) {
      const bufferIndex = random.int(this.replay!.size);
      for (const field of Object.keys(elementsPerEpisode(this.shape)) as (keyof Trajectory)[]) {
        const episode = this.replay!.view(field, bufferIndex);
        this.batch[field]?.set(episode, i * episode.length);
      }
    }
  }

  private stop(iteration: number, update: number, before: Record<string, Data>): never {
    const metrics = this.learner.metrics.filter((_, i) => !Number.isFinite(this.metrics[i]));
    const played = Object.entries(this.batch).find(([, data]) => !allFinite(data));
    // In causal order. After a bad update the whole state is bad, so it cannot name the origin.
    const origin = played ? `batch/${played[0]}` : this.nonFiniteIn(before);
    const names = origin === undefined ? metrics : [origin, ...metrics];
    if (names.length === 0) names.push(this.nonFiniteIn(this.step.state()) as string);
    const directory = join(this.setup.runDirectory, `non-finite-${iteration}`);
    mkdirSync(directory, { recursive: true });
    const metadata = { iteration: String(iteration), update: String(update), nonFinite: names.join(', ') };
    writeFileSync(join(directory, 'batch.safetensors'), encodeState(this.batch, this.learner.batch, metadata));
    writeFileSync(
      join(directory, 'state-before-iteration.safetensors'),
      encodeState(before, this.learner.state, metadata),
    );
    writeFileSync(
      join(directory, 'state-after.safetensors'),
      encodeState(this.step.state(), this.learner.state, metadata),
    );
    const error = new Error(
      `${names.join(', ')}: not finite in iteration ${iteration}, update ${update}; what the update was given is in ${directory}, ` +
        'and the run goes on from its last checkpoint when it is started again.',
    );
    throw Object.assign(error, { name: 'NonFinite' });
  }

  /** Name of the first state tensor with a value that is not finite; for flat vectors also the parameter. */
  private nonFiniteIn(state: Record<string, Data>): string | undefined {
    const { entries, size } = this.agent.parameters;
    for (const [name, data] of Object.entries(state)) {
      if (allFinite(data)) continue;
      if (data.length !== size) return `state/${name}`;
      const bad = data.findIndex((x) => !Number.isFinite(x));
      return `state/${name} at ${nameAt(entries, bad)}`;
    }
    return undefined;
  }
}

/** The parameter that an element of a flat vector belongs to. */
function nameAt(entries: ParameterLayout['entries'], element: number): string | undefined {
  let end = 0;
  for (const { name, shape } of entries) {
    end += sizeOf(shape);
    if (element < end) return name;
  }
  return undefined;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function allFinite(data: Data): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

async function compile(setup: LearnerSetup, agent: AdaAgent, tutors: Tutors) {
  const { episodes, steps, backend, threads } = setup;
  const learner = makeLearner(setup.learner, agent, { episodes, steps }, tutors);
  const specs = { state: learner.state, batch: learner.batch };
  const step = await jitStep((state, batch) => learner.update(state, batch), specs, { backend, threads });
  return { learner, step };
}

function encodeState(
  data: Record<string, Data>,
  specs: Record<string, TensorSpec>,
  metadata: Record<string, string>,
): Uint8Array {
  const tensors = Object.entries(data).map(([name, values]) => {
    const plain = values instanceof Uint8Array ? Int32Array.from(values) : values;
    return [name, { shape: specs[name].shape, data: plain }] as const;
  });
  return encodeSafetensors(Object.fromEntries(tensors), metadata);
}
