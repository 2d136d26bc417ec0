import { gameKey, type Task } from '@open-ada/production-rules';
import { countGames } from '../games/count-games.js';
import type { ChainFamily, Side } from '../games/families.js';
import { GameSample } from '../games/game-sample.js';
import { generateGame } from '../games/generate-game.js';
import { generateChainTask } from './generate-chain-task.js';
import { TaskStatistics } from './task-statistics.js';

/** Which tasks of a family are looked at. */
export interface FamilySample {
  /** Of the first task; the others follow. */
  seed: number;
  count: number;
  side: Side;
  tiles?: number;
  complexity?: number;
  /** How many of them, the first ones, are played. */
  solve: number;
}

/** What came of one task that was played. */
export interface SolvedTask {
  solved: boolean;
  firings: number;
  /** In steps with the goal held. */
  reward: number;
  trialSteps: number;
  stepsToGoal?: number;
}

interface SolvedShares {
  tasks: number;
  solved: number;
  /** Means over the solved ones: rule firings, and reward as a share of the trial. */
  firings: number;
  reward: number;
  /** Share of the solved ones whose trial is at least 2.5 times what the oracle needed. */
  ample: number;
}

/**
 * What the tasks of a family are like.
 * @param play plays a task, with the seed it was made from
 * @param stepsPerSecond of the world it is played in
 */
export function familyStatistics(
  family: ChainFamily,
  { seed, count, side, tiles, complexity, solve }: FamilySample,
  play: (task: Task, seed: number) => SolvedTask,
  stepsPerSecond: number,
) {
  const all = new TaskStatistics();
  const oracle = { solved: 0, firings: 0, reward: 0, ample: 0 };
  for (let i = 0; i < count; i++) {
    const made = generateChainTask(family, seed + i, { side, tiles, complexity });
    all.add(made);
    if (i >= solve) continue;
    const { solved, firings, reward, trialSteps, stepsToGoal = 0 } = play(made.task, seed + i);
    if (!solved) continue;
    oracle.solved++;
    oracle.firings += firings;
    oracle.reward += reward / trialSteps;
    if (made.task.trialSeconds >= (2.5 * stepsToGoal) / stepsPerSecond) oracle.ample++;
  }
  const tasks = Math.min(solve, count);
  const { solved } = oracle;
  const played: SolvedShares | null =
    tasks === 0
      ? null
      : {
          tasks,
          solved: solved / tasks,
          firings: oracle.firings / solved,
          reward: oracle.reward / solved,
          ample: oracle.ample / solved,
        };
  return { family, side, seed, count, means: all.means(), ...all.distributions(), oracle: played };
}

/**
 * Counts the games of a family by a formula and by a sample. The sample contains both sides in the proportion in which
 * they occur without the split.
 */
export function sampleGames(family: ChainFamily, seed: number, size: number) {
  const sample = new GameSample();
  for (let i = 0; i < size; i++) {
    const { goal, all } = generateGame(family, seed + i, i % 10 === 0 ? 'held-out' : 'training');
    sample.add(gameKey({ goal: [goal], rules: all }));
  }
  const effective = sample.effective();
  return {
    ...countGames(family),
    sample: sample.size,
    distinct: sample.distinct,
    estimate: Math.round(sample.estimate()),
    effective: Number.isFinite(effective) ? Math.round(effective) : null,
  };
}
