// `task stats`: what the tasks of a family are like, beside those of the paper.
import {
  CHAIN_FAMILIES,
  type ChainFamily,
  countGames,
  GameSample,
  generateChainTask,
  generateGame,
  type Side,
  TaskStatistics,
} from '@open-ada/curriculum';
import { wholeNumber } from '@open-ada/node-kit/command';
import { gameKey } from '@open-ada/production-rules';
import { COMPACT, solve, stepsPerSecond } from '@open-ada/xland-sim';
import { Argument, Command, Option } from 'commander';
import { SIDES } from './task-sides.js';
import { complexityOption, tilesOption } from './world-options.js';

interface StatsArguments {
  seed: number;
  count: number;
  side: Side;
  solve: number;
  games: number;
  tiles?: number;
  complexity?: number;
  json?: boolean;
}

/** Means of the tasks on which AdA was tested (Bauer et al. 2023, appendix D.5, emergent curricula). */
const PAPER = { rules: 3.35, firings: 1.77, objects: 7.5 };

interface Solved {
  tasks: number;
  solved: number;
  /** Means over the solved ones: rule firings, and reward as a share of the trial. */
  firings: number;
  reward: number;
  /** Share of the solved ones whose trial is at least 2.5 times what the oracle needed. */
  ample: number;
}

function statistics(family: ChainFamily, options: StatsArguments) {
  const { seed, count, side, tiles, complexity } = options;
  const all = new TaskStatistics();
  const oracle = { solved: 0, firings: 0, reward: 0, ample: 0 };
  for (let i = 0; i < count; i++) {
    const made = generateChainTask(family, seed + i, { side, tiles, complexity });
    all.add(made);
    if (i >= options.solve) continue;
    const { solved, firings, reward, trialSteps, stepsToGoal = 0 } = solve(made.task, { seed: seed + i });
    if (!solved) continue;
    oracle.solved++;
    oracle.firings += firings;
    oracle.reward += reward / trialSteps;
    if (made.task.trialSeconds >= (2.5 * stepsToGoal) / stepsPerSecond(COMPACT)) oracle.ample++;
  }
  const tasks = Math.min(options.solve, count);
  const { solved } = oracle;
  const played: Solved | null =
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

/** Games of both sides, in the proportion in which they come without the split. */
function sampleGames(family: ChainFamily, seed: number, size: number) {
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

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
const number = (value: number): string => (value < 1e6 ? value.toLocaleString('en') : value.toExponential(1));
const sharesInWords = (shares: Record<string, number>): string =>
  Object.entries(shares)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(', ');

type Statistics = ReturnType<typeof statistics> & { games: ReturnType<typeof sampleGames> | null };

function inWords({ family, side, seed, count, means, goals, conditions, hiding, trials, worlds, ...rest }: Statistics) {
  const row = (name: string, value: number, paper?: number): string =>
    `  ${name.padEnd(32)}${value.toFixed(2).padStart(7)}${(paper?.toFixed(2) ?? '').padStart(12)}`;
  const lines = [
    `${count} ${side} tasks of "${family}", seeds ${seed} to ${seed + count - 1}`,
    `${'  mean'.padEnd(34)}${'here'.padStart(7)}${'AdA test set'.padStart(14)}`,
    row('rules', means.rules, PAPER.rules),
    row('firings needed', means.firings, PAPER.firings),
    ...(rest.oracle ? [row(`firings of the oracle`, rest.oracle.firings)] : []),
    row('objects at the start', means.objects, PAPER.objects),
    row('of these not needed', means.distractors),
    row('rules not needed', means.deadEnds),
    row('seconds of a trial', means.trialSeconds),
    `  goals: ${sharesInWords(goals)}`,
    `  conditions of rules: ${sharesInWords(conditions)}`,
    `  hidden: ${sharesInWords(hiding)}`,
    `  trials: ${sharesInWords(trials)}`,
    `  worlds: ${sharesInWords(worlds)}`,
  ];
  const { oracle, games } = rest;
  if (oracle) {
    lines.push(
      `  oracle: solves ${percent(oracle.solved)} of ${oracle.tasks}, reward ${percent(oracle.reward)} of the trial; ` +
        `the trial is 2.5 times what it needs or more in ${percent(oracle.ample)}`,
    );
  }
  if (games) {
    const effective = games.effective === null ? 'no pair alike' : `as many alike as of ${number(games.effective)}`;
    lines.push(
      `  distinct games: by formula ${number(games.least)} to ${number(games.most)}; ` +
        `${number(games.distinct)} in a sample of ${number(games.sample)} (${effective}; Chao's lower bound ${number(games.estimate)})`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function stats(family: ChainFamily, options: StatsArguments): void {
  const games = options.games > 0 ? sampleGames(family, options.seed, options.games) : null;
  const result = { ...statistics(family, options), games };
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : inWords(result));
}

export const statsCommand = (): Command =>
  new Command('stats')
    .description("says what a family's tasks are like, beside the paper's, and how many games there are")
    .addArgument(new Argument('<family>', 'family of tasks').choices(CHAIN_FAMILIES))
    .option('--seed <n>', 'first seed', wholeNumber(0), 0)
    .option('--count <n>', 'tasks', wholeNumber(1), 2000)
    .addOption(new Option('--side <side>', 'side of the split by game').choices(SIDES).default('training'))
    .option('--solve <n>', 'how many of them the oracle plays, in the laptop world', wholeNumber(0), 200)
    .option('--games <n>', 'games drawn to estimate how many there are', wholeNumber(0), 100_000)
    .addOption(tilesOption())
    .addOption(complexityOption())
    .option('--json', 'print one JSON object')
    .action(stats);
