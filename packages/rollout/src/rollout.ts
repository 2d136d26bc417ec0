import { type ActingOutput, allocateOutput } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import type { Policy } from './policy.js';
import type { Rng } from './rng.js';

/** One episode to play in one environment of the batch. */
export interface EpisodeSpec {
  task: Task;
  trials: number;
  seed: number;
  hideTrialIndex?: boolean;
  /** Trial indices before which memory, previous action and previous reward are cleared; `always`: before every trial. Default: none. */
  clearAt?: readonly number[] | 'always';
  /** How many of the trials are played, from the first on. Default: all. */
  trialsPlayed?: number;
}

/** Sees every step of a rollout; `running[envIndex]` is 0 where the environment's episode has ended (its other values mean nothing). */
export interface Recorder {
  /**
   * @param observations `[E, size]`; empty for a policy that needs none
   * @param segment `[E]` memory segment: how often the environment's memory was cleared inside this episode
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
   * @param actions `[E, G]`
   * @param events `[E]`, see `BatchedEnvironment.step`
   */
  afterStep(t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void;
}

/** What is played, and by whom. */
export interface RolloutOptions {
  environment: BatchedEnvironment;
  policy: Policy;
  /** At most one for each environment; the other environments stay idle. */
  episodes: readonly EpisodeSpec[];
  /** Every source of chance of the policy; those of the worlds are the episodes' seeds. */
  rng: Rng;
  /** Steps after which episodes are left unfinished. Default: none are. */
  maxSteps?: number;
  recorder?: Recorder;
}

/** What came of a rollout. */
export interface Played {
  /** `[episodes][trials]`: the sum of the trial's rewards, in steps with the goal held. */
  rewardByTrial: number[][];
  /** Steps played, by episode. */
  stepsByEpisode: number[];
  /** Steps played in all environments together. */
  steps: number;
  simulateMs: number;
  inferMs: number;
}

/**
 * Plays one episode per environment, all in lockstep, until every episode has ended. The only loop that plays trials and episodes;
 * the result depends on the arguments only, not on what was played before.
 */
export async function rollout(options: RolloutOptions): Promise<Played> {
  const { environment, policy, episodes, rng, maxSteps = Number.POSITIVE_INFINITY, recorder } = options;
  const { count: envCount, observationSpec, actionSpec } = environment;
  const looks = policy.needsObservations !== false;
  const observations = new Float32Array(looks ? envCount * observationSpec.size : 0);
  const output = allocateOutput(envCount, actionSpec);
  const rewards = new Float32Array(envCount);
  const events = new Uint8Array(envCount);
  const running = new Uint8Array(envCount);
  const segment = new Int32Array(envCount);
  const rewardByTrial = episodes.map(() => [0]);
  const stepsByEpisode = episodes.map(() => 0);
  let [simulateMs, inferMs] = [0, 0];

  let clock = performance.now();
  // What an earlier rollout left unfinished would be simulated on.
  for (let envIndex = 0; envIndex < envCount; envIndex++) environment.stop(envIndex);
  episodes.forEach(({ task, trials, seed, hideTrialIndex }, envIndex) => {
    environment.reset(envIndex, task, { trials, seed, hideTrialIndex });
    running[envIndex] = 1;
  });
  policy.clearAll();

  let left = episodes.length;
  for (let t = 0; t < maxSteps && left > 0; t++) {
    if (looks) environment.observe(observations);
    const observed = performance.now();
    await policy.act(observations, rng, output);
    const acted = performance.now();
    recorder?.beforeStep?.(t, running, observations, output, segment);
    environment.step(output.actions, rewards, events);
    recorder?.afterStep(t, running, rewards, output.actions, events);
    for (let envIndex = 0; envIndex < episodes.length; envIndex++) {
      if (running[envIndex] === 0) continue;
      const { trialsPlayed, clearAt = [] } = episodes[envIndex];
      const byTrial = rewardByTrial[envIndex];
      byTrial[byTrial.length - 1] += rewards[envIndex];
      stepsByEpisode[envIndex]++;
      const event = events[envIndex];
      if (event === EVENT.episode || (event === EVENT.trial && byTrial.length === trialsPlayed)) {
        environment.stop(envIndex);
        running[envIndex] = 0;
        left--;
      } else if (event === EVENT.trial) {
        if (clearAt === 'always' || clearAt.includes(byTrial.length)) {
          policy.clear(envIndex);
          environment.clearPrevious(envIndex);
          segment[envIndex]++;
        }
        byTrial.push(0);
      }
    }
    const stepped = performance.now();
    inferMs += acted - observed;
    simulateMs += observed - clock + (stepped - acted);
    clock = stepped;
  }
  const steps = stepsByEpisode.reduce((sum, each) => sum + each, 0);
  return { rewardByTrial, stepsByEpisode, steps, simulateMs, inferMs };
}
