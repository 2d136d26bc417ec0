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

/** An update in compiled form, and the arrays that it reads and writes. */
interface CompiledUpdate {
  learner: LearnerFunction;
  step: StatefulStep;
  batch: Record<string, Data>;
  metrics: Float32Array;
}

/** Owns the training session: walks a round's trajectories once, B episodes per update. */
export class RoundLearner {
  private constructor(
    private readonly setup: LearnerSetup,
    private readonly agent: AdaAgent,
    private readonly shape: TrajectoryShape,
    private update: CompiledUpdate,
    private taught: boolean,
  ) {}

  /** @throws Error where the agent does not have a belief for each hidden fact */
  static async create(setup: LearnerSetup): Promise<RoundLearner> {
    requireBeliefs(setup.agent);
    const observations = observationSpec(setup.simulation);
    const actions = actionSpec(setup.simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const teacher = setup.teacher && decodeAgent(setup.teacher.bytes, setup.teacher.file);
    const update = await compile(setup, agent, teacher?.agent);
    if (teacher) update.batch.teacherParameters.set(teacher.parameters);
    const state = setup.state ?? (setup.parameters && update.learner.initialState(setup.parameters));
    if (!state) throw new Error('the learner needs a state or initial parameters');
    update.step.setState(state);
    const shape = trajectoryShape(setup.episodes, setup.steps, observations, actions);
    return new RoundLearner(setup, agent, shape, update, teacher !== undefined);
  }

  /** @throws Error named NonFinite at the first metric that is not finite, after leaving a dump in the run directory. */
  async learn(request: LearnRequest): Promise<LearnReply> {
    const start = performance.now();
    const teaching = await this.prepareTeacher(request.frames);
    const random = new Random(request.seed);
    const before = this.state();
    const episodes = request.trajectories.reduce((sum, each) => sum + this.episodesOf(each), 0);
    const updates = Math.floor(episodes / this.shape.episodes);
    const { learner, step, batch, metrics } = this.update;
    const sums = new Float64Array(metrics.length);
    for (let update = 0; update < updates; update++) {
      this.fillBatch(request.trajectories, update * this.shape.episodes);
      learner.fillNoise(random, batch);
      await step.run(batch, { values: metrics });
      if (!metrics.every(Number.isFinite)) this.stop(request.round, update, before);
      for (let i = 0; i < sums.length; i++) sums[i] += metrics[i] / updates;
    }
    return {
      trajectories: request.trajectories,
      metrics: { ...Object.fromEntries(learner.metrics.map((name, i) => [name, sums[i]])), ...teaching },
      updates,
      weights: Float32Array.from(step.state()[learner.acting] as Float32Array),
      learnMs: performance.now() - start,
    };
  }

  /** A copy of the whole state. */
  state(): Record<string, Data> {
    return Object.fromEntries(Object.entries(this.update.step.state()).map(([name, data]) => [name, data.slice()]));
  }

  release(): Promise<void> {
    return this.update.step.release();
  }

  /** Sets how much the teacher counts. Where it no longer does, the update is compiled again without it, and costs what it costs without. */
  private async prepareTeacher(frames: number): Promise<{ teacherWeight?: number }> {
    const { distillation } = this.setup.learner;
    if (!this.taught || !distillation) return {};
    const share = teacherShare(distillation, frames);
    if (share > 0) {
      this.update.batch.teacherShare[0] = share;
      return { teacherWeight: share * distillation.weight };
    }
    const { step } = this.update;
    this.update = await compile(this.setup, this.agent);
    this.update.step.setState(step.state());
    this.taught = false;
    await step.release();
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
        this.update.batch[field].set(
          trajectories[source][field].subarray(episode * size, (episode + 1) * size),
          i * size,
        );
      }
    }
  }

  private stop(round: number, update: number, before: Record<string, Data>): never {
    const { learner, step, batch, metrics } = this.update;
    const names = learner.metrics.filter((_, i) => !Number.isFinite(metrics[i]));
    const directory = join(this.setup.runDirectory, `non-finite-${round}`);
    mkdirSync(directory, { recursive: true });
    const metadata = { round: String(round), update: String(update), nonFinite: names.join(', ') };
    writeFileSync(join(directory, 'batch.safetensors'), encodeState(batch, learner.batch, metadata));
    writeFileSync(join(directory, 'state-before-round.safetensors'), encodeState(before, learner.state, metadata));
    writeFileSync(join(directory, 'state-after.safetensors'), encodeState(step.state(), learner.state, metadata));
    const error = new Error(
      `${names.join(', ')} became non-finite in round ${round}, update ${update}; see ${directory}`,
    );
    throw Object.assign(error, { name: 'NonFinite' });
  }
}

async function compile(setup: LearnerSetup, agent: AdaAgent, teacher?: AdaAgent): Promise<CompiledUpdate> {
  const { episodes, steps, backend, threads } = setup;
  const learner = makeLearner(setup.learner, agent, { episodes, steps }, teacher);
  const specs = { state: learner.state, batch: learner.batch };
  const step = await jitStep((state, batch) => learner.update(state, batch), specs, { backend, threads });
  return { learner, step, batch: allocateAll(learner.batch), metrics: new Float32Array(learner.metrics.length) };
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
