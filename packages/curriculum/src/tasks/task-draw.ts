import { Random, type Task } from '@open-ada/production-rules';
import { type Family, isChain, isPair } from '../games/families.js';
import { NoRoomError } from '../worlds/placement.js';
import { type EpisodeSettings, fillingTrialSteps, stepsOfTrial } from './episode-settings.js';
import { generateChainTask } from './generate-chain-task.js';
import type { GenerateOptions } from './generate-options.js';
import { generatePairTask } from './generate-pair-task.js';
import { generateTask } from './generate-task.js';
import { drawPoolSeed } from './seed-pool.js';

/** What a training task is made from, and its number of trials. This is enough to make it again, bit for bit. */
export interface TaskDraw {
  family: Family;
  seed: number;
  trials: number;
  /** Tiles along each side and complexity of its world. Absent: the family's default, flat. */
  tiles?: number;
  complexity?: number;
}

/** Difficulty of a task, in the terms of AdA's plots of emergent curricula. */
export interface TaskFacts {
  rules: number;
  /** Number of rules that must fire before the goal can hold. */
  firings: number;
  /** Objects at the start that the solution does not need. */
  distractors: number;
}

export interface DrawnTask {
  draw: TaskDraw;
  /** The task. Its trials are as long as fit into the iteration. */
  task: Task;
  facts: TaskFacts;
}

/** Random stream that gives each seed of a pool its world. */
const WORLD_STREAM = 100;

/** Number of objects that a game without a chain needs at the start. Of registered families it is not known. */
const NEEDED: Partial<Record<Family, number>> = { hold: 1, 'make-by-hold': 1, 'make-by-near': 2, bring: 2, keep: 2 };

/**
 * Draws a training task of the family with its number of trials. If the task needs longer trials than this number
 * allows, it gets fewer trials. The trials fill the iteration, so that no step is wasted.
 */
export function drawTask(random: Random, family: Family, settings: EpisodeSettings): DrawnTask {
  const { stepsPerIteration, stepsPerSecond, trialLength } = settings;
  let trials = drawTrials(random, settings.trialWeights);
  const seed = drawPoolSeed(random, settings.pool ?? { first: 0, size: 2 ** 32 });
  const rng = settings.pool === undefined ? random : new Random(seed, WORLD_STREAM);
  const range = settings.worlds[family];
  const drawn = range && { tiles: rng.pick(range.tiles), complexity: rng.pick(range.complexity) };
  const { task, facts, ...world } = generateWithRoom({ family, seed }, drawn, range?.tiles ?? []);
  if (trialLength === 'task') {
    trials = Math.max(1, Math.floor(stepsPerIteration / stepsOfTrial(task.trialSeconds, settings)));
  } else {
    if (isChain(family) || isPair(family)) {
      const needed = Math.ceil(task.trialSeconds * stepsPerSecond);
      trials = Math.min(trials, Math.max(1, Math.floor(stepsPerIteration / needed)));
    }
    task.trialSeconds = fillingTrialSteps(trials, settings) / stepsPerSecond;
  }
  return { draw: { family, seed, trials, ...world }, task, facts };
}

/** Makes the task of a draw again. */
export function redrawTask(draw: TaskDraw, settings: EpisodeSettings): DrawnTask {
  const { task, facts } = generate(draw);
  if (settings.trialLength !== 'task') {
    task.trialSeconds = fillingTrialSteps(draw.trials, settings) / settings.stepsPerSecond;
  }
  return { draw, task, facts };
}

/**
 * Generates a task. If its game has too many objects for the drawn world, the next larger size of the range is used.
 */
function generateWithRoom(
  game: Pick<TaskDraw, 'family' | 'seed'>,
  world: { tiles: number; complexity: number } | undefined,
  sizes: readonly number[],
): Omit<DrawnTask, 'draw'> & Pick<TaskDraw, 'tiles' | 'complexity'> {
  try {
    return { ...generate({ ...game, ...world }), ...world };
  } catch (error) {
    const larger = sizes.filter((tiles) => world !== undefined && tiles > world.tiles);
    if (!(error instanceof NoRoomError) || world === undefined || larger.length === 0) throw error;
    return generateWithRoom(game, { ...world, tiles: Math.min(...larger) }, larger);
  }
}

function generate({ family, seed, tiles, complexity = 0 }: Omit<TaskDraw, 'trials'>): Omit<DrawnTask, 'draw'> {
  const options: GenerateOptions = { side: 'training', complexity, ...(tiles !== undefined && { tiles }) };
  if (isChain(family) || isPair(family)) {
    const { task, game } = isPair(family) ? generatePairTask(seed, options) : generateChainTask(family, seed, options);
    return { task, facts: factsOf(task, game.rules.length, game.needed.length) };
  }
  const task = generateTask(family, seed, options);
  return { task, facts: factsOf(task, task.rules.length, NEEDED[family] ?? 0) };
}

function factsOf(task: Task, firings: number, needed: number): TaskFacts {
  return { rules: task.rules.length, firings, distractors: task.objects.length - needed };
}

/** Draws a number of trials. */
export function drawTrials(random: Random, weights: Readonly<Record<number, number>>): number {
  const entries = Object.entries(weights);
  let left = random.float() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [trials, weight] of entries) {
    left -= weight;
    if (left < 0) return Number(trials);
  }
  return Number(entries[entries.length - 1][0]);
}
