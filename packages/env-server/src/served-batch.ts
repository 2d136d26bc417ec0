import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, EVENT, type SimulationSettings } from '@open-ada/xland-sim';
import type { DrawTask } from './tasks.js';
import { RESET } from './wire.js';

/** What a batch of served environments is. */
export interface ServedSettings {
  simulation: SimulationSettings;
  /** Number of environments, E. */
  count: number;
  /** Trials of each episode. */
  trials: number;
  draw: DrawTask;
}

/** Headings are drawn from seeds below this number. */
const SEEDS = 2 ** 31;

/**
 * E environments that begin their next episode by themselves. Each has a random generator of its own, so what one
 * environment plays depends on its seed and its actions alone.
 */
export class ServedBatch {
  readonly environment: BatchedEnvironment;
  /** Observations `[E, P, size]`, rewards `[E, P]`, index of the trial that goes on `[E]`, events `[E]`. */
  readonly observations: Float32Array;
  readonly rewards: Float32Array;
  readonly trials: Int32Array;
  readonly events: Uint8Array;
  private readonly randoms: (Random | undefined)[];

  constructor(readonly settings: ServedSettings) {
    const { simulation, count } = settings;
    this.environment = new BatchedEnvironment(simulation, count);
    const { players, observationSpec } = this.environment;
    this.observations = new Float32Array(count * players * observationSpec.size);
    this.rewards = new Float32Array(count * players);
    this.trials = new Int32Array(count);
    this.events = new Uint8Array(count);
    this.randoms = Array.from({ length: count }, () => undefined);
  }

  /**
   * Begins episodes, with rewards and events of 0.
   * @param kinds `[E]`, one of `RESET` for each environment
   * @param seeds `[E]`, read where the kind is `seeded`
   * @throws Error in one sentence where an environment would begin without ever having had a seed
   */
  reset(kinds: Uint8Array, seeds: Uint32Array): void {
    const unseeded = kinds.findIndex((kind, i) => kind === RESET.next && this.randoms[i] === undefined);
    if (unseeded >= 0) throw new Error(`Environment ${unseeded} has had no seed yet; reset it with one first.`);
    const unknown = kinds.find((kind) => !Object.values<number>(RESET).includes(kind));
    if (unknown !== undefined) throw new Error(`There is no kind of reset ${unknown}.`);
    kinds.forEach((kind, i) => {
      if (kind === RESET.seeded) this.randoms[i] = new Random(seeds[i]);
      if (kind !== RESET.none) this.begin(i);
    });
    this.rewards.fill(0);
    this.events.fill(0);
    this.look();
  }

  /**
   * Plays one step everywhere. Where an episode ends, the event says so, and the next episode has begun: its first
   * observation is what is returned.
   * @param actions `[E, P, G]`
   * @throws Error in one sentence, before anything has moved, if an option does not exist or an environment has not begun
   */
  step(actions: Int32Array): void {
    const idle = this.randoms.indexOf(undefined);
    if (idle >= 0) throw new Error(`Environment ${idle} has not begun; reset it first.`);
    this.environment.step(actions, this.rewards, this.events);
    this.events.forEach((event, i) => {
      if (event === EVENT.episode) this.begin(i);
    });
    this.look();
  }

  private begin(i: number): void {
    const random = this.randoms[i]!;
    const task = this.settings.draw(random);
    this.environment.reset(i, task, { trials: this.settings.trials, seed: random.int(SEEDS) });
  }

  private look(): void {
    this.environment.observe(this.observations);
    for (let i = 0; i < this.trials.length; i++) this.trials[i] = this.environment.trial(i);
  }
}
