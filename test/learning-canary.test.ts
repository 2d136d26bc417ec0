import { describe, expect, it } from 'vitest';
import { metaBandit } from '../experiments/diagnostics/problems.js';
import { trainProblem } from '../experiments/diagnostics/train-problem.js';

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('learning canary: a meta-bandit', () => {
  // Random play earns 1/3; an agent that remembers only which arm not to pull again earns 1/2 to 2/3.
  for (const [learner, iterations, bound] of [
    ['muesli', 300, 0.85],
    ['ppo', 700, 0.55],
  ] as const) {
    it(`${learner} learns to find the arm and to remember it`, async () => {
      const { byStep, clearedByStep, firstRatio } = await trainProblem(metaBandit(12, 1), {
        learner,
        iterations,
        seed: 1,
      });
      expect(Math.abs(firstRatio - 1)).toBeLessThan(1e-5);
      expect(mean(byStep.slice(6))).toBeGreaterThan(bound);
      expect(mean(clearedByStep.slice(6))).toBeLessThan(0.45);
      expect(byStep[0]).toBeLessThan(0.6);
    });
  }
});
