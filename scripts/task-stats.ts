// `task stats`: prints statistics of the tasks of a family, beside those of the paper.
import {
  CHAIN_FAMILIES,
  type ChainFamily,
  type FamilySample,
  familyStatistics,
  sampleGames,
} from '@open-ada/curriculum';
import { wholeNumber } from '@open-ada/node-kit/command';
import { foldWords, ProgressLine, terminalWidth } from '@open-ada/node-kit/terminal';
import type { Task } from '@open-ada/production-rules';
import { COMPACT, solve, stepsPerSecond } from '@open-ada/xland-sim';
import { Argument, Command, Option } from 'commander';
import { SIDES } from './task-sides.js';
import { complexityOption, tilesOption } from './world-options.js';

interface StatsArguments extends FamilySample {
  games: number;
  json?: boolean;
}

/** Means over the tasks on which AdA was evaluated (Bauer et al. 2023, appendix D.5, emergent curricula). */
const PAPER = { rules: 3.35, firings: 1.77, objects: 7.5 };

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
const number = (value: number): string => (value < 1e6 ? value.toLocaleString('en') : value.toExponential(1));
const sharesInWords = (shares: Record<string, number>): string =>
  Object.entries(shares)
    .map(([name, share]) => `${name} ${percent(share)}`)
    .join(', ');

type Statistics = ReturnType<typeof familyStatistics> & { games: ReturnType<typeof sampleGames> | null };

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
  const width = terminalWidth(process.stdout);
  const folded = lines.flatMap((line) =>
    line.length > width ? foldWords(line.split(' '), ' ', width, '    ') : [line],
  );
  return `${folded.join('\n')}\n`;
}

function stats(family: ChainFamily, options: StatsArguments): void {
  const progress = new ProgressLine(`task stats ${family}`);
  progress.begin(0, 'counting games');
  const games = options.games > 0 ? sampleGames(family, options.seed, options.games) : null;
  let played = 0;
  const play = (task: Task, seed: number) => {
    progress.show(played++ / options.solve, 'of the tasks that the oracle plays');
    return solve(task, { seed });
  };
  const result = { ...familyStatistics(family, options, play, stepsPerSecond(COMPACT)), games };
  progress.close();
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
