import type { SimulationSettings } from '@open-ada/xland-sim';
import type { JobResult } from './jobs.js';

/**
 * Whether an agent may know how many trials an episode has. Otherwise an episode of few trials is played exactly as the
 * beginning of a longer one.
 */
export const knowsTrials = ({ hideTrials, ownParts = [] }: SimulationSettings): boolean =>
  hideTrials !== true || ownParts.length > 0;

/**
 * The results of episodes of fewer trials, from those of the longest: their beginnings. The memory-reset control plays
 * each trial on its own, so the last trial of k is the k-th of any episode.
 * @param ks numbers of trials, ascending
 */
export function shorterEpisodes(results: readonly JobResult[], ks: readonly number[]): JobResult[] {
  const longest = Math.max(...ks);
  const shorter = ks.filter((k) => k < longest);
  return results.flatMap(({ job, rewardByTrial, labour }) => {
    if (job.k !== longest || (job.player !== 'agent' && job.player !== 'cleared')) return [];
    const { trial } = job;
    const kept = trial === undefined ? shorter : shorter.filter((k) => k - 1 === trial);
    const cut = <T>(trials: T[], k: number): T[] => (trial === undefined ? trials.slice(0, k) : trials);
    return kept.map((k) => ({
      job: { ...job, k },
      rewardByTrial: rewardByTrial.map((trials) => cut(trials, k)),
      // They are steps of the longest, and counted there.
      steps: 0,
      ...(labour && { labour: labour.map((trials) => cut(trials, k)) }),
    }));
  });
}
