import { FAMILIES, type Family } from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { listOf, oneOf, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { readCheckpoint } from '@open-ada/rollout';
import { agentFile } from '@open-ada/training';
import { Command } from 'commander';
import { labelReports } from './labels.js';
import { printLine } from './print-line.js';
import { validationTasks } from './validation-tasks.js';

const ALONE = FAMILIES.filter((family) => family !== 'pairs');

interface Given {
  checkpoint: string;
  families: Family[];
  count: number;
  trials: number;
}

/** `experiment labels`: what an agent does beside what the script would have done. */
export const labelsCommand = (): Command =>
  new Command('labels')
    .description(
      'compares in every step what an agent does with what the script that teaches would do there, in trials without ' +
        'reward and in those above 0.8; on tasks of the training side that no run trains on',
    )
    .requiredOption('--checkpoint <agent>', 'agent file, run directory, or "released"')
    .option('--families <list>', 'task families for one player', listOf(oneOf(ALONE)), ['full'])
    .option('--count <n>', 'tasks of each family', wholeNumber(1), 50)
    .option('--trials <k>', 'trials of each episode', wholeNumber(1), 2)
    .action(run);

async function run({ checkpoint: file, families, count, trials }: Given): Promise<void> {
  const checkpoint = readCheckpoint(agentFile(file, '--checkpoint'));
  if (checkpoint.simulation.players === 2) {
    throw new InputError(`${checkpoint.file} plays with another player; give an agent that was trained alone.`);
  }
  for (const family of families) {
    const progress = new ProgressLine(`${family}, ${count} tasks`);
    progress.begin(0, 'the oracle plays for reference scores');
    const tasks = validationTasks(family, count, checkpoint.simulation);
    const reports = await labelReports(checkpoint, tasks, trials, (done) => progress.show(done, 'played'));
    progress.close();
    printLine({ family, tasks: count, ...reports });
  }
}
