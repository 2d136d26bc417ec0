import { serveViewer } from '@open-ada/viewer';
import { chromium } from 'playwright-core';
import { type PanelOfTrial, panelsOf, sheet } from './sheet.js';

/** Of one trial, in pixels of the page; 1.5 times as many are drawn. */
const WIDTH = 400;
const HEIGHT = 320;

/** What is drawn, and with what. */
export interface TrialsPicture {
  /** A replay of several trials, as an absolute path. */
  replay: string;
  /** Which trials, from 1. */
  trials: number[];
  /** Folder of the viewer's built page. */
  page: string;
  /** The browser's program. */
  chromium: string;
}

/** Draws some trials of a replay side by side from the viewer's own scene, as one PNG. */
export async function drawTrials({
  replay,
  trials,
  page,
  chromium: executablePath,
}: TrialsPicture): Promise<Uint8Array> {
  const start = { kind: 'replay', file: replay } as const;
  const viewer = await serveViewer({ root: process.cwd(), page, port: 0, start });
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
    const panels: PanelOfTrial[] = await tab.evaluate(panelsOf, trials);
    const pictures: string[] = [];
    for (const { position } of panels) {
      await tab.evaluate(show, position);
      await tab.waitForTimeout(2500);
      pictures.push((await tab.locator('canvas').screenshot()).toString('base64'));
    }
    await tab.evaluate(sheet, { panels, pictures, width: WIDTH });
    return await tab.locator('#sheet').screenshot();
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
