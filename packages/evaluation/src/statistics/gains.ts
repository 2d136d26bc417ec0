import type { Games } from './games.js';
import { type Estimate, mean, pairedGain, smallestPairedGain } from './statistics.js';

/** Comparisons paired by task. A gain is absent if there is nothing to compare. */
export interface Gains {
  /** Score of the last trial at the largest k minus that at the smallest. Absent with a single k. */
  gainOverTrials?: { k: [number, number] } & Estimate;
  /**
   * Last trial minus the last trial of the memory-reset control, at the largest k. Absent without the control and at k
   * = 1.
   */
  gainFromMemory?: { k: number } & Estimate;
  /**
   * The same difference, averaged over trials 2 to k - 1 of the largest k. Two trials are excluded: the first, before
   * which there is no memory to reset, and the last, which the agent is told is its last. Absent also for k < 3.
   */
  gainFromMemoryMiddle?: { k: number; trials: [number, number] } & Estimate;
  /**
   * The smaller of two mean differences at the largest k: last minus first trial, and last trial minus the last trial
   * of the memory-reset control.
   */
  adaptationGain?: { k: number } & Estimate;
}

/** `[k][tasks]`: score of each trial of the largest k. */
export interface TrialScores {
  agent: readonly number[][];
  cleared?: readonly number[][];
}

/** @param overTrials last trials `[tasks]` at the smallest and the largest k, if these differ */
export function gainsFrom(
  { agent, cleared }: TrialScores,
  overTrials: { k: [number, number]; smallest: readonly number[]; largest: readonly number[] } | undefined,
  games: Games,
): Gains {
  const k = agent.length;
  const last = agent[k - 1];
  const gains: Gains = {};
  if (overTrials) {
    const { smallest, largest } = overTrials;
    gains.gainOverTrials = { k: overTrials.k, ...pairedGain(largest, smallest, games) };
  }
  // There is nothing to reset before the first trial, so the control of a single trial is the agent itself.
  if (!cleared || k === 1) return gains;
  gains.gainFromMemory = { k, ...pairedGain(last, cleared[k - 1], games) };
  if (k > 2) {
    const middle = (trials: readonly number[][]) =>
      last.map((_, task) => mean(trials.slice(1, k - 1).map((scores) => scores[task])));
    gains.gainFromMemoryMiddle = { k, trials: [2, k - 1], ...pairedGain(middle(agent), middle(cleared), games) };
  }
  gains.adaptationGain = { k, ...smallestPairedGain(last, [agent[0], cleared[k - 1]], games) };
  return gains;
}
