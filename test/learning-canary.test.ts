import { describe, expect, it } from 'vitest';
import { trainMetaBandit } from './meta-bandit.js';

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('learning canary: a meta-bandit', () => {
  // Random play earns 1/3; an agent that remembers only which arm not to pull again earns 1/2 to 2/3.
  for (const [kind, rounds, bound] of [
    ['muesli', 300, 0.85],
    ['ppo', 700, 0.55],
  ] as const) {
    it(`${kind} learns to find the arm and to remember it`, async () => {
      const { normal, cleared, firstRatio } = await trainMetaBandit(kind, rounds, 1);
      expect(Math.abs(firstRatio - 1)).toBeLessThan(1e-5);
      expect(mean(normal.slice(6))).toBeGreaterThan(bound);
      expect(mean(cleared.slice(6))).toBeLessThan(0.45);
      expect(normal[0]).toBeLessThan(0.6);
    });
  }
});
