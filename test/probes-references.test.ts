import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProbeReferences, readProbes, writeProbeReferences } from '@open-ada/evaluation';
import { COMPACT } from '@open-ada/xland-sim';
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
