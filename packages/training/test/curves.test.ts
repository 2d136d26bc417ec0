import { describe, expect, it } from 'vitest';
import { curvePoints, curvesChart, drawPng, drawSvg, type LoggedRun } from '../src/curves/index.js';
import type { LogLine } from '../src/metrics/scalars.js';

const line = (steps: number, families: Record<string, number[]>, gain?: number): LogLine => {
  const scores = Object.entries(families).map(([family, scoreByTrial]) => [
    family,
    { episodes: 1, returnByTrial: [], scoreByTrial },
  ]);
  const evaluated = { returnByTrial: [], clearedReturnByTrial: [], gainFromMemoryError: 0, tasks: 8, oracleReturn: 40 };
  return {
    steps,
    minutes: steps / 1000,
    families: Object.fromEntries(scores),
    ...(gain !== undefined && {
      periodicEval: {
        families: {
          'make-by-hold': { ...evaluated, gainFromMemory: gain, hidden: 1 },
          hold: { ...evaluated, gainFromMemory: gain, hidden: 0 },
        },
      },
    }),
  } as LogLine;
};

const run: LoggedRun = {
  name: 'runs/a',
  lines: [
    line(1000, { 'make-by-hold': [0.1, 0.3] }),
    line(1001, { 'make-by-hold': [0.3, 0.5], hold: [0.9] }),
    line(60_000, { hold: [1] }, 10),
  ],
};

describe('learning curves', () => {
  it('are means over parts of the run, in per cent, in the order of the curriculum', () => {
    const points = curvePoints([run]);
    const of = (family: string, what: string) =>
      points.filter((p) => p.family === family && p.what === what).map(({ steps, value }) => [steps, value]);
    // The first two lines are in one part.
    expect(of('make-by-hold', 'first trial')).toEqual([[1000.5, 20]]);
    expect(of('make-by-hold', 'last trial')).toEqual([[1000.5, 40]]);
    expect(of('hold', 'last trial')).toEqual([
      [1000.5, 90],
      [60_000, 100],
    ]);
    expect(points[0].family).toBe('hold');
  });

  it('show the gain from memory only where something is hidden', () => {
    const gains = curvePoints([run]).filter(({ what }) => what === 'gain from memory');
    expect(gains).toEqual([
      { run: 'runs/a', family: 'make-by-hold', steps: 60_000, minutes: 60, what: 'gain from memory', value: 25 },
    ]);
  });

  it('of runs logged without scores are none', () => {
    const old = line(1, { hold: [1] });
    delete old.families.hold.scoreByTrial;
    expect(curvePoints([{ name: 'old', lines: [old] }])).toEqual([]);
    expect(curvePoints([{ name: 'dreamer', lines: [{ steps: 1, minutes: 1 } as LogLine] }])).toEqual([]);
  });

  it('are drawn with every run and family, as SVG and as PNG', async () => {
    const svg = await drawSvg(curvesChart(curvePoints([run, { ...run, name: 'runs/b' }]), 'steps'));
    for (const text of ['runs/a', 'runs/b', 'make-by-hold', 'last trial', 'gain from memory'])
      expect(svg).toContain(text);
    const png = await drawPng(svg);
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(png.length).toBeGreaterThan(5000);
  });
});
