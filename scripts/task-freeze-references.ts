// `task freeze-references`: freezes the rewards that correspond to a score of 1, from the best known trials.
import { availableParallelism } from 'node:os';
import { FROZEN_FAMILIES } from '@open-ada/curriculum';
import {
  type BestTrials,
  freezeReferenceScores,
  readBestTrials,
  readHeldOut,
  readProbes,
  referenceFile,
  writeProbeReferences,
} from '@open-ada/evaluation';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { Argument, Command } from 'commander';

const PROBES = 'probes';

interface FreezeReferencesArguments {
  scores: string[];
  folder: string;
  probes: string;
}

async function freezeReferences(what: string, given: FreezeReferencesArguments): Promise<void> {
  const scores = given.scores.map(readBestTrials);
  const lines = what === PROBES ? ofProbes(given.probes, scores) : await ofFamily(given.folder, what, scores);
  process.stdout.write(`${lines}\n`);
}

async function ofFamily(folder: string, family: string, scores: readonly BestTrials[]): Promise<string> {
  const progress = new ProgressLine('the oracle plays');
  const { rewards, oracle, agents } = await freezeReferenceScores(folder, readHeldOut(folder, family), scores, {
    workers: availableParallelism(),
    onProgress: (done) => progress.show(done, family),
  });
  progress.close();
  const better = rewards.filter((reward, task) => reward > oracle[task]).length;
  const unsolved = rewards.filter((reward) => reward === 0).length;
  const names = new Set(agents.map(({ sha256 }) => sha256));
  return (
    `${referenceFile(folder, family)}: ${rewards.length} tasks, ${better} of them with a trial of ${names.size} agent(s) ` +
    `that is better than the oracle's, ${unsolved} solved by nobody`
  );
}

function ofProbes(folder: string, scores: readonly BestTrials[]): string {
  const { file, references } = writeProbeReferences(folder, readProbes(folder), scores);
  const probes = Object.entries(references.probes);
  const unsolved = probes.flatMap(([name, { reward }]) => (reward > 0 ? [] : [name]));
  return `${file}: ${probes.length} probes${unsolved.length > 0 ? `, solved by nobody: ${unsolved.join(', ')}` : ''}`;
}

export const freezeReferencesCommand = (): Command =>
  new Command('freeze-references')
    .description('writes the reference scores: of each task the best trial of the oracle or of any agent')
    .addArgument(new Argument('<what>', 'family of held-out tasks, or probes').choices([...FROZEN_FAMILIES, PROBES]))
    .option('--scores <files...>', 'score files of eval:heldout or eval:probes, of agents whose best trials count', [])
    .option('--folder <folder>', 'the held-out tasks and their manifest', 'tasks/heldout')
    .option('--probes <folder>', 'the probes', 'tasks/probes')
    .action(freezeReferences);
