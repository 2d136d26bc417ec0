import { MEMORIES } from '@open-ada/ada-agent';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PROBLEMS } from './problems.js';
import { type DiagnosticsOptions, runDiagnostics } from './run-diagnostics.js';

const listOf =
  <T extends string>(choices: readonly T[]) =>
  (text: string): T[] => {
    const wrong = text.split(',').find((each) => !choices.includes(each as T));
    if (wrong !== undefined)
      throw new InvalidArgumentError(`There is no "${wrong}"; use some of ${choices.join(', ')}.`);
    return text.split(',') as T[];
  };

const numbers = (text: string): number[] => {
  const list = text.split(',').map(Number);
  if (!list.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new InvalidArgumentError('Use whole numbers: 1,2,3.');
  return list;
};

/** The diagnostic problems as a command. */
export function diagnosticsCommand(commit: string | null): Command {
  const problems = PROBLEMS.map(({ name }) => name);
  return new Command('diagnostics')
    .description('trains the real agent and learners on small problems, from a bandit to a meta-bandit')
    .option('--problems <list>', `some of ${problems.join(', ')}`, listOf(problems), problems)
    .option('--learners <list>', 'muesli, ppo', listOf(['muesli', 'ppo'] as const), ['muesli', 'ppo'])
    .addOption(
      new Option('--memory <kind>', 'what the agent remembers with').choices(MEMORIES).default('transformer-xl'),
    )
    .addOption(
      new Option('--backend <name>', 'what runs the tensors')
        .choices(['onnx-cpu', 'tfjs-cpu', 'tfjs-node-gpu'])
        .default('onnx-cpu'),
    )
    .option('--seeds <list>', 'one run each', numbers, [1, 2, 3])
    .option('--out <directory>', 'where the curves are written', 'docs/results/diagnostics')
    .action((options: DiagnosticsOptions) => runDiagnostics(options, commit, console.log));
}
