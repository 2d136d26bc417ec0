import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readProbes, writeProbeReferences } from '@open-ada/evaluation';
import { describe, expect, it } from 'vitest';
import { PROBES, temporaryFolder } from '../../../test/kit/evaluation.js';

// The oracle knows no tools: it solves neither of these.
const SHOWN = '07-spacer-tool';
const BARE = '08-transform-to-transport';

describe('where the oracle fails', () => {
  it('the demonstration is the reference score, and without one the probe is unsolved', () => {
    const directory = temporaryFolder();
    for (const name of [SHOWN, BARE]) copyFileSync(join(PROBES, `${name}.jsonc`), join(directory, `${name}.jsonc`));
    mkdirSync(join(directory, 'demonstrations'));
    const replay = join('demonstrations', `${SHOWN}.replay`);
    copyFileSync(join(PROBES, replay), join(directory, replay));
    const { references } = writeProbeReferences(directory, readProbes(directory));
    const { demonstration } = references.probes[SHOWN];
    expect(demonstration).toBeGreaterThan(100);
    expect(references.probes[SHOWN]).toMatchObject({ oracle: 0, reward: demonstration });
    expect(references.probes[BARE]).toMatchObject({ oracle: 0, demonstration: null, reward: 0 });
  });
});
