import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clock, fitted, foldWords, sparkline, table } from '../src/terminal/index.js';

describe('what a terminal shows', () => {
  it('clocks', () => {
    expect([0, 59.6, 118, 3600, 5999, 6000, 7384].map(clock)).toEqual([
      ...['00:00', '01:00', '01:58', '60:00', '99:59'],
      ...['1:40:00', '2:03:04'],
    ]);
    expect(clock(Number.POSITIVE_INFINITY)).toBe('?');
  });

  it('curves: as many characters as values, then means of parts', () => {
    expect(sparkline([0, 0.5, 1], 8)).toBe('▁▅█');
    expect(sparkline([0, 0, 1, 1], 2)).toBe('▁█');
    expect(sparkline([-1, 5], 2)).toBe('▁█');
    expect(sparkline([], 4)).toBe('');
    expect(sparkline(new Array(1000).fill(0.3), 16)).toHaveLength(16);
  });

  it('lines that are cut or folded at a width in cells, not characters', () => {
    expect(stringWidth(fitted('ラーメン ラーメン', 9))).toBeLessThanOrEqual(9);
    expect(fitted('short', 9)).toBe('short');
    expect(foldWords(['one', 'two', 'three'], ', ', 9)).toEqual(['one, two,', '  three']);
  });
});

describe('tables', () => {
  const rows = [
    ['', 'median', 'mean', 'above'],
    ['k = 1', '0.5', '0.45', '0.3'],
    ['k = 13', '0.75', '0.7', '0.6'],
  ];

  it('stand in one block where there is room', () => {
    expect(table(rows, { width: 80 })).toEqual([
      '        median  mean  above',
      'k = 1   0.5     0.45  0.3',
      'k = 13  0.75    0.7   0.6',
    ]);
    expect(table(rows, { width: 80, right: (column) => column > 0 })[1]).toBe('k = 1      0.5  0.45    0.3');
  });

  it('fold columns into blocks that begin with the first one', () => {
    const lines = table(rows, { width: 20 });
    expect(lines).toEqual([
      ...['        median  mean', 'k = 1   0.5     0.45', 'k = 13  0.75    0.7'],
      ...['', '        above', 'k = 1   0.3', 'k = 13  0.6'],
    ]);
  });

  it('fold the sentences of the last column', () => {
    const named = [['rate', '12', 'steps in one second on one core of this machine']];
    expect(table(named, { width: 36, words: true })).toEqual([
      ...['rate  12  steps in one second on one', '          core of this machine'],
    ]);
  });
});
