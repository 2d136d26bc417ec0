import type { JobResult, Player } from '../playing/jobs.js';
import { type EpisodeRewards, episodeRewards, scoreOf } from './scores.js';
import { type Estimate, estimateWithinGroups } from './statistics.js';

/** Result of one player in one probe: last trial, mean over episodes, with an interval over them. */
export interface RewardAndScore {
  reward: Estimate;
  score: Estimate;
}

/** Last trials of single episodes. */
export class EpisodeScores {
  private readonly tables = new Map<string, EpisodeRewards>();

  constructor(
    private readonly results: readonly JobResult[],
    private readonly size: { tasks: number; repeats: number },
    private readonly referenceScores: readonly number[],
  ) {}

  /** `[repeats]`: rewards of the last trial. With a single trial, the control is the agent itself. */
  rewards(player: Player, k: number, task: number): number[] {
    const from = player === 'cleared' && k === 1 ? 'agent' : player;
    const key = `${from} ${k}`;
    let table = this.tables.get(key);
    if (!table) {
      table = episodeRewards(this.results, from, k, this.size);
      this.tables.set(key, table);
    }
    return table[task].map((trials) => trials[k - 1]);
  }

  scores(player: Player, k: number, task: number): number[] {
    return this.rewards(player, k, task).map((reward) => scoreOf(reward, this.referenceScores[task]));
  }

  of(player: Player, k: number, task: number): RewardAndScore {
    return {
      reward: estimateWithinGroups([this.rewards(player, k, task)]),
      score: estimateWithinGroups([this.scores(player, k, task)]),
    };
  }
}
