import { type ActingOutput, allocateOutput } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import type { Policy } from './policy.js';
import type { Rng } from './rng.js';

/** One episode to play in one environment. */
export interface EpisodeSpec {
  task: Task;
  trials: number;
  seed: number;
  hideTrialIndex?: boolean;
  /** Trial indices before which memory, previous action and previous reward are reset; `always`: before every trial. */
  clearAt: readonly number[] | 'always';
  /** Number of trials that are played, starting with the first. Default: all. */
  trialsPlayed?: number;
}

/**
 * Called before and after every environment step. `running[envIndex]` is 0 if the environment's episode has ended;
 * then its other values have no meaning.
 */
export interface Recorder {
  /** @param segment `[E]` memory segment: how often the environment's memory was reset in this episode */
  beforeStep(
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

/** Result of a rollout. */
export interface Played {
  /** `[episodes][trials]`: the sum of the trial's rewards, in steps with the goal held. */
  rewardByTrial: number[][];
  /** Number of steps played, summed over all environments. */
  steps: number;
  simulateMs: number;
  inferMs: number;
}

/**
 * Plays one episode per environment until every episode has ended, or for `limit` steps. All environments run in
 * lockstep; environments without an episode idle. The result depends on the arguments only, not on what was played
 * before.
 */
export async function rollout(
  environment: BatchedEnvironment,
  policy: Policy,
  envCount: number,
  episodes: readonly EpisodeSpec[],
  random: Rng,
  limit: number,
  recorder?: Recorder,
): Promise<Played> {
  const { observationSpec, actionSpec } = environment;
  const observations = new Float32Array(envCount * observationSpec.size);
  const output = allocateOutput(envCount, actionSpec);
  const rewards = new Float32Array(envCount);
  const events = new Uint8Array(envCount);
  const running = new Uint8Array(envCount);
  const segment = new Int32Array(envCount);
  const played: Played = { rewardByTrial: [], steps: 0, simulateMs: 0, inferMs: 0 };

  let clock = performance.now();
  episodes.forEach((episode, envIndex) => {
    const { task, trials, seed, hideTrialIndex } = episode;
    environment.reset(envIndex, task, { trials, seed, hideTrialIndex });
    running[envIndex] = 1;
    played.rewardByTrial.push([0]);
  });
  policy.clearAll();

  let left = episodes.length;
  for (let t = 0; t < limit && left > 0; t++) {
    environment.observe(observations);
    const observed = performance.now();
    await policy.act(observations, random, output);
    const acted = performance.now();
    recorder?.beforeStep(t, running, observations, output, segment);
    environment.step(output.actions, rewards, events);
    recorder?.afterStep(t, running, rewards, output.actions, events);
    for (let envIndex = 0; envIndex < episodes.length; envIndex++) {
      if (running[envIndex] === 0) continue;
      const byTrial = played.rewardByTrial[envIndex];
      byTrial[byTrial.length - 1] += rewards[envIndex];
      played.steps++;
      if (
        events[envIndex] === EVENT.episode ||
        (events[envIndex] === EVENT.trial && byTrial.length === episodes[envIndex].trialsPlayed)
      ) {
        environment.stop(envIndex);
        running[envIndex] = 0;
        left--;
      } else if (events[envIndex] === EVENT.trial) {
        const { clearAt } = episodes[envIndex];
        if (clearAt === 'always' || clearAt.includes(byTrial.length)) {
          policy.clear(envIndex);
          environment.clearPrevious(envIndex);
          segment[envIndex]++;
        }
        byTrial.push(0);
      }
    }
    const stepped = performance.now();
    played.inferMs += acted - observed;
    played.simulateMs += observed - clock + (stepped - acted);
    clock = stepped;
  }
  return played;
}
