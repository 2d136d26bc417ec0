import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EvaluationResult, type ProbesResult, withGenerated } from '@open-ada/evaluation';
import { describe, expect, it } from 'vitest';

const CHECKPOINTS = fileURLToPath(new URL('../../../checkpoints', import.meta.url));
const files = readdirSync(CHECKPOINTS).filter((name) => name.endsWith('.json'));

describe('released score files', () => {
  it('are there for both agents: seven families and the probes', () => {
    expect(files).toHaveLength(16);
  });

  it.each(files)('%s: the figures are what the page says they are', (name) => {
    const result = JSON.parse(readFileSync(join(CHECKPOINTS, name), 'utf8')) as EvaluationResult | ProbesResult;
    const { byTrial, byTrialAbove08, firstOfK, k, capped, perTask, tasks } = result;
    const { mean: kept, cleared } = byTrial;
    const most = byTrial.k;
    if (!cleared) throw new Error(`${name} has no control`);
    const last = most - 1;
    // The smaller of the two mean differences, not the mean of each task's smaller one.
    const smaller = Math.min(kept[last] - kept[0], kept[last] - cleared[last]);
    expect(result.adaptationGain?.mean).toBeCloseTo(smaller, 9);
    expect(result.gainFromMemory?.mean).toBeCloseTo(kept[last] - cleared[last], 9);
    const middle = kept.slice(1, last).map((score, i) => score - cleared[i + 1]);
    expect(result.gainFromMemoryMiddle?.trials).toEqual([2, most - 1]);
    expect(result.gainFromMemoryMiddle?.mean).toBeCloseTo(middle.reduce((a, b) => a + b) / middle.length, 9);
    expect(firstOfK?.mean).toBeCloseTo(kept[0], 9);
    expect(k[most].mean).toBeCloseTo(kept[last], 9);
    expect(byTrialAbove08[0]).toBeCloseTo(firstOfK!.above08, 9);
    expect(byTrialAbove08[last]).toBeCloseTo(k[most].above08, 9);

    expect(capped).toBe(true);
    expect(perTask).toHaveLength(tasks.count - tasks.leftOut);
    expect(new Set(perTask.map(({ game }) => game)).size).toBe(tasks.games);
    const scores = perTask.flatMap((row) => [
      row.firstOfK,
      ...Object.values(row.score),
      ...Object.values(row.cleared!),
    ]);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    // Of the student the best trials are among what a score of 1 means. The teacher is newer than the references.
    const better = perTask.filter(({ bestReward, referenceScore }) => bestReward > referenceScore + 1e-6);
    expect(tasks.beaten).toBe(better.length);
    if (name.startsWith('student')) expect(better).toEqual([]);
  });
});

describe('generated tables', () => {
  const text = 'before\n<!-- results:begin -->\nold\n<!-- results:end -->\nafter\n';

  it('replace what is between the markers, and nothing else', () => {
    const expected = 'before\n<!-- results:begin -->\n\n| new |\n\n<!-- results:end -->\nafter\n';
    expect(withGenerated(text, '| new |\n', 'README.md')).toBe(expected);
    expect(withGenerated(expected, '| new |', 'README.md')).toBe(expected);
  });

  it.each(['no markers', '<!-- results:begin -->', '<!-- results:end --><!-- results:begin -->', `${text}${text}`])(
    'need both markers once: %j',
    (wrong) => {
      expect(() => withGenerated(wrong, 'x', 'README.md')).toThrow('README.md needs one line <!-- results:begin -->');
    },
  );
});
