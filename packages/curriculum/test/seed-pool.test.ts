import { curriculumDefaults, curriculumFault, drawPoolSeed, drawTask, EPISODE_DEFAULTS } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

describe('a pool of seeds', () => {
  it('gives all its seeds, evenly, and no others', () => {
    const random = new Random(1);
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i++) {
      const seed = drawPoolSeed(random, { first: 40, size: 6 });
      counts.set(seed, (counts.get(seed) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([40, 41, 42, 43, 44, 45]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it('may be larger than 2^32: 2.5e10 as in AdA', () => {
    const random = new Random(2);
    const pool = { first: 1000, size: 25_000_000_000 };
    const seeds = Array.from({ length: 4000 }, () => drawPoolSeed(random, pool));
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 1000 && seed < 25_000_001_000).toBe(true);
    for (const part of [0, 1, 2, 3, 4]) {
      const inPart = seeds.filter((seed) => Math.floor((seed - 1000) / 5e9) === part).length;
      expect(Math.abs(inPart - 800)).toBeLessThan(110);
    }
  });

  it('makes episodes of as many tasks as it has seeds, worlds included', () => {
    const random = new Random(3);
    const settings = {
      ...EPISODE_DEFAULTS,
      tiles: 5,
      complexity: 1,
      trialWeights: { 4: 1 },
      pool: { first: 7, size: 5 },
    };
    const tasks = new Set<string>();
    for (let i = 0; i < 200; i++) tasks.add(JSON.stringify(drawTask(random, 'small', settings).task));
    expect(tasks.size).toBe(5);
  });

  it.each([
    [{ first: -1, size: 5 }, '/pool/first must be a whole number of at least 0, not -1'],
    [{ first: 0, size: 0 }, '/pool/size must be a whole number of at least 1, not 0'],
    [{ first: 0.5, size: 5 }, '/pool/first must be a whole number of at least 0, not 0.5'],
    [{ first: 2 ** 53 - 1, size: 5 }, '/pool must end below 2^53'],
  ])('refuses %j', (pool, sentence) => {
    expect(curriculumFault('uniform', { ...curriculumDefaults('uniform'), pool })).toBe(sentence);
  });
});
