import type { JobResult } from '../playing/jobs.js';
import type { Probe } from './probe-files.js';

/** Two episodes of a probe, as replay files: the one with the median last-trial reward, and the best one. */
export interface ProbeReplays {
  probe: string;
  typical: string;
  best: string;
}

/** Chooses by the reward of the last trial. The earlier repeat wins ties. */
export function chooseReplays(
  results: readonly JobResult[],
  probes: readonly Pick<Probe, 'name'>[],
  k: number,
): ProbeReplays[] {
  const byProbe = new Map<number, { reward: number; replay: string }[]>();
  for (const { job, rewardByTrial, replays } of results) {
    if (!replays) continue;
    job.plays.forEach(({ task }, i) => {
      byProbe.set(task, [...(byProbe.get(task) ?? []), { reward: rewardByTrial[i][k - 1], replay: replays[i] }]);
    });
  }
  return [...byProbe]
    .sort(([a], [b]) => a - b)
    .map(([probe, episodes]) => {
      const ranked = episodes.sort((a, b) => b.reward - a.reward);
      const typical = ranked[Math.floor(ranked.length / 2)].replay;
      return { probe: probes[probe].name, typical, best: ranked[0].replay };
    });
}
