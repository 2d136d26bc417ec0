import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdaAgent, AGENT_SIZES, encodeAgent } from '@open-ada/ada-agent';
import { decodeSafetensors } from '@open-ada/onnx-jit';
import { actionSpec, COMPACT, type ObservationSpec, observationSpec } from '@open-ada/xland-sim';
import { afterAll, expect, it } from 'vitest';
import { readCheckpoint } from '../src/checkpoint.js';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file of an agent that was trained with this layout. */
function written(name: string, spec: ObservationSpec): string {
  const agent = new AdaAgent(AGENT_SIZES.tiny, spec, actionSpec(COMPACT));
  const file = join(folder, name);
  writeFileSync(file, encodeAgent(agent, agent.initialise(1), { simulation: COMPACT }));
  return file;
}

it.each([
  ['teacher', true],
  ['student', false],
])('reads the released %s; whether its file lists features: %s', (name, lists) => {
  const file = fileURLToPath(new URL(`../../../checkpoints/${name}.safetensors`, import.meta.url));
  const { metadata } = decodeSafetensors(Uint8Array.from(readFileSync(file)), file);
  const { observationSpec: stored } = JSON.parse(metadata.agent) as { observationSpec: ObservationSpec };
  expect(stored.parts.every((part) => 'features' in part)).toBe(lists);
  expect(readCheckpoint(file).simulation.maxEntities).toBe(12);
});

it('refuses an agent that was trained with features in another order, and names the first', () => {
  const spec = observationSpec(COMPACT);
  expect(readCheckpoint(written('same.safetensors', spec)).simulation).toEqual(COMPACT);
  const other = structuredClone(spec);
  const feature = (name: string) => other.parts[0].features.find((candidate) => candidate.name === name)!;
  [feature('held').offset, feature('frozen').offset] = [feature('frozen').offset, feature('held').offset];
  const file = written('other.safetensors', other);
  expect(() => readCheckpoint(file)).toThrow(
    `${file} was trained with another observation spec than this version's world has (feature "frozen" of part "entities"); ` +
      'train it again.',
  );
});
