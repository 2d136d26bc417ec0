import type { RewardAndScore } from '../statistics/episode-scores.js';
import { scoreOf } from '../statistics/scores.js';
import { type Estimate, estimateWithinGroups } from '../statistics/statistics.js';

/**
 * The explorer in one probe, trial by trial.
 * @param rewards `[repeats][trials]`
 * @param referenceScore of the probe
 * @param largest number of trials to report, at most
 */
export function explorerByTrial(rewards: readonly number[][], referenceScore: number, largest: number) {
  return trialsOf(rewards, largest).map((trial): RewardAndScore => {
    const ofTrial = rewards.map((episode) => episode[trial]);
    return {
      reward: estimateWithinGroups([ofTrial]),
      score: estimateWithinGroups([ofTrial.map((reward) => scoreOf(reward, referenceScore))]),
    };
  });
}

/**
 * The same in the probes of a family: mean scores.
 * @param members index and reference score of each probe of the family
 * @param rewards `[probes][repeats][trials]`
 */
export function explorerOfFamily(
  members: readonly { task: number; referenceScore: number }[],
  rewards: readonly number[][][],
  largest: number,
): Estimate[] {
  return trialsOf(rewards[members[0].task], largest).map((trial) =>
    estimateWithinGroups(
      members.map(({ task, referenceScore }) =>
        rewards[task].map((episode) => scoreOf(episode[trial], referenceScore)),
      ),
    ),
  );
}

const trialsOf = ([episode]: readonly number[][], largest: number): number[] =>
  Array.from({ length: Math.min(largest, episode.length) }, (_, trial) => trial);
