import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';
import type { EpisodeSpec, Played } from './rollout.js';

/**
 * Plays episodes, one per environment, with the no-op policy. Observations are not computed: they would take most of
 * the time of a step in a world at rest.
 * @param idle `[E, G]`: the no-op actions
 */
export function playStill(
  environment: BatchedEnvironment,
  idle: Int32Array,
  episodes: readonly EpisodeSpec[],
): Played & { stepsByEpisode: number[] } {
  const start = performance.now();
  const envCount = environment.count;
  const rewards = new Float32Array(envCount);
  const events = new Uint8Array(envCount);
  const rewardByTrial = episodes.map(() => [0]);
  const stepsByEpisode = episodes.map(() => 0);
  for (let envIndex = 0; envIndex < envCount; envIndex++) environment.stop(envIndex);
  episodes.forEach(({ task, trials, seed, hideTrialIndex }, envIndex) => {
    environment.reset(envIndex, task, { trials, seed, hideTrialIndex });
  });
  const running = new Set(episodes.keys());
  while (running.size > 0) {
    environment.step(idle, rewards, events);
    for (const envIndex of running) {
      const byTrial = rewardByTrial[envIndex];
      byTrial[byTrial.length - 1] += rewards[envIndex];
      stepsByEpisode[envIndex]++;
      if (
        events[envIndex] === EVENT.episode ||
        (events[envIndex] === EVENT.trial && byTrial.length === episodes[envIndex].trialsPlayed)
      ) {
        environment.stop(envIndex);
        running.delete(envIndex);
      } else if (events[envIndex] === EVENT.trial) byTrial.push(0);
    }
  }
  const steps = stepsByEpisode.reduce((sum, each) => sum + each, 0);
  return { rewardByTrial, stepsByEpisode, steps, simulateMs: performance.now() - start, inferMs: 0 };
}
