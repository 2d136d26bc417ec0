import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

describe('Random', () => {
  it('gives the numbers it has always given', () => {
    const random = new Random(42);
    expect([
      random.float(),
      random.int(1000),
      random.range(-1, 1),
      random.pick('abcdef'.split('')),
    ]).toMatchInlineSnapshot(`
      [
        0.45974791632033885,
        780,
        0.3088638908229768,
        "a",
      ]
    `);
    expect(random.shuffle([0, 1, 2, 3, 4, 5, 6, 7])).toMatchInlineSnapshot(`
      [
        0,
        5,
        7,
        3,
        2,
        6,
        1,
        4,
      ]
    `);
    expect(random.state()).toMatchInlineSnapshot(`
      [
        2090992212,
        -1154746538,
        -2008653330,
        1925571344,
      ]
    `);
  });

  it('continues from a state', () => {
    const random = new Random(7);
    random.float();
    const copy = Random.fromState(JSON.parse(JSON.stringify(random.state())));
    expect([copy.float(), copy.int(9), copy.normal()]).toEqual([random.float(), random.int(9), random.normal()]);
  });

  it('starts neighbouring seeds and streams without correlation', () => {
    const n = 20_000;
    const correlation = (a: number[], b: number[]) =>
      a.reduce((sum, x, i) => sum + (x - 0.5) * (b[i] - 0.5), 0) / (n / 12);
    const first = Array.from({ length: n + 1 }, (_, seed) => new Random(seed).float());
    const stream = Array.from({ length: n }, (_, seed) => new Random(seed, 1).float());
    expect(Math.abs(correlation(first.slice(0, n), first.slice(1)))).toBeLessThan(0.03);
    expect(Math.abs(correlation(first.slice(0, n), stream))).toBeLessThan(0.03);
    expect(first.reduce((a, b) => a + b, 0) / n).toBeCloseTo(0.5, 1);
  });

  it('is uniform where it should be and normal where it should be', () => {
    const random = new Random(3);
    const n = 60_000;
    const counts = [0, 0, 0, 0, 0, 0];
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      counts[random.int(6)]++;
      const x = random.normal();
      sum += x;
      squares += x * x;
    }
    for (const c of counts) expect(Math.abs(c - n / 6)).toBeLessThan(5 * Math.sqrt(n / 6));
    expect(Math.abs(sum / n)).toBeLessThan(0.02);
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.03);
  });

  it('refuses what is no seed or state with one sentence', () => {
    expect(() => new Random(0.5)).toThrow(/seed must be a whole number/);
    expect(() => Random.fromState([0, 0, 0, 0])).toThrow(/not all zero/);
    expect(() => new Random(1).pick([])).toThrow(/empty list/);
  });
});
