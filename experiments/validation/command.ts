import { FAMILIES, type Family, isPair } from '@open-ada/curriculum';
import { InputError } from '@open-ada/node-kit';
import { listOf, oneOf, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { readCheckpoint } from '@open-ada/rollout';
import { agentFile } from '@open-ada/training';
import { COMPACT } from '@open-ada/xland-sim';
import { Command, Option } from 'commander';
import { printLine } from './print-line.js';
import { type Player, validate } from './validate.js';
import { validationTasks } from './validation-tasks.js';

interface Given {
  checkpoint?: string;
  explorer?: boolean;
  steady?: boolean;
  families?: Family[];
  count: number;
  trials: number;
  mode: 'sample' | 'greedy';
}

/** `experiment validate`: an agent on tasks of the training side that no run trains on. */
export const validateCommand = (): Command =>
  new Command('validate')
    .description(
      'scores an agent by trial on tasks of the training side that no run trains on; settings are tuned on these, ' +
        'never on held-out tasks. Without --checkpoint and --explorer the oracle plays',
    )
    .option('--checkpoint <agent>', 'agent file, run directory, or "released"')
    .option('--explorer', 'the scripted explorer plays')
    .option('--steady', 'with --explorer: the explorer as it labels, in the world of --checkpoint')
    .option(
      '--families <list>',
      'task families (default: all; those for two only of an agent that was trained with --players 2, or of a script)',
      listOf(oneOf(FAMILIES)),
    )
    .option('--count <n>', 'tasks of each family', wholeNumber(1), 300)
    .option('--trials <k>', 'trials of each episode', wholeNumber(1), 5)
    .addOption(new Option('--mode <mode>', 'how the agent chooses').choices(['sample', 'greedy']).default('sample'))
    .action(run);

async function run({ checkpoint: file, explorer, steady, families: asked, count, trials, mode }: Given): Promise<void> {
  if (steady && !explorer) throw new InputError('--steady is a way in which the explorer plays; add --explorer.');
  const checkpoint = file === undefined ? undefined : readCheckpoint(agentFile(file, '--checkpoint'));
  const isAlone = checkpoint !== undefined && checkpoint.simulation.players !== 2;
  const families = asked ?? FAMILIES.filter((family) => !(isAlone && isPair(family)));
  const pairs = families.find(isPair);
  if (isAlone && pairs !== undefined) {
    throw new InputError(
      `${checkpoint.file} was trained alone, and the tasks of ${pairs} are for two; train an agent with --players 2.`,
    );
  }
  const player: Player =
    checkpoint && !explorer
      ? { kind: 'agent', checkpoint, mode }
      : explorer
        ? { kind: 'explorer', steady: steady === true }
        : { kind: 'oracle' };
  for (const family of families) {
    const settings = checkpoint?.simulation ?? (isPair(family) ? { ...COMPACT, players: 2 } : COMPACT);
    const progress = new ProgressLine(`${family}, ${count} tasks`);
    progress.begin(0, 'the oracle plays for reference scores');
    const tasks = validationTasks(family, count, settings);
    const scores = await validate(player, tasks, trials, settings, (done) => progress.show(done, 'played'));
    progress.close();
    printLine({ family, ...scores });
  }
}
