import type { Task } from '@open-ada/production-rules';
import type { JobResult } from '../playing/jobs.js';
import type { Labour } from '../playing/labour-meter.js';
import { scoreOf } from '../statistics/scores.js';
import { takesTwo } from './tasks-for-two.js';

/** An episode worth watching, as a replay file. */
export interface WatchedEpisode {
  /** Line of the task file, from 0. */
  task: number;
  /** Name of the task. */
  name: string;
  /** Seat of the agent beside a co-player. Absent: it played from all seats. */
  seat?: number;
  /** `[trials]` */
  scoreByTrial: number[];
  /** Only in tasks for two, `[trials]`: useful actions of the first and the second player; null without a reward. */
  labour?: Labour[];
  /** Only in tasks for two: whether no oracle solves the task beside an idle player, from either seat. */
  takesTwo?: boolean;
  replay: string;
}

/** Candidates that are asked whether they take two, for each episode that is kept. Each takes the oracle a moment. */
const ASKED = 5;

/**
 * The episodes most worth watching, at most one of a task: those whose score rose most from the first to the last trial,
 * and ended high. In tasks for two both players must have done something useful in the last trial (see `LabourMeter`),
 * and tasks that take two come first.
 * @param results those of the agent with replays count
 */
export function worthWatching(
  results: readonly JobResult[],
  { count, tasks, referenceScores }: { count: number; tasks: readonly Task[]; referenceScores: readonly number[] },
): WatchedEpisode[] {
  const episodes = results.flatMap(({ job, rewardByTrial, replays, labour }) =>
    (replays ?? []).map((replay, i): WatchedEpisode => {
      const { task } = job.plays[i];
      return {
        task,
        name: tasks[task].name,
        ...(job.seat !== undefined && { seat: job.seat }),
        scoreByTrial: rewardByTrial[i].map((reward) => scoreOf(reward, referenceScores[task])),
        ...(labour && { labour: labour[i] }),
        replay,
      };
    }),
  );
  const ranked = episodes.filter(isShared).sort((a, b) => rise(b) - rise(a) || last(b) - last(a) || a.task - b.task);
  const candidates = ranked.filter(({ task }, i) => ranked.findIndex((each) => each.task === task) === i);
  const asked = candidates
    .slice(0, ASKED * count)
    .map((each) => (each.labour ? { ...each, takesTwo: takesTwo(tasks[each.task]) } : each));
  return asked.sort((a, b) => Number(b.takesTwo ?? false) - Number(a.takesTwo ?? false)).slice(0, count);
}

const last = ({ scoreByTrial }: WatchedEpisode): number => scoreByTrial[scoreByTrial.length - 1];
const rise = (episode: WatchedEpisode): number => last(episode) - episode.scoreByTrial[0];

/** Whether the last trial was rewarded, in tasks for two with a useful action of each player before. */
function isShared(episode: WatchedEpisode): boolean {
  if (last(episode) === 0) return false;
  const { labour } = episode;
  return labour === undefined || Math.min(...(labour[labour.length - 1] ?? [0])) > 0;
}
