// `pnpm eval:heldout`: runs the held-out protocol for one agent file.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
  type WatchedEpisode,
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
import { watchedLines, writeEpisodes } from './watched-episodes.js';

/** Self-play, and beside the random policy on the tasks that one can solve: the questions of the paper. */
const BOTH = 'both';

interface Given extends EvaluationGiven {
  family: string;
  tasks: string;
  count: number;
  coPlayer: CoPlayer | typeof BOTH;
  solo?: true;
  replays?: number;
}

const command = new Command('eval:heldout')
  .description('Plays the frozen held-out tasks of a family and reports scores by number of trials k, with intervals.')
  .addOption(new Option('--family <name>', 'task family').choices(FROZEN_FAMILIES).default('make-by-hold'))
  .option('--tasks <directory>', 'the frozen tasks and their manifest', inCheckout('tasks/heldout'))
  .option('--count <n>', 'the first n tasks of the file', wholeNumber(1), 1000)
  .addOption(
    new Option(
      '--co-player <who>',
      'of tasks for two: who plays the other seat (noop stands idle); "both": self-play, then random on the tasks that one can solve',
    )
      .choices([...CO_PLAYERS, BOTH])
      .default('self'),
  )
  .option('--solo', 'of tasks for two: only those that name no player and that one can solve')
  .option(
    '--replays <n>',
    'keep replays of the n episodes most worth watching at the largest k (of tasks for two: in which both took part)',
    wholeNumber(1),
  )
  .action(run);
await runCommand(addEvaluationOptions(command, { repeats: 1 }));

async function run(given: Given): Promise<void> {
  const { count, family, out, coPlayer, solo } = given;
  const { checkpoint, choice } = evaluatedAgent(given);
  const heldOut = readHeldOut(given.tasks, family);
  requireCount(heldOut, count);
  requireSeats(heldOut.tasks.slice(0, count), checkpoint, given);
  requireFit(heldOut.tasks.slice(0, count), checkpoint);
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
  const kept: (Omit<WatchedEpisode, 'replay'> & { file: string })[] = [];
  const play = (coPlayer: CoPlayer, solo: true | undefined, replays?: number) =>
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
        replays,
        onProgress,
        save: (found, episodes) => {
          const result = { ...found, commit };
          const name = resultName(result);
          if (replays !== undefined) kept.push(...writeEpisodes(join(out, `${name}-replays`), episodes));
          files.push(writeResult(out, name, result), writePage(out));
        },
      }),
    );
  const print = (json: object, text: string) => {
    const watched = given.replays === undefined ? {} : { replays: kept };
    process.stdout.write(given.json ? `${JSON.stringify({ ...json, ...watched })}\n` : text);
  };
  if (coPlayer === BOTH) {
    const [self, random] = [await play('self', solo, given.replays), await play('random', true)];
    const comparison = comparePairs(self, random);
    print({ self, random, comparison, commit }, pairTables(self, random, comparison));
  } else {
    const result = await play(coPlayer, solo, given.replays);
    print({ ...result, commit }, evaluationTable(result));
  }
  if (given.replays !== undefined) for (const line of watchedLines(kept)) note(line);
  process.stderr.write(`written to ${[...new Set(files)].join(' and ')}\n`);
}
