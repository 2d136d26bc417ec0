import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentConfig } from '@open-ada/ada-agent';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import type { Backend } from '@open-ada/onnx-jit';
import { requireBackend } from '@open-ada/training';
import type { Problem } from './problem.js';
import { PROBLEMS } from './problems.js';
import { addRuns, runsOf } from './result-file.js';
import { byTrial, type ProblemResult, SETTINGS, trainProblem } from './train-problem.js';

export interface DiagnosticsOptions {
  problems: string[];
  learners: ('muesli' | 'ppo')[];
  memory: AgentConfig['memoryKind'];
  backend: Backend;
  seeds: number[];
  out: string;
}

interface DiagnosticsRun extends Omit<ProblemResult, 'byStep' | 'clearedByStep'> {
  seed: number;
  /** Mean reward per step over 512 episodes after training, by trial. */
  rewardByTrial: number[];
  clearedRewardByTrial: number[];
  learned: boolean;
}

/**
 * Runs the diagnostic problems in order. Adds the curves of each run to a file and prints one line per result.
 * @throws InputError, before anything is trained, if a file holds runs that were made in another way
 */
export async function runDiagnostics(
  options: DiagnosticsOptions,
  commit: string | null,
  say: (line: string) => void,
): Promise<void> {
  const { memory, backend } = options;
  await requireBackend(backend);
  mkdirSync(options.out, { recursive: true });
  const problems = PROBLEMS.filter(({ name }) => options.problems.includes(name));
  const planned = problems.flatMap((problem) =>
    options.learners.map((learner) => {
      const others = [memory, backend].filter((each) => each !== 'transformer-xl' && each !== 'onnx-cpu');
      const file = join(options.out, `${[problem.name, learner, ...others].join('-')}.json`);
      const { name, bar, steps, trials } = problem;
      const iterations = problem.iterations[learner];
      const head = { problem: name, steps, trials, bar, learner, memory, backend, iterations, settings: SETTINGS };
      return { problem, learner, iterations, file, head };
    }),
  );
  for (const { file, head } of planned) runsOf(file, head);
  say('| problem | learner | seed | steps | seconds | last trial (chance, best) | by trial | memory reset | learned |');
  say('|---|---|---|---|---|---|---|---|---|');
  for (const { problem, learner, iterations, file, head } of planned) {
    for (const seed of options.seeds) {
      const progress = new ProgressLine(`${problem.name}, ${learner}, seed ${seed}`);
      const onIteration = (iteration: number) => progress.show(iteration / iterations, `iteration ${iteration}`);
      const result = await trainProblem(problem, { learner, memory, backend, iterations, seed, onIteration });
      progress.close();
      const run = judged(problem, seed, result);
      say(row(problem, learner, run));
      addRuns(file, { head, runs: [{ ...run, commit }] });
    }
  }
}

function judged(problem: Problem, seed: number, result: ProblemResult): DiagnosticsRun {
  const { byStep, clearedByStep, ...rest } = result;
  const rewardByTrial = byTrial(byStep, problem.trials);
  const clearedRewardByTrial = byTrial(clearedByStep, problem.trials);
  const { atLeast, clearedAtMost = Number.POSITIVE_INFINITY } = problem.bar;
  const learned = rewardByTrial.at(-1)! >= atLeast && clearedRewardByTrial.at(-1)! <= clearedAtMost;
  return { seed, ...rest, rewardByTrial, clearedRewardByTrial, learned };
}

function row(problem: Problem, learner: string, run: DiagnosticsRun): string {
  const digits = (x: number) => x.toFixed(3).replace(/^0/, '');
  const list = (values: number[]) => values.map(digits).join(' ');
  const { chance, best, clearedAtMost } = problem.bar;
  const cells = [
    problem.name,
    learner,
    run.seed,
    run.steps.toLocaleString('en'),
    run.seconds.toFixed(1),
    `${digits(run.rewardByTrial.at(-1)!)} (${digits(chance)}, ${digits(best)})`,
    problem.trials > 1 ? list(run.rewardByTrial) : '',
    clearedAtMost === undefined ? '' : list(run.clearedRewardByTrial),
    run.learned ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}
