import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder } = temporaryFolder();

/** Two held-out tasks of one family. */
function heldOut(): void {
  const lines = readFileSync(join(root, 'tasks/heldout/make-by-hold.jsonl'), 'utf8').split('\n').slice(0, 2);
  const text = `${lines.join('\n')}\n`;
  const entry = { file: 'make-by-hold.jsonl', count: 2, sha256: sha256Hex(text), drawn: 2, rejected: {} };
  writeFileSync(join(folder, entry.file), text);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ 'make-by-hold': entry }));
}

describe('task freeze-explorer', () => {
  it('stores the trials of the explorer beside the tasks, the same ones each time', () => {
    heldOut();
    const file = join(folder, 'make-by-hold.explorer.json');
    const freeze = () => task('freeze-explorer', 'make-by-hold', '--trials', '3', '--folder', folder);
    const { status, stdout } = freeze();
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${file}: 3 trials of the explorer\n` });
    const text = readFileSync(file, 'utf8');
    const { rewards, seed } = JSON.parse(text);
    expect([rewards.length, rewards[0].length, seed]).toEqual([2, 3, 1]);
    freeze();
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    [['swim'], /'swim' is invalid for argument 'what'\. Allowed choices are hold, /],
    [['small', '--folder', folder], /lists no file for the family small\.\n$/],
    [['probes', '--probes', folder], /there is no probe \(NAME\.jsonc\)/],
    [['probes', '--trials', '0'], /It must be a whole number, at least 1\./],
  ])('refuses %j in one sentence', (options, message) => {
    heldOut();
    const { status, stderr } = task('freeze-explorer', ...options);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
