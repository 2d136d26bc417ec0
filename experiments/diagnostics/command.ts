import { MEMORIES } from '@open-ada/ada-agent';
import { listOf, oneOf, wholeNumber } from '@open-ada/node-kit/command';
import { Command, Option } from 'commander';
import { PROBLEMS } from './problems.js';
import { type DiagnosticsOptions, runDiagnostics } from './run-diagnostics.js';

/** The diagnostic problems as a command. */
export function diagnosticsCommand(commit: string | null): Command {
  const problems = PROBLEMS.map(({ name }) => name);
  return new Command('diagnostics')
    .description('trains the real agent and learners on small problems, from a bandit to a meta-bandit')
    .option('--problems <list>', `some of ${problems.join(', ')}`, listOf(oneOf(problems)), problems)
    .option('--learners <list>', 'muesli, ppo', listOf(oneOf(['muesli', 'ppo'])), ['muesli', 'ppo'])
    .addOption(
      new Option('--memory <kind>', 'what the agent remembers with').choices(MEMORIES).default('transformer-xl'),
    )
    .addOption(
      new Option('--backend <name>', 'what runs the tensors')
        .choices(['onnx-cpu', 'tfjs-cpu', 'tfjs-node-gpu'])
        .default('onnx-cpu'),
    )
    .option('--seeds <list>', 'one run each', listOf(wholeNumber(0)), [1, 2, 3])
    .option('--out <directory>', 'where the curves are written', 'docs/results/diagnostics')
    .action((options: DiagnosticsOptions) => runDiagnostics(options, commit, console.log));
}
