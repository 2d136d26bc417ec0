// `pnpm eval:probes`: plays the hand-made probes with one agent file.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  crowdNotes,
  evaluateProbes,
  type ProbeReplays,
  readHumanEpisodes,
  readProbeExplorer,
  readProbeReferences,
  readProbes,
  requireFit,
  requireProbesFor,
  requireSeats,
  resultName,
  selectProbes,
  writePage,
  writeResult,
} from '@open-ada/evaluation';
import { currentCommit, inCheckout, requireWritable, writeWhole } from '@open-ada/node-kit';
import { runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { Command } from 'commander';
import { evaluatedAgent } from './evaluated-agent.js';
import {
  addEvaluationOptions,
  type EvaluationGiven,
  note,
  protocolOptions,
  withProgress,
} from './evaluation-options.js';
import { probesTable } from './evaluation-table.js';

interface Given extends EvaluationGiven {
  players: 1 | 2;
  tasks?: string;
  probe?: string[];
  replays?: boolean;
  humans?: string;
}

const command = new Command('eval:probes')
  .description('Plays the hand-made probes and reports reward and score of each by number of trials k.')
  .option('--probe <names...>', 'only these: a name, with or without its number, or the number')
  .option('--players <n>', '2: the probes for two, in self-play: the agent plays from both seats', wholeNumber(1, 2), 1)
  .option(
    '--tasks <directory>',
    'the probes, with references.json and demonstrations/ (default: tasks/probes, for two its two-players)',
  )
  .option('--replays', 'keep a replay of a typical and of the best episode of each probe at the largest k')
  .option('--humans <directory>', "people's scores, drawn beside the agent's")
  .action(run);
await runCommand(addEvaluationOptions(command, { repeats: 10 }));

async function run(given: Given): Promise<void> {
  const { players, out, replays = false } = given;
  const directory = given.tasks ?? directoryFor(players);
  const probes = readProbes(directory);
  requireProbesFor(players, probes, directory);
  // In a directory of one's own there is one kind only.
  const others = () => (given.tasks === undefined ? readProbes(directoryFor(players === 2 ? 1 : 2)) : []);
  const which = selectProbes(probes, given.probe ?? [], others);
  const humans = given.humans === undefined ? undefined : readHumanEpisodes(given.humans);
  const { checkpoint, choice } = evaluatedAgent(given);
  const played = which.map((probe) => probes[probe]);
  const tasks = played.map(({ task }) => task);
  requireSeats(tasks, checkpoint, {});
  requireFit(tasks, checkpoint);
  requireWritable('--out', out);
  const references = readProbeReferences(directory, played, checkpoint.simulation);
  const explorer = readProbeExplorer(directory, played, checkpoint.simulation, note);
  mkdirSync(out, { recursive: true });
  for (const sentence of choice) note(sentence);
  process.stderr.write(`checkpoint ${checkpoint.file}\n`);
  for (const sentence of crowdNotes(tasks, checkpoint)) note(sentence);

  const commit = currentCommit() ?? null;
  const files: string[] = [];
  const result = await withProgress((onProgress) =>
    evaluateProbes({
      ...protocolOptions(given, `probes-${checkpoint.sha256.slice(0, 8)}`),
      checkpoint,
      directory,
      probes,
      which,
      references,
      explorer,
      humans,
      replays,
      onProgress,
      save: (found, kept) => {
        const result = { ...found, commit };
        const name = resultName(result);
        if (kept.length > 0) files.push(writeReplays(join(out, `${name}-replays`), kept));
        files.push(writeResult(out, name, result), writePage(out));
      },
    }),
  );
  process.stdout.write(given.json ? `${JSON.stringify({ ...result, commit })}\n` : probesTable(result));
  process.stderr.write(`written to ${files.join(', ')}\n`);
}

function directoryFor(players: 1 | 2): string {
  return inCheckout(players === 2 ? 'tasks/probes/two-players' : 'tasks/probes');
}

/** @returns the directory */
function writeReplays(directory: string, replays: readonly ProbeReplays[]): string {
  mkdirSync(directory, { recursive: true });
  for (const { probe, typical, best } of replays) {
    writeWhole(join(directory, `${probe}.typical.replay`), typical);
    writeWhole(join(directory, `${probe}.best.replay`), best);
  }
  return directory;
}
