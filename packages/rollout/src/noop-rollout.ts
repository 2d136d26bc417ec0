import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import type { Episode, Played } from './rollout.js';

/**
 * Plays episodes, one per slot, in which the agent does nothing. Nobody looks either: observations are not made, which is most of what a step
 * of a resting world costs.
 * @param idle `[E, G]`: the actions that do nothing
 */
export function playStill(
  environment: BatchedEnvironment,
  idle: Int32Array,
  episodes: readonly Episode[],
): Played & { framesByEpisode: number[] } {
  const start = performance.now();
  const slots = environment.count;
  const rewards = new Float32Array(slots);
  const events = new Uint8Array(slots);
  const rewardByTrial = episodes.map(() => [0]);
  const framesByEpisode = episodes.map(() => 0);
  for (let slot = 0; slot < slots; slot++) environment.stop(slot);
  episodes.forEach(({ task, trials, seed, hideTrialIndex }, slot) => {
    environment.reset(slot, task, { trials, seed, hideTrialIndex });
  });
  const running = new Set(episodes.keys());
  while (running.size > 0) {
    environment.step(idle, rewards, events);
    for (const slot of running) {
      const byTrial = rewardByTrial[slot];
      byTrial[byTrial.length - 1] += rewards[slot];
      framesByEpisode[slot]++;
      if (
        events[slot] === EVENT.episode ||
        (events[slot] === EVENT.trial && byTrial.length === episodes[slot].trialsPlayed)
      ) {
        environment.stop(slot);
        running.delete(slot);
      } else if (events[slot] === EVENT.trial) byTrial.push(0);
    }
  }
  const frames = framesByEpisode.reduce((sum, each) => sum + each, 0);
  return { rewardByTrial, framesByEpisode, frames, simulateMs: performance.now() - start, inferMs: 0 };
}
