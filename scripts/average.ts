// `pnpm average RUN --out FILE`: the mean of the parameters of a run's newest checkpoints, as an agent.

import { dirname } from 'node:path';
import { requireWritable, writeWhole } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { averageAgents } from '@open-ada/training';
import { Command } from 'commander';

await runCommand(
  new Command('average')
    .description(
      "Writes the mean of the parameters of a run's newest checkpoints as one agent file. Where the learning rate did " +
        'not fall to nothing, it mostly plays better than the newest of them. Train with --kept-checkpoints 12 or so.',
    )
    .argument('<run>', 'run directory')
    .requiredOption('--out <file>', 'where the agent goes, for example averaged.safetensors')
    .option(
      '--last <n>',
      'how many checkpoints, newest first; all that there are if there are fewer',
      wholeNumber(2),
      12,
    )
    .action(average),
);

function average(run: string, { out, last }: { out: string; last: number }): void {
  const { bytes, steps } = averageAgents(run, last);
  requireWritable('--out', dirname(out));
  writeWhole(out, bytes);
  const [newest, oldest] = [steps[0], steps.at(-1)].map((n) => Number(n).toLocaleString('en'));
  process.stdout.write(
    `${out}: the mean of ${steps.length} checkpoints, at ${oldest} to ${newest} steps of this run\n`,
  );
}
