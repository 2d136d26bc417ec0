// `task act`: plays a hand-written list of steps. Demonstrations are made this way.

import { InputError, readText, writeText } from '@open-ada/node-kit';
import { wholeNumber } from '@open-ada/node-kit/command';
import { playSteps } from '@open-ada/rollout';
import { formatReplay, parseStepLists } from '@open-ada/xland-sim';
import { Command } from 'commander';
import { readTaskFile } from './task-files.js';
import { firingsInWords, PRESETS, type Preset, presetOption, tidy } from './task-preset.js';

interface ActArguments {
  seed: number;
  preset: Preset;
  replay?: string;
  json?: boolean;
}

async function act(file: string, stepsFile: string, { seed, preset, replay, json }: ActArguments): Promise<void> {
  const task = readTaskFile(file);
  const lists = parseStepLists(readText(stepsFile), stepsFile);
  if (lists.length > task.players.length) {
    throw new InputError(`${stepsFile} has steps of two players, and ${file} is for one; leave out "other:".`);
  }
  const played = await playSteps(task, lists, PRESETS[preset], seed);
  const { reward, trialSteps, firings, lines } = played;
  if (replay !== undefined) writeText(replay, formatReplay(played.replay));
  if (json) {
    process.stdout.write(`${JSON.stringify({ reward: tidy(reward), trialSteps, firings })}\n`);
    return;
  }
  const whole = `${stepsFile} in "${task.name}": reward ${tidy(reward)} of ${trialSteps}, ${firingsInWords(firings)}.`;
  process.stdout.write([...lines, whole].map((line) => `${line}\n`).join(''));
}

export const actCommand = (): Command =>
  new Command('act')
    .description('plays one trial of a task by a hand-written list of steps, for demonstrations')
    .argument('<file>', 'task file (JSON, may hold comments)')
    .argument(
      '<steps>',
      'steps, one per line: go X Z, face X Z, take X Z, release, forward N, back N, wait N; after "other:" those of a second player, and meet',
    )
    .option('--seed <n>', 'seed of the heading', wholeNumber(0), 0)
    .addOption(presetOption())
    .option('--replay <file>', 'write a replay of the trial')
    .option('--json', 'print one JSON object: {"reward", "trialSteps", "firings"}')
    .action(act);
