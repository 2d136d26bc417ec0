import { readFileSync, statSync } from 'node:fs';
import {
  ENUMERATED_FAMILIES,
  formatTaskLines,
  generateTasks,
  isHeldOut,
  loadHeldOut,
  parseManifest,
} from '@open-ada/curriculum';
import { gameKey, sha256Hex, taskHash } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../tasks/heldout/', import.meta.url);
const manifest = parseManifest(readFileSync(new URL('manifest.json', folder), 'utf8'), 'manifest.json');

describe.each(ENUMERATED_FAMILIES)('the frozen held-out tasks of %s', (family) => {
  const { file, count, sha256 } = manifest[family];
  const text = readFileSync(new URL(file, folder), 'utf8');

  it('are 1000 distinct tasks of held-out games, as the manifest says', () => {
    const tasks = loadHeldOut(family, text, sha256);
    expect([tasks.length, count]).toEqual([1000, 1000]);
    expect(new Set(tasks.map(taskHash)).size).toBe(1000);
    expect(tasks.every((task) => isHeldOut(gameKey(task)))).toBe(true);
    expect(statSync(new URL(file, folder)).size).toBeLessThan(1.5e6);
  });

  // The files of `hold` and `make-by-hold` are older than the larger held-out sides of these families: the released
  // agents were trained beside the smaller ones, and are scored by them.
  it.skipIf(family !== 'make-by-near')('are still what the generator makes', () => {
    expect(sha256Hex(formatTaskLines(generateTasks(family, 1000, 0, { side: 'held-out' })))).toBe(sha256);
  });

  it('are refused when changed or when they hold a training game', () => {
    expect(() => loadHeldOut(family, text.replace('8', '9'), sha256)).toThrow(/SHA-256 .* manifest says/);
    const training = formatTaskLines(generateTasks(family, 1, 0, { side: 'training' }));
    expect(() => loadHeldOut(family, training, sha256Hex(training))).toThrow(/hold a training game/);
    const broken = text.split('\n')[0].replace('"version":1', '"version":7');
    expect(() => loadHeldOut(family, `${text}${broken}`, sha256Hex(`${text}${broken}`))).toThrow(
      /line 1001 at \/version/,
    );
  });
});

describe('parseManifest', () => {
  it.each([
    ['oops', /m\.json is not JSON/],
    ['[]', /one entry per family/],
    ['{"hold": {"file": "x", "count": 1}}', /m\.json at \/hold must have/],
  ])('refuses %s', (text, message) => {
    expect(() => parseManifest(text, 'm.json')).toThrow(message);
  });
});
