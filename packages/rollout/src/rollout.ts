import { type ActingOutput, allocateOutput } from '@open-ada/ada-agent';
import type { Task } from '@open-ada/production-rules';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import type { Policy } from './policy.js';
import type { Chance } from './rng.js';

/** One episode to play in one slot. */
export interface Episode {
  task: Task;
  trials: number;
  seed: number;
  hideTrialIndex?: boolean;
  /** Trial indices before which memory, previous action and previous reward are cleared; `always`: before every trial. */
  clearAt: readonly number[] | 'always';
  /** How many of the trials are played, from the first on. Default: all. */
  trialsPlayed?: number;
}

/** Sees every decision of a round; `running[slot]` is 0 where the slot's episode has ended (its other values mean nothing). */
export interface Recorder {
  /** @param segment `[E]` memory segment: how often the slot's memory was cleared inside this episode. */
  beforeStep(
    t: number,
    running: Uint8Array,
    observations: Float32Array,
    output: ActingOutput,
    segment: Int32Array,
  ): void;
  /** @param running as before the step @param actions `[E, G]` @param events `[E]`, see `BatchedEnvironment.step` */
  afterStep(t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void;
}

/** What came of a round of episodes. */
export interface Played {
  /** Per episode, per trial: the sum of its rewards, in decisions with the goal held. */
  rewardByTrial: number[][];
  /** Decisions played in all slots together. */
  frames: number;
  simulateMs: number;
  inferMs: number;
}

/**
 * Plays one episode per slot, all slots in lockstep, until every episode has ended (or `limit` decisions).
 * Slots without an episode stay idle. The result depends on the arguments only, not on what was played before.
 */
export async function playRound(
  environment: BatchedEnvironment,
  policy: Policy,
  slots: number,
  episodes: readonly Episode[],
  random: Chance,
  limit: number,
  recorder?: Recorder,
): Promise<Played> {
  const { observationSpec, actionSpec } = environment;
  const observations = new Float32Array(slots * observationSpec.size);
  const output = allocateOutput(slots, actionSpec);
  const rewards = new Float32Array(slots);
  const events = new Uint8Array(slots);
  const running = new Uint8Array(slots);
  const segment = new Int32Array(slots);
  const played: Played = { rewardByTrial: [], frames: 0, simulateMs: 0, inferMs: 0 };

  let clock = performance.now();
  episodes.forEach((episode, slot) => {
    const { task, trials, seed, hideTrialIndex } = episode;
    environment.reset(slot, task, { trials, seed, hideTrialIndex });
    running[slot] = 1;
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
    for (let slot = 0; slot < episodes.length; slot++) {
      if (running[slot] === 0) continue;
      const byTrial = played.rewardByTrial[slot];
      byTrial[byTrial.length - 1] += rewards[slot];
      played.frames++;
      if (
        events[slot] === EVENT.episode ||
        (events[slot] === EVENT.trial && byTrial.length === episodes[slot].trialsPlayed)
      ) {
        environment.stop(slot);
        running[slot] = 0;
        left--;
      } else if (events[slot] === EVENT.trial) {
        const { clearAt } = episodes[slot];
        if (clearAt === 'always' || clearAt.includes(byTrial.length)) {
          policy.clear(slot);
          environment.clearPrevious(slot);
          segment[slot]++;
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
