import { allocateAll, type Backend, type Data, jitStep, type StatefulStep } from '@open-ada/onnx-jit';
import { DreamerActor } from './acting.js';
import type { DreamerConfig } from './config.js';
import type { Environment, RandomSource } from './environments/environment.js';
import { type DreamerLearner, dreamerLearner } from './learner.js';
import type { DreamerNetwork } from './network/network.js';
import { Replay, type StoredStep } from './replay.js';

export interface TrainerOptions {
  network: DreamerNetwork;
  config: DreamerConfig;
  environments: Environment[];
  /** Replayed steps for each step that is played. */
  trainRatio: number;
  /** Steps that the replay holds. */
  replaySteps: number;
  random: RandomSource;
  backend?: Backend;
}

/** A finished episode. */
export interface EpisodeResult {
  return: number;
  length: number;
  /** Steps played in all environments until its end. */
  steps: number;
}

/**
 * Plays and learns in turn, in one thread: the same random source gives the same run. After each step of all
 * environments it makes as many updates as the train ratio owes: `steps ratio / (batchSize batchLength)`.
 */
export class DreamerTrainer {
  /** Steps played in all environments. The first observation of an episode is a step without an action. */
  steps = 0;
  updates = 0;
  /** Metrics of the last update, by name. */
  metrics: Record<string, number> = {};
  private owed = 0;
  private readonly replay: Replay;
  private readonly batch: Record<string, Data>;
  private readonly results: { values: Float32Array; deter: Float32Array; stoch: Int32Array };
  private readonly now: StoredStep;
  private readonly totals: { return: number; length: number }[];

  private constructor(
    private readonly options: TrainerOptions,
    private readonly learner: DreamerLearner,
    private readonly step: StatefulStep,
    private readonly actor: DreamerActor,
  ) {
    const { network, config, environments, replaySteps } = options;
    const { size, world, actions } = network;
    const E = environments.length;
    this.replay = new Replay(
      { observation: world.observation, actions, deter: size.deter, stoch: size.stoch },
      { environments: E, steps: replaySteps, length: config.batchLength },
    );
    this.batch = allocateAll(learner.batch);
    this.results = allocateAll(step.specs.metrics) as typeof this.results;
    this.now = {
      ...{ observations: new Float32Array(E * world.observation), actions: new Float32Array(E * actions) },
      ...{ rewards: new Float32Array(E), first: new Float32Array(E).fill(1), last: new Float32Array(E).fill(1) },
      ...{
        terminal: new Float32Array(E),
        deter: new Float32Array(E * size.deter),
        stoch: new Int32Array(E * size.stoch),
      },
    };
    this.totals = environments.map(() => ({ return: 0, length: 0 }));
    actor.setParameters(this.parameters);
  }

  static async create(options: TrainerOptions): Promise<DreamerTrainer> {
    const { network, config, random, backend, environments } = options;
    const learner = dreamerLearner(network, config);
    const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { backend });
    step.setState(learner.initialState(network.initialise(random)));
    const actor = await DreamerActor.create(network, { environments: environments.length, backend });
    return new DreamerTrainer(options, learner, step, actor);
  }

  /** The current parameters [P]; live until the next update. */
  get parameters(): Float32Array {
    return this.step.state().parameters as Float32Array;
  }

  /**
   * One step in every environment, and the updates that are then due.
   * @throws Error if the loss is not finite
   */
  async round(): Promise<EpisodeResult[]> {
    const { config, environments, trainRatio } = this.options;
    const finished = await this.play();
    const batchSteps = config.batchSize * config.batchLength;
    // The first update waits for as many steps as it replays.
    if (this.steps < batchSteps || this.replay.sequences === 0) return finished;
    this.owed += (environments.length * trainRatio) / batchSteps;
    for (; this.owed >= 1; this.owed--) await this.update();
    return finished;
  }

  async release(): Promise<void> {
    await this.actor.release();
    await this.step.release();
  }

  /** Every environment takes the action chosen before, or begins an episode; then the agent looks and chooses. */
  private async play(): Promise<EpisodeResult[]> {
    const { environments, network, random } = this.options;
    const { now } = this;
    const finished: EpisodeResult[] = [];
    this.steps += environments.length;
    environments.forEach((environment, e) => {
      const into = now.observations.subarray(e * network.world.observation, (e + 1) * network.world.observation);
      const begins = now.last[e] === 1;
      now.first[e] = Number(begins);
      [now.rewards[e], now.last[e], now.terminal[e]] = [0, 0, 0];
      if (begins) {
        environment.reset(into);
        now.actions.fill(0, e * network.actions, (e + 1) * network.actions);
        this.totals[e] = { return: 0, length: 0 };
        return;
      }
      const { reward, last, terminal } = environment.step(this.chosen(e), into);
      [now.rewards[e], now.last[e], now.terminal[e]] = [reward, Number(last), Number(terminal)];
      const total = this.totals[e];
      total.return += reward;
      total.length++;
      if (last) finished.push({ ...total, steps: this.steps });
    });
    const { deter, stoch, actions } = await this.actor.step(now.observations, now.first, random);
    now.deter.set(deter);
    now.stoch.set(stoch);
    this.replay.add(now);
    // From here on they are the actions before the next observation.
    now.actions.set(actions);
    return finished;
  }

  /** The options chosen for an environment, one of each group. */
  private chosen(environment: number): number[] {
    const { world, actions } = this.options.network;
    let start = environment * actions;
    return world.actionDims.map((count) => {
      start += count;
      return this.now.actions.subarray(start - count, start).indexOf(1);
    });
  }

  private async update(): Promise<void> {
    const { random } = this.options;
    this.replay.sample(this.batch, (n) => random.int(n));
    this.learner.fillNoise(random, this.batch);
    await this.step.run(this.batch, this.results);
    this.updates++;
    const { values } = this.results;
    this.metrics = Object.fromEntries(this.learner.metrics.map((name, i) => [name, values[i]]));
    if (!Number.isFinite(this.metrics.loss)) {
      throw new Error(`The loss is ${this.metrics.loss} at update ${this.updates}: lower the learning rate.`);
    }
    this.replay.writeBack(this.results);
    this.actor.setParameters(this.parameters);
  }
}
