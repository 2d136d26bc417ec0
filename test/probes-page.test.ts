import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWarm } from './kit/warm-command.js';
import { root } from './task-command.js';

const page = (...options: string[]) => runWarm('scripts/dist/probes-page.js', options);

describe('docs/probes.md', () => {
  it('says what the files of the probes say today, and so do its pictures', () => {
    expect(page('--check')).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 300_000);

  it('has small pictures', () => {
    const folder = join(root, 'docs', 'probes');
    const files = readdirSync(folder);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(20_000);
    const probes = readdirSync(join(root, 'tasks', 'probes')).filter((file) => file.endsWith('.jsonc'));
    expect(files).toHaveLength(probes.length);
  });

  const rows = readFileSync(join(root, 'docs/probes.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  /** Probes that reward doing nothing, and at most how much of a trial is left to one who acts at random. */
  const seesRewardAtOnce = new Map([
    [24, 0.6],
    [25, 0.6],
  ]);

  it.each(rows.map(([number, ...cells]) => [Number(number), cells] as const))(
    'probe %i rewards nothing by accident, unless it is meant to',
    (number, cells) => {
      const [nothing, random] = cells.slice(-2);
      const most = seesRewardAtOnce.get(number);
      if (most === undefined) {
        expect(nothing).toBe('0');
        // Who acts at random comes upon the shortcut of 13 late in one trial of many.
        expect(Number(random)).toBeLessThan(0.01);
      } else {
        expect(nothing).toBe('1.00');
        expect(Number(random)).toBeLessThan(most);
      }
    },
  );
});
