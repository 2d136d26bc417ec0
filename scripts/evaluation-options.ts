// Shared by the evaluation commands: options, the agent, progress, Ctrl-C.

import { availableParallelism } from 'node:os';
import type { Mode } from '@open-ada/ada-agent';
import type { EvaluationProgress } from '@open-ada/evaluation';
import { currentCommit, stopSignal } from '@open-ada/node-kit';
import { numbersOf, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { type Command, Option } from 'commander';

export interface EvaluationGiven {
  checkpoint?: string;
  trials: number[];
  repeats: number;
  seed: number;
  mode: Mode;
  workers: number | 'auto';
  control: boolean;
  out: string;
  json?: boolean;
}

/** Largest allowed number of trials. The paper evaluates its agents with up to 13 trials. */
const MOST_TRIALS = 100;

const workerNumber = (text: string): number | 'auto' => (text === 'auto' ? text : wholeNumber(1)(text));

export function addEvaluationOptions(command: Command, defaults: { repeats: number }): Command {
  return command
    .option(
      '--checkpoint <agent>',
      'agent file, run directory, or "released" (default: the newest of runs/student or runs/teacher, else released)',
    )
    .option('--trials <list>', 'numbers of trials k', numbersOf(wholeNumber(1, MOST_TRIALS)), [1, 2, 3, 5, 8, 13])
    .option('--repeats <n>', 'episodes of every task and k', wholeNumber(1), defaults.repeats)
    .option('--seed <n>', 'of starting headings and choices', wholeNumber(0), 1)
    .addOption(new Option('--mode <mode>', 'how the agent chooses').choices(['sample', 'greedy']).default('sample'))
    .option('--workers <n>', 'threads (the figures do not depend on it)', workerNumber, 'auto')
    .option('--no-control', 'skip the control with memory reset between trials')
    .option('--out <directory>', 'where the result and its page are written', 'results')
    .option('--json', 'print one JSON object on standard output; to a file: pnpm -s NAME --json > FILE');
}

/** The options of the protocol itself. */
export function protocolOptions(given: EvaluationGiven, name: string) {
  const { trials: ks, repeats, seed, mode, control, out } = given;
  const workers = given.workers === 'auto' ? availableParallelism() : given.workers;
  const code = currentCommit() ?? '';
  const journal = { directory: out, name, code };
  return { ks, repeats, seed, mode, control, workers, journal, signal: stopSignal() };
}

/** Prints a sentence about the evaluation that is no error. */
export const note = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** Displays progress, rate and remaining time of `play`. */
export async function withProgress<T>(play: (onProgress: (progress: EvaluationProgress) => void) => Promise<T>) {
  const line = new ProgressLine('playing');
  const start = performance.now();
  let before: number | undefined;
  try {
    return await play(({ steps, done, found }) => {
      if (before === undefined) {
        before = steps;
        if (found > 0) process.stderr.write(`going on: ${Math.round(100 * found)} % was played before\n`);
      }
      const rate = (steps - before) / ((performance.now() - start) / 1000);
      line.show(done, `${count(steps)} steps, ${count(Math.round(rate))}/s`, found);
    });
  } finally {
    line.close();
  }
}

const count = (n: number) => n.toLocaleString('en');
