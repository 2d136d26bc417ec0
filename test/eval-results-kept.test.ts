import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, temporaryFolder, writeTinyAgent } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

const folder = temporaryFolder();
const checkpoint = writeTinyAgent(folder);
const resultsIn = (out: string) =>
  readdirSync(out).flatMap((name) =>
    name.endsWith('.json') ? [JSON.parse(readFileSync(join(out, name), 'utf8'))] : [],
  );

function evaluateInto(out: string, command: 'eval-heldout' | 'eval-probes', options: readonly string[]) {
  const { status, stderr } = runWarm(`scripts/dist/${command}.js`, [
    ...['--checkpoint', checkpoint, '--workers', '1', '--out', out],
    ...options,
  ]);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

describe('evaluations into one directory', () => {
  it('keep each other, unless everything that shaped the figures is the same', () => {
    const out = join(folder, 'held-out');
    const first = ['--family', 'hold', '--trials', '1,2', '--count', '8'];
    const others = [
      ['--family', 'hold', '--trials', '1', '--count', '4', '--mode', 'greedy', '--no-control'],
      ['--family', 'hold', '--trials', '1,2', '--count', '4'],
      [...first, '--seed', '2'],
      [...first, '--mode', 'greedy'],
      [...first, '--repeats', '2'],
      [...first, '--no-control'],
    ];
    for (const options of [first, ...others, first]) evaluateInto(out, 'eval-heldout', options);
    const kept = resultsIn(out);
    expect(kept).toHaveLength(1 + others.length);
    expect(kept.filter(({ perTask }) => perTask.length === 4)).toHaveLength(2);
    const page = readFileSync(join(out, 'evaluation.html'), 'utf8');
    expect(page.match(/<details class="result"/g)).toHaveLength(1 + others.length);
    expect(page).toContain('k 1 · seed 1 · actions greedy · no memory-reset control');
  });

  it('keep the rows of all probes when one probe is played again', () => {
    const out = join(folder, 'probes');
    const options = ['--tasks', EXAMPLES, '--trials', '1', '--repeats', '1'];
    evaluateInto(out, 'eval-probes', options);
    evaluateInto(out, 'eval-probes', [...options, '--probe', 'wrong-pair']);
    const rows = resultsIn(out).map(({ perTask }) => perTask.length);
    expect(rows.sort()).toEqual([1, readdirSync(EXAMPLES).filter((name) => name.endsWith('.jsonc')).length]);
  });
});
