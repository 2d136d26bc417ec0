// `pnpm docs:picture`: draws how an agent adapts in one replay, as one PNG. It needs Chromium, like the viewer's tests.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError, writeWhole } from '@open-ada/node-kit';
import { listOf, runCommand, wholeNumber } from '@open-ada/node-kit/command';
import { buildViewerPage } from '@open-ada/viewer-page';
import { drawTrials } from '@open-ada/viewer-page/picture';
import { parseReplay } from '@open-ada/xland-sim';
import { Command } from 'commander';

await runCommand(
  new Command('docs:picture')
    .description('Draws some trials of a replay side by side: how an agent adapts.')
    .argument('[replay]', 'a replay of several trials', 'docs/images/adapting.replay')
    .option('--trials <list>', 'which trials, from 1', listOf(wholeNumber(1)), [1, 2, 5])
    .option('--out <file>', 'the picture', 'docs/images/adapting.png')
    .action(draw),
);

async function draw(file: string, { trials, out }: { trials: number[]; out: string }): Promise<void> {
  if (!existsSync(file)) throw new InputError(`${file}: no such file.`);
  const { options } = parseReplay(readFileSync(file, 'utf8'), file);
  if (Math.max(...trials) > options.trials) {
    throw new InputError(`--trials ${trials}: the replay has trials 1 to ${options.trials}.`);
  }
  const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(chromium)) throw new InputError('No Chromium here: install it, or say in CHROMIUM where it is.');
  const page = await buildViewerPage();
  const picture = await drawTrials({ replay: resolve(file), trials, page, chromium });
  mkdirSync(dirname(out), { recursive: true });
  writeWhole(out, picture);
  process.stdout.write(`${out}\n`);
}
