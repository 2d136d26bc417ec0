import { fileURLToPath } from 'node:url';
import { buildViewerPage } from '@open-ada/viewer-page';
import { drawTrials } from '@open-ada/viewer-page/picture';
import { expect, it } from 'vitest';
import { CHROMIUM, SKIPPED } from './chromium.js';

const replay = fileURLToPath(new URL('../../../docs/images/adapting.replay', import.meta.url));
const PNG = [0x89, 0x50, 0x4e, 0x47];

it.skipIf(SKIPPED !== undefined)('two trials of a replay become a picture', { timeout: 300_000 }, async () => {
  const page = await buildViewerPage();
  const picture = await drawTrials({ replay, trials: [1, 2], page, chromium: CHROMIUM! });
  expect([...picture.slice(0, 4)]).toEqual(PNG);
  // An empty sheet of this size takes a tenth of it.
  expect(picture.length).toBeGreaterThan(60_000);
});
