import { describe, expect, it } from 'vitest';
import { averageIn } from '../src/run/parameter-average.js';

/** The mean after so many iterations, in which the one parameter is the number of the iteration. */
function meanOf(iterations: number, age: number): number {
  const average = Float32Array.of(-1e6);
  for (let t = 1; t <= iterations; t++) averageIn(average, Float32Array.of(t), t, age);
  return average[0];
}

describe('the mean of the parameters of a run', () => {
  it('begins with the first that were learned, whatever there was before', () => {
    for (const age of [0.05, 0.1, 0.5]) expect(meanOf(1, age)).toBe(1);
  });

  it('has the same age at any length, as a fraction of the run', () => {
    for (const age of [0.05, 0.1, 0.3]) {
      for (const iterations of [500, 5000]) expect(1 - meanOf(iterations, age) / iterations).toBeCloseTo(age, 2);
    }
  });

  it('weighs all alike at an age of one half', () => {
    expect(meanOf(100, 0.5)).toBeCloseTo(50.5, 3);
  });
});
