import { describe, expect, it } from 'vitest';
import { skipReason } from './chromium.js';

describe('the tests of the page', () => {
  const place = '/usr/bin/chromium';
  it.each([
    ['run where there is a browser', place, {}, undefined],
    ['run in continuous integration', place, { CI: 'true' }, undefined],
    ['run, and so fail, in continuous integration without a browser', undefined, { CI: 'true' }, undefined],
    ['are skipped elsewhere without one', undefined, {}, /no Chromium/],
    ['are skipped where somebody says so', undefined, { CI: 'true', OPEN_ADA_SKIP_BROWSER: '1' }, /SKIP_BROWSER/],
  ])('%s', (_name, chromium, env, reason) => {
    const found = skipReason(chromium, env);
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(reason);
  });
});
