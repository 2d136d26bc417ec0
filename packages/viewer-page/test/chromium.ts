import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; undefined where there is none. `CHROMIUM` may say where it is. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

/**
 * Why tests of the page are skipped; undefined: they run. In continuous integration they fail where there is no browser, since
 * else a green run may have tested no page; there they are skipped only when somebody says so.
 */
export function skipReason(
  chromium: string | undefined,
  { CI, OPEN_ADA_SKIP_BROWSER: told }: Record<string, string | undefined>,
): string | undefined {
  if (told === '1') return 'OPEN_ADA_SKIP_BROWSER=1';
  if (chromium !== undefined || CI) return undefined;
  return 'no Chromium here (install it, or say in CHROMIUM where it is)';
}

export const SKIPPED = skipReason(CHROMIUM, process.env);
if (SKIPPED !== undefined) process.stderr.write(`Tests of the page are skipped: ${SKIPPED}.\n`);

/** Draws in software, as a machine without a graphics card does. */
export async function launch(): Promise<Browser> {
  if (CHROMIUM === undefined) {
    throw new Error(
      'No Chromium here: install it, say in CHROMIUM where it is, or skip the tests of the page with OPEN_ADA_SKIP_BROWSER=1.',
    );
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
}
