import { Random, type Task } from '@open-ada/production-rules';
import type { Family } from './families.js';
import { generateTask } from './generate-task.js';
import { drawSeed, type Pool } from './pool.js';

/** How the episodes of a round are drawn. */
export interface EpisodeSettings {
  /** Decisions of one environment in one round: trials x decisions of a trial never exceed it. */
  decisionsPerRound: number;
  decisionsPerSecond: number;
  /** Relative weight of each number of trials. */
  trialWeights: Readonly<Record<number, number>>;
  /** Probability that the agent is not told the trial's index and number. */
  hideTrialIndex: number;
  /** Probability, at each boundary of two trials, that the agent's memory is cleared there. */
  clearMemory: number;
  /** Tiles along each side of the room. */
  tiles: number;
  /** Greatest complexity of a world (see `generateWorld`); each task's is uniform from 0 up to it. */
  complexity: number;
  /** Tasks are those of this pool of seeds, each in one world. Absent: 2^32 seeds, each in worlds of any complexity. */
  pool?: Pool;
}

/** Stream that gives each seed of a pool the complexity of its world. */
const COMPLEXITY_STREAM = 100;

export const EPISODE_DEFAULTS: EpisodeSettings = {
  decisionsPerRound: 160,
  decisionsPerSecond: 5,
  trialWeights: { 2: 0.1, 3: 0.15, 4: 0.6, 5: 0.15 },
  hideTrialIndex: 0.1,
  clearMemory: 0.06,
  tiles: 4,
  complexity: 0,
};

/** One episode for one environment. */
export interface Episode {
  task: Task;
  family: Family;
  trials: number;
  hideTrialIndex: boolean;
  /** Trial indices (1..trials-1, ascending) before which the agent's memory is cleared. */
  clearAt: number[];
}

/** Decisions of one trial when an episode has `trials` of them: as many as fit the round. */
export function trialDecisions(trials: number, settings: EpisodeSettings): number {
  return Math.floor(settings.decisionsPerRound / trials);
}

function drawTrials(random: Random, weights: Readonly<Record<number, number>>): number {
  const entries = Object.entries(weights);
  let left = random.float() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [trials, weight] of entries) {
    left -= weight;
    if (left < 0) return Number(trials);
  }
  return Number(entries[entries.length - 1][0]);
}

/** Draws a training task of the family with its number and length of trials. */
export function drawEpisode(random: Random, family: Family, settings: EpisodeSettings): Episode {
  const trials = drawTrials(random, settings.trialWeights);
  const trialSeconds = trialDecisions(trials, settings) / settings.decisionsPerSecond;
  const { tiles, pool } = settings;
  const seed = drawSeed(random, pool ?? { first: 0, size: 2 ** 32 });
  const chance = pool === undefined ? random : new Random(seed, COMPLEXITY_STREAM);
  const complexity = settings.complexity > 0 ? settings.complexity * chance.float() : 0;
  const task = generateTask(family, seed, { side: 'training', trialSeconds, tiles, complexity });
  const hideTrialIndex = random.float() < settings.hideTrialIndex;
  const clearAt: number[] = [];
  for (let trial = 1; trial < trials; trial++) if (random.float() < settings.clearMemory) clearAt.push(trial);
  return { task, family, trials, hideTrialIndex, clearAt };
}
