// `pnpm eval:heldout`: runs the held-out protocol for one agent file.

import { mkdirSync } from 'node:fs';
import { FROZEN_FAMILIES } from '@open-ada/curriculum';
import {
  CO_PLAYERS,
  type CoPlayer,
  comparePairs,
  crowdNotes,
  evaluate,
  readExplorer,
  readHeldOut,
  readReferenceScores,
  requireCount,
  requireFit,
  requireSeats,
  resultName,
  writePage,
  writeResult,
} from '@open-ada/evaluation';
import { currentCommit, inCheckout, requireWritable } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { ProgressLine } from '@open-ada/node-kit/terminal';
import { Command, Option } from 'commander';
import { evaluatedAgent } from './evaluated-agent.js';
import {
  addEvaluationOptions,
  type EvaluationGiven,
  note,
  protocolOptions,
  withProgress,
} from './evaluation-options.js';
import { evaluationTable, pairTables } from './evaluation-table.js';

/** Self-play, and beside the random policy on the tasks that one can solve: the questions of the paper. */
const BOTH = 'both';

interface Given extends EvaluationGiven {
  family: string;
  tasks: string;
  count: number;
  coPlayer: CoPlayer | typeof BOTH;
  solo?: true;
}

const command = new Command('eval:heldout')
  .description('Plays the frozen held-out tasks of a family and reports scores by number of trials k, with intervals.')
  .addOption(new Option('--family <name>', 'task family').choices(FROZEN_FAMILIES).default('make-by-hold'))
  .option('--tasks <directory>', 'the frozen tasks and their manifest', inCheckout('tasks/heldout'))
  .option('--count <n>', 'the first n tasks of the file', wholeNumber(1), 1000)
  .addOption(
    new Option(
      '--co-player <who>',
      'of tasks for two: who plays the other seat; "both": self-play, then random on the tasks that one can solve',
    )
      .choices([...CO_PLAYERS, BOTH])
      .default('self'),
  )
  .option('--solo', 'of tasks for two: only those that name no player and that one can solve')
  .action(run);
await runCommand(addEvaluationOptions(command, { repeats: 1 }));

async function run(given: Given): Promise<void> {
  const { count, family, out, coPlayer, solo } = given;
  const { checkpoint, choice } = evaluatedAgent(given);
  const heldOut = readHeldOut(given.tasks, family);
  requireCount(heldOut, count);
  requireFit(heldOut.tasks.slice(0, count), checkpoint);
  requireSeats(heldOut.tasks.slice(0, count), checkpoint, given);
  requireWritable('--out', out);
  // A file that cannot be used is refused before the oracle plays. Notes come after all that can be refused.
  const notes = crowdNotes(heldOut.tasks.slice(0, count), checkpoint);
  const explorer = readExplorer(given.tasks, heldOut, checkpoint.simulation, (reason) => notes.push(reason));

  const options = protocolOptions(given, `heldout-${family}-${checkpoint.sha256.slice(0, 8)}`);
  const freezing = new ProgressLine('the oracle plays for reference scores');
  const references = await readReferenceScores(given.tasks, heldOut, checkpoint.simulation, {
    ...options,
    onProgress: (done) => freezing.show(done, family),
  });
  freezing.close();
  notes.forEach(note);
  for (const sentence of choice) note(sentence);
  process.stderr.write(`checkpoint ${checkpoint.file}\n`);
  mkdirSync(out, { recursive: true });
  const commit = currentCommit() ?? null;
  const files: string[] = [];
  const play = (coPlayer: CoPlayer, solo: true | undefined) =>
    withProgress((onProgress) =>
      evaluate({
        ...options,
        checkpoint,
        heldOut,
        references,
        explorer,
        count,
        coPlayer,
        solo,
        onProgress,
        save: (found) => {
          const result = { ...found, commit };
          files.push(writeResult(out, resultName(result), result), writePage(out));
        },
      }),
    );
  const print = (json: object, text: string) => process.stdout.write(given.json ? `${JSON.stringify(json)}\n` : text);
  if (coPlayer === BOTH) {
    const [self, random] = [await play('self', solo), await play('random', true)];
    const comparison = comparePairs(self, random);
    print({ self, random, comparison, commit }, pairTables(self, random, comparison));
  } else {
    const result = await play(coPlayer, solo);
    print({ ...result, commit }, evaluationTable(result));
  }
  process.stderr.write(`written to ${[...new Set(files)].join(' and ')}\n`);
}
