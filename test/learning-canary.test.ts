import { describe, expect, it } from 'vitest';
import { trainMetaBandit } from './meta-bandit.js';

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('learning canary: a meta-bandit', () => {
  for (const [kind, rounds] of [
    ['muesli', 300],
    ['ppo', 700],
  ] as const) {
    it(`${kind} learns to find the arm and to remember it`, async () => {
      const { normal, cleared, firstRatio } = await trainMetaBandit(kind, rounds, 1);
      expect(Math.abs(firstRatio - 1)).toBeLessThan(1e-5);
      expect(mean(normal.slice(6))).toBeGreaterThan(0.8);
      expect(normal[0]).toBeLessThan(0.6);
      expect(mean(cleared.slice(6))).toBeLessThan(0.6);
    });
  }
});
