import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProbeExplorer, readProbeReferences, readProbes, writeProbeReferences } from '@open-ada/evaluation';
import { deriveSeed } from '@open-ada/rollout';
import { COMPACT, Explorer, solve } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { root, temporaryFolder } from './task-command.js';

const directory = join(root, 'tasks', 'probes');
const { folder } = temporaryFolder();

it('every probe has a reference score, and can be evaluated as it comes', () => {
  const probes = readProbes(directory);
  expect(probes).toHaveLength(30);
  const references = readProbeReferences(directory, probes, COMPACT);
  for (const { name } of probes) expect(references.probes[name].reward).toBeGreaterThan(0);
});

it('references.json says what oracle and demonstrations get today (else `pnpm task freeze-references probes`)', () => {
  const copy = join(folder, 'probes');
  cpSync(directory, copy, { recursive: true });
  const { references } = writeProbeReferences(copy, readProbes(copy));
  expect(JSON.parse(readFileSync(join(directory, 'references.json'), 'utf8'))).toEqual(references);
}, 300_000);

it('explorer.json says what the explorer of today is paid (else `pnpm task freeze-explorer probes`)', () => {
  const probes = readProbes(directory);
  const { rewards } = readProbeExplorer(directory, probes, COMPACT)!;
  probes.forEach(({ task }, i) => {
    expect(rewards[i]).toHaveLength(10);
    const [, episode] = rewards[i];
    const seed = deriveSeed(1, i, episode.length, 1);
    const played = solve(task, { player: new Explorer(), trials: episode.length, seed }).rewards;
    expect(episode).toEqual(played.map((reward) => Number(reward.toFixed(6))));
  });
});
