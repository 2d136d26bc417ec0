import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readProbeReferences, readProbes, writeProbeReferences } from '@open-ada/evaluation';
import { COMPACT } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { root, temporaryFolder } from './task-command.js';

const directory = join(root, 'tasks', 'probes');
const { folder } = temporaryFolder();

it('every probe has a referenceScore, and can be evaluated as it comes', () => {
  const probes = readProbes(directory);
  expect(probes).toHaveLength(30);
  const referenceScores = readProbeReferences(directory, probes, COMPACT);
  for (const { name } of probes) expect(referenceScores[name].reward).toBeGreaterThan(0);
});

it('normalisers.json says what oracle and demonstrations get today (else run `pnpm eval:probes --normalise`)', () => {
  const copy = join(folder, 'probes');
  cpSync(directory, copy, { recursive: true });
  rmSync(join(copy, 'normalisers.json'));
  const { referenceScores } = writeProbeReferences(copy, readProbes(copy));
  expect(JSON.parse(readFileSync(join(directory, 'normalisers.json'), 'utf8')).probes).toEqual(referenceScores);
}, 300_000);
