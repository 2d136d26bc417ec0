import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdaAgent, decodeAgent } from '@open-ada/ada-agent';
import { teacherShare } from '@open-ada/distill';
import type { LearnerFunction } from '@open-ada/muesli';
import {
  allocateAll,
  type Data,
  encodeSafetensors,
  jitStep,
  type StatefulStep,
  type TensorSpec,
} from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { actionSpec, observationSpec } from '@open-ada/xland-sim';
import { requireBeliefs } from './hidden-facts.js';
import { makeLearner } from './learner-factory.js';
import { elementsPerEpisode, type Trajectory, type TrajectoryShape, trajectoryShape } from './trajectory.js';
import type { LearnerSetup, LearnReply, LearnRequest } from './transport.js';

/** Owns the training session: walks a round's trajectories once, B episodes per update. */
export class RoundLearner {
  private batch: Record<string, Data>;
  private metrics: Float32Array;

  private constructor(
    private readonly setup: LearnerSetup,
    private learner: LearnerFunction,
    private step: StatefulStep,
    private readonly shape: TrajectoryShape,
    private readonly agent: AdaAgent,
  ) {
    this.batch = allocateAll(learner.batch);
    this.metrics = new Float32Array(learner.metrics.length);
  }

  /** @throws Error where the agent does not have a belief for each hidden fact */
  static async create(setup: LearnerSetup): Promise<RoundLearner> {
    requireBeliefs(setup.agent);
    const observations = observationSpec(setup.simulation);
    const actions = actionSpec(setup.simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const teacher = setup.teacher && decodeAgent(setup.teacher.bytes, setup.teacher.file);
    const { learner, step } = await compile(setup, agent, teacher?.agent);
    const state = setup.state ?? (setup.parameters && learner.initialState(setup.parameters));
    if (!state) throw new Error('the learner needs a state or initial parameters');
    step.setState(state);
    const shape = trajectoryShape(setup.episodes, setup.steps, observations, actions);
    const round = new RoundLearner(setup, learner, step, shape, agent);
    if (teacher) round.batch.teacherParameters.set(teacher.parameters);
    return round;
  }

  /** @throws Error named NonFinite at the first metric that is not finite, after leaving a dump in the run directory. */
  async learn(request: LearnRequest): Promise<LearnReply> {
    const start = performance.now();
    const teaching = await this.prepareTeacher(request.frames);
    const random = new Random(request.seed);
    const before = this.state();
    const episodes = request.trajectories.reduce((sum, each) => sum + this.episodesOf(each), 0);
    const updates = Math.floor(episodes / this.shape.episodes);
    const sums = new Float64Array(this.metrics.length);
    for (let update = 0; update < updates; update++) {
      this.fillBatch(request.trajectories, update * this.shape.episodes);
      this.learner.fillNoise(random, this.batch);
      await this.step.run(this.batch, { values: this.metrics });
      if (!this.metrics.every(Number.isFinite)) this.stop(request.round, update, before);
      for (let i = 0; i < sums.length; i++) sums[i] += this.metrics[i] / updates;
    }
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

  /** Sets how much the teacher counts. From D on the update is one compiled without it, and costs what it costs without. */
  private async prepareTeacher(frames: number): Promise<{ teacherWeight?: number }> {
    const { distillation } = this.setup.learner;
    if (!distillation || !this.batch.teacherShare) return {};
    const share = teacherShare(distillation, frames);
    if (share > 0) {
      this.batch.teacherShare[0] = share;
      return { teacherWeight: share * distillation.weight };
    }
    const { learner, step } = await compile(this.setup, this.agent);
    step.setState(this.step.state());
    await this.step.release();
    [this.learner, this.step] = [learner, step];
    this.batch = allocateAll(learner.batch);
    this.metrics = new Float32Array(learner.metrics.length);
    return {};
  }

  private episodesOf(trajectory: Trajectory): number {
    return trajectory.mask.length / this.shape.steps;
  }

  /** Copies episodes `first .. first + B` of the round, counted over all trajectories, into the batch. */
  private fillBatch(trajectories: readonly Trajectory[], first: number): void {
    const each = elementsPerEpisode(this.shape);
    for (let i = 0; i < this.shape.episodes; i++) {
      let episode = first + i;
      let source = 0;
      while (episode >= this.episodesOf(trajectories[source])) episode -= this.episodesOf(trajectories[source++]);
      for (const field of Object.keys(each) as (keyof Trajectory)[]) {
        const size = each[field];
        this.batch[field].set(trajectories[source][field].subarray(episode * size, (episode + 1) * size), i * size);
      }
    }
  }

  private stop(round: number, update: number, before: Record<string, Data>): never {
    const names = this.learner.metrics.filter((_, i) => !Number.isFinite(this.metrics[i]));
    const directory = join(this.setup.runDirectory, `non-finite-${round}`);
    mkdirSync(directory, { recursive: true });
    const metadata = { round: String(round), update: String(update), nonFinite: names.join(', ') };
    writeFileSync(join(directory, 'batch.safetensors'), encodeState(this.batch, this.learner.batch, metadata));
    writeFileSync(join(directory, 'state-before-round.safetensors'), encodeState(before, this.learner.state, metadata));
    writeFileSync(
      join(directory, 'state-after.safetensors'),
      encodeState(this.step.state(), this.learner.state, metadata),
    );
    const error = new Error(
      `${names.join(', ')} became non-finite in round ${round}, update ${update}; see ${directory}`,
    );
    throw Object.assign(error, { name: 'NonFinite' });
  }
}

async function compile(setup: LearnerSetup, agent: AdaAgent, teacher?: AdaAgent) {
  const { episodes, steps, backend, threads } = setup;
  const learner = makeLearner(setup.learner, agent, { episodes, steps }, teacher);
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
