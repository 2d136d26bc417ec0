import { allocateAll, type Backend, type Data, jitStep, type StatefulStep } from '@open-ada/onnx-jit';
import { DreamerActor } from './acting.js';
import { chosenActions } from './actions.js';
import type { DreamerConfig } from './config.js';
import type { Environment, RandomSource } from './environments/environment.js';
import { type DreamerLearner, dreamerLearner } from './learner.js';
import type { DreamerNetwork } from './network/network.js';
import { NonFinite } from './non-finite.js';
import { Replay, type StoredStep } from './replay.js';
import { named, type TrainerState, unnamed } from './trainer-state.js';

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
  /** Threads of each tensor session. */
  threads?: number;
}

/** A finished episode. */
export interface EpisodeResult {
  return: number;
  /** Its parts, where an episode has trials. */
  rewardByTrial: number[];
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
  private owed = 0;
  private readonly replay: Replay;
  private readonly batch: Record<string, Data>;
  private readonly results: { values: Float32Array; deter: Float32Array; stoch: Int32Array };
  private readonly now: StoredStep;
  private totals: { rewardByTrial: number[]; length: number }[];
  /** Metrics since they were last taken. */
  private sums: Float64Array;
  private summed = 0;

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
    this.totals = environments.map(() => ({ rewardByTrial: [], length: 0 }));
    this.sums = new Float64Array(learner.metrics.length);
    actor.setParameters(this.parameters);
  }

  static async create(options: TrainerOptions): Promise<DreamerTrainer> {
    const { network, config, random, backend, threads, environments } = options;
    const learner = dreamerLearner(network, config);
    const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { backend, threads });
    step.setState(learner.initialState(network.initialise(random)));
    const actor = await DreamerActor.create(network, { environments: environments.length, backend, threads });
    return new DreamerTrainer(options, learner, step, actor);
  }

  /** The current parameters [P]; live until the next update. */
  get parameters(): Float32Array {
    return this.step.state().parameters as Float32Array;
  }

  /**
   * One step in every environment, and the updates that are then due.
   * @throws NonFinite if a metric of an update is not finite
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

  /** Means of the metrics over the updates since the last call, by name. Empty where there was no update. */
  takeMetrics(): Record<string, number> {
    const { sums, summed } = this;
    if (summed === 0) return {};
    [this.sums, this.summed] = [new Float64Array(sums.length), 0];
    return Object.fromEntries(this.learner.metrics.map((name, i) => [name, sums[i] / summed]));
  }

  /** A copy of everything but the random source; see {@link restore}. */
  state(): TrainerState {
    const { steps, updates, owed, replay, options } = this;
    return {
      counters: {
        ...{ steps, updates, owed, totals: copyOf(this.totals) },
        environments: options.environments.map((environment) => environment.state()),
        replay: replay.marks(),
      },
      tensors: {
        ...named('learner', this.step.state() as Record<string, Data>),
        ...named('memory', { ...this.actor.memory() }),
        ...named('now', this.now),
        ...named('replay', replay.tensors()),
      },
    };
  }

  /**
   * Continues from the state of a trainer with the same options. The caller restores the random source.
   * @throws Error if the replay has another size
   */
  restore({ counters, tensors }: TrainerState): void {
    const { steps, updates, owed, totals, environments, replay } = counters;
    this.replay.restore(replay, unnamed('replay', tensors));
    this.step.setState(unnamed('learner', tensors));
    this.actor.restore(unnamed('memory', tensors));
    this.actor.setParameters(this.parameters);
    const kept = unnamed<StoredStep>('now', tensors);
    for (const [name, values] of Object.entries(this.now)) values.set(kept[name as keyof StoredStep]);
    this.options.environments.forEach((environment, e) => {
      environment.restore(environments[e]);
    });
    Object.assign(this, { steps, updates, owed, totals: copyOf(totals) });
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
        this.totals[e] = { rewardByTrial: [], length: 0 };
        return;
      }
      const { reward, last, terminal, trial = 0 } = environment.step(this.chosen(e), into);
      [now.rewards[e], now.last[e], now.terminal[e]] = [reward, Number(last), Number(terminal)];
      const { rewardByTrial } = this.totals[e];
      rewardByTrial[trial] = (rewardByTrial[trial] ?? 0) + reward;
      const length = ++this.totals[e].length;
      if (!last) return;
      finished.push({ return: rewardByTrial.reduce((a, b) => a + b, 0), rewardByTrial, length, steps: this.steps });
    });
    const { deter, stoch, actions } = await this.actor.step(now.observations, now.first, random);
    now.deter.set(deter);
    now.stoch.set(stoch);
    this.replay.add(now);
    // From here on they are the actions before the next observation.
    now.actions.set(actions);
    return finished;
  }

  /** What the agent has chosen for an environment. */
  private chosen(environment: number): number[] {
    const { world, actions } = this.options.network;
    return chosenActions(this.now.actions.subarray(environment * actions), world);
  }

  private async update(): Promise<void> {
    const { random } = this.options;
    this.replay.sample(this.batch, (n) => random.int(n));
    this.learner.fillNoise(random, this.batch);
    await this.step.run(this.batch, this.results);
    this.updates++;
    const { values } = this.results;
    const isBad = (data: ArrayLike<number>): boolean => Array.prototype.some.call(data, (x) => !Number.isFinite(x));
    if (isBad(values)) {
      const given = Object.keys(this.batch).filter((name) => isBad(this.batch[name]));
      const shown = this.learner.metrics.filter((_, i) => !Number.isFinite(values[i]));
      throw new NonFinite([...given.map((name) => `batch/${name}`), ...shown], this.updates, this.batch);
    }
    values.forEach((value, i) => {
      this.sums[i] += value;
    });
    this.summed++;
    this.replay.writeBack(this.results);
    this.actor.setParameters(this.parameters);
  }
}

const copyOf = (totals: TrainerState['counters']['totals']) =>
  totals.map(({ rewardByTrial, length }) => ({ rewardByTrial: [...rewardByTrial], length }));
