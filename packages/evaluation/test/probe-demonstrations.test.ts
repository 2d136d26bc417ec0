import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProbes, writeProbeNormalisers } from '@open-ada/evaluation';
import { formatReplay, solve } from '@open-ada/xland-sim';
import { describe, expect, it, vi } from 'vitest';
import { EXAMPLES, temporaryFolder } from './fixtures.js';

// An oracle that solves nothing: it fails, though it is rewarded a little.
vi.mock('@open-ada/xland-sim', async (original) => {
  const simulator = await original<typeof import('@open-ada/xland-sim')>();
  const solveNothing: typeof simulator.solve = (task, options) => {
    const solution = simulator.solve(task, options);
    return options?.record ? solution : { ...solution, solved: false, reward: 2 };
  };
  return { ...simulator, solve: solveNothing };
});

describe('where the oracle fails', () => {
  it('the demonstration is the normaliser, and without one the probe is unsolved', () => {
    const directory = temporaryFolder();
    for (const name of ['01-wrong-pair', '26-hold-the-sphere']) {
      copyFileSync(join(EXAMPLES, `${name.slice(3)}.jsonc`), join(directory, `${name}.jsonc`));
    }
    const probes = readProbes(directory);
    const demonstration = solve(probes[1].task, { trials: 2, record: true });
    mkdirSync(join(directory, 'demonstrations'));
    const file = join(directory, 'demonstrations', '26-hold-the-sphere.replay');
    writeFileSync(file, formatReplay(demonstration.replay!));
    const { normalisers } = writeProbeNormalisers(directory, probes);
    expect(normalisers['26-hold-the-sphere']).toMatchObject({ oracle: 0, reward: demonstration.reward });
    expect(normalisers['01-wrong-pair']).toMatchObject({ oracle: 0, demonstration: null, reward: 0 });
  });
});
