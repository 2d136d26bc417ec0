// `task freeze-explorer`: plays the scripted explorer and stores its rewards, which every evaluation shows beside an
// agent's.
import { availableParallelism } from 'node:os';
import { FROZEN_FAMILIES } from '@open-ada/curriculum';
import {
  EXPLORER_TRIALS,
  explorerFile,
  freezeExplorer,
  freezeProbeExplorer,
  readHeldOut,
  readProbes,
} from '@open-ada/evaluation';
import { wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { Argument, Command } from 'commander';

const PROBES = 'probes';

interface FreezeExplorerArguments {
  trials: number;
  folder: string;
  probes: string;
}

async function freeze(what: string, { trials, folder, probes }: FreezeExplorerArguments): Promise<void> {
  const progress = new ProgressLine('the explorer plays');
  const options = {
    trials,
    workers: availableParallelism(),
    onProgress: (done: number) => progress.show(done, what),
  };
  const file =
    what === PROBES
      ? await freezeProbeExplorer(probes, readProbes(probes), options)
      : await ofFamily(folder, what, options);
  progress.close();
  process.stdout.write(`${file}: ${trials} trials of the explorer\n`);
}

async function ofFamily(folder: string, family: string, options: Parameters<typeof freezeExplorer>[2]) {
  await freezeExplorer(folder, readHeldOut(folder, family), options);
  return explorerFile(folder, family);
}

export const freezeExplorerCommand = (): Command =>
  new Command('freeze-explorer')
    .description('plays the explorer, a script that adapts, and stores its rewards for the evaluations')
    .addArgument(new Argument('<what>', 'family of held-out tasks, or probes').choices([...FROZEN_FAMILIES, PROBES]))
    .option('--trials <n>', 'trials of each episode', wholeNumber(1), EXPLORER_TRIALS)
    .option('--folder <folder>', 'the held-out tasks and their manifest', 'tasks/heldout')
    .option('--probes <folder>', 'the probes', 'tasks/probes')
    .action(freeze);
