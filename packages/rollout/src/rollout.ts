import type { ActingOutput } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import { Crew } from './crew.js';
import type { Policy } from './policy.js';
import type { Rng } from './rng.js';

/** One episode to play in one environment of the batch. */
export interface EpisodeSpec {
  task: Task;
  trials: number;
  seed: number;
  hideTrialIndex?: boolean;
  /**
   * Trial indices before which memory, previous action and previous reward are reset; `always`: before every trial.
   * Default: none.
   */
  clearAt?: readonly number[] | 'always';
  /** Number of trials to play, counted from the first. Default: all. */
  trialsPlayed?: number;
  /** Seat of the policy, if there is a co-player. Default: 0, the first player. */
  seat?: number;
}

/**
 * Is called before and after every step of a rollout. `running[envIndex]` is 0 once the environment's episode has
 * ended. The other values of that environment then have no meaning.
 */
export interface Recorder {
  /**
   * @param observations of the policy: `[E, size]`, in self-play `[E, P, size]`; empty for a policy that needs none
   * @param output of the policy, without the co-player's
   * @param segment `[E]` memory segment: number of resets of the environment's memory in this episode
   */
  beforeStep?(
    t: number,
    running: Uint8Array,
    observations: Float32Array,
    output: ActingOutput,
    segment: Int32Array,
  ): void;
  /**
   * @param running as before the step
   * @param rewards `[E, P]`
   * @param actions `[E, P, G]`
   * @param events `[E]`, see `BatchedEnvironment.step`
   */
  afterStep(t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void;
}

/** Inputs of a rollout. */
export interface RolloutOptions {
  environment: BatchedEnvironment;
  /** Plays from all seats: in an environment for two, against itself. With a co-player: from one seat of each. */
  policy: Policy;
  /**
   * Plays from the other seat of tasks for two. It has memory and random numbers of its own, and rows `[E]`, as the policy
   * then has. It is not touched by `clearAt`.
   */
  coPlayer?: { policy: Policy; rng: Rng };
  /** At most one episode per environment. The other environments stay idle. */
  episodes: readonly EpisodeSpec[];
  /**
   * Source of all random numbers of the policy. The random numbers of the worlds come from the seeds of the episodes.
   */
  rng: Rng;
  /** Number of steps after which unfinished episodes are abandoned. Default: no limit. */
  maxSteps?: number;
  recorder?: Recorder;
}

/** The results of a rollout. */
export interface Played {
  /**
   * `[episodes][trials]`: sum of the rewards of a trial, in steps with the goal held. Those of the policy's seat, in
   * self-play of the first player.
   */
  rewardByTrial: number[][];
  /** `[episodes][seats][trials]`: the same of each player that acts. */
  rewardBySeat: number[][][];
  /** `[episodes]`: steps played. */
  stepsByEpisode: number[];
  /** Steps played in all environments. */
  steps: number;
  simulateMs: number;
  inferMs: number;
}

/**
 * Plays one episode per environment in lockstep until every episode has ended. This is the only loop that plays trials
 * and episodes. The result depends only on the arguments, not on earlier rollouts.
 */
export async function rollout(options: RolloutOptions): Promise<Played> {
  const { environment, policy, coPlayer, episodes, rng, maxSteps = Number.POSITIVE_INFINITY, recorder } = options;
  const { count: envCount, players } = environment;
  const seats = episodes.map(({ seat = 0 }) => seat);
  const crew = new Crew(environment, { policy, rng }, coPlayer, seats);
  const { observations, output } = crew.first;
  const rewards = new Float32Array(envCount * players);
  const events = new Uint8Array(envCount);
  const running = new Uint8Array(envCount);
  const segment = new Int32Array(envCount);
  const stepsByEpisode = episodes.map(() => 0);
  let [simulateMs, inferMs] = [0, 0];

  let clock = performance.now();
  // Otherwise the environments would continue episodes that an earlier rollout left unfinished.
  for (let envIndex = 0; envIndex < envCount; envIndex++) environment.stop(envIndex);
  episodes.forEach(({ task, trials, seed, hideTrialIndex }, envIndex) => {
    environment.reset(envIndex, task, { trials, seed, hideTrialIndex });
    running[envIndex] = 1;
    if (coPlayer && seats[envIndex] >= environment.acting(envIndex)) {
      throw new Error(`Task "${task.name}" has no player ${seats[envIndex] + 1}.`);
    }
  });
  const rewardBySeat = episodes.map((_, envIndex) => Array.from({ length: environment.acting(envIndex) }, () => [0]));
  crew.clearAll();

  let left = episodes.length;
  for (let t = 0; t < maxSteps && left > 0; t++) {
    crew.observe();
    const observed = performance.now();
    await crew.act();
    const acted = performance.now();
    recorder?.beforeStep?.(t, running, observations, output, segment);
    environment.step(crew.actions, rewards, events);
    recorder?.afterStep(t, running, rewards, crew.actions, events);
    for (let envIndex = 0; envIndex < episodes.length; envIndex++) {
      if (running[envIndex] === 0) continue;
      const { trialsPlayed, clearAt = [] } = episodes[envIndex];
      const bySeat = rewardBySeat[envIndex];
      const trial = bySeat[0].length - 1;
      bySeat.forEach((byTrial, seat) => {
        byTrial[trial] += rewards[envIndex * players + seat];
      });
      stepsByEpisode[envIndex]++;
      const event = events[envIndex];
      if (event === EVENT.episode || (event === EVENT.trial && trial + 1 === trialsPlayed)) {
        environment.stop(envIndex);
        running[envIndex] = 0;
        left--;
      } else if (event === EVENT.trial) {
        if (clearAt === 'always' || clearAt.includes(trial + 1)) {
          crew.first.clear(envIndex);
          segment[envIndex]++;
        }
        for (const byTrial of bySeat) byTrial.push(0);
      }
    }
    const stepped = performance.now();
    inferMs += acted - observed;
    simulateMs += observed - clock + (stepped - acted);
    clock = stepped;
  }
  const steps = stepsByEpisode.reduce((sum, each) => sum + each, 0);
  const rewardByTrial = rewardBySeat.map((bySeat, envIndex) => bySeat[coPlayer ? seats[envIndex] : 0]);
  return { rewardByTrial, rewardBySeat, stepsByEpisode, steps, simulateMs, inferMs };
}
