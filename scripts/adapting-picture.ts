// Draws how an agent adapts in one replay: some of its trials side by side, from the viewer's own scene, as one PNG.
// Usage: pnpm docs:picture [REPLAY] [--trials 1,2,5] [--out docs/images/adapting.png]. It needs a Chromium, as the viewer's tests do.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { serveViewer } from '@open-ada/viewer';
import { parseReplay } from '@open-ada/xland-sim';
import { Command } from 'commander';
import { chromium } from 'playwright-core';
import { type PanelOfTrial, panelsOf, sheet } from './adapting-sheet.js';
import { buildViewerPage } from './viewer-page.js';

/** Of one trial, in pixels of the page; twice as many are drawn. */
const WIDTH = 400;
const HEIGHT = 320;

await runCommand(
  new Command('docs:picture')
    .description('Draws some trials of a replay side by side: how an agent adapts.')
    .argument('[replay]', 'a replay of several trials', 'docs/images/adapting.replay')
    .option('--trials <list>', 'which trials, from 1', '1,2,5')
    .option('--out <file>', 'the picture', 'docs/images/adapting.png')
    .action(draw),
);

async function draw(file: string, { trials, out }: { trials: string; out: string }): Promise<void> {
  if (!existsSync(file)) throw new InputError(`${file}: no such file.`);
  const chosen = trials.split(',').map(Number);
  const { options } = parseReplay(readFileSync(file, 'utf8'), file);
  if (!chosen.every((trial) => Number.isInteger(trial) && trial >= 1 && trial <= options.trials)) {
    throw new InputError(`--trials ${trials}: the replay has trials 1 to ${options.trials}.`);
  }
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new InputError('No Chromium here: install it, or say in CHROMIUM where it is.');
  const openAgent = () => {
    throw new InputError('A replay needs no agent.');
  };
  const page = await buildViewerPage();
  const start = { kind: 'replay', file: resolve(file) } as const;
  const viewer = await serveViewer({ root: process.cwd(), page, port: 0, start, openAgent });
  const args = ['--no-sandbox', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const size = { width: 1280, height: 900 };
    const tab = await browser.newPage({ viewport: size, colorScheme: 'light', deviceScaleFactor: 1.5 });
    tab.setDefaultTimeout(120_000);
    await tab.goto(`${viewer.address}/#sharp=1&view=top`);
    await tab.waitForSelector('[data-ready]', { state: 'attached' });
    const picture = `.picture { inset: 0 auto auto 0; width: ${WIDTH}px; height: ${HEIGHT}px }`;
    await tab.addStyleTag({ content: `header, aside, footer, .overlay { display: none !important } ${picture}` });
    const panels: PanelOfTrial[] = await tab.evaluate(panelsOf, chosen);
    const pictures: string[] = [];
    for (const { position } of panels) {
      await tab.evaluate(show, position);
      await tab.waitForTimeout(2500);
      pictures.push((await tab.locator('canvas').screenshot()).toString('base64'));
    }
    await tab.evaluate(sheet, { panels, pictures, width: WIDTH });
    mkdirSync(dirname(out), { recursive: true });
    await tab.locator('#sheet').screenshot({ path: out });
    process.stdout.write(`${out}\n`);
  } finally {
    await browser.close();
    await viewer.close();
  }
}

/** Of the page. */
declare const app: {
  showing: { playhead: { playing: boolean; seek(position: number): void } };
  screen: { touch(): void };
};

function show(position: number): void {
  app.showing.playhead.playing = false;
  app.showing.playhead.seek(position);
  app.screen.touch();
}
