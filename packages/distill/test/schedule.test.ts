import { fallingTo, imitationSettings, isImitated, teacherFraction } from '@open-ada/distill';
import { describe, expect, it } from 'vitest';

describe('the schedule of distillation', () => {
  it('is whole at first, falls over the last part of D, and is nothing from D on', () => {
    const schedule = { steps: 100, anneal: 0.4 };
    const at = [0, 59, 60, 70, 80, 99, 100, 101].map((done) => teacherFraction(schedule, done));
    [1, 1, 1, 0.75, 0.5, 0.025, 0, 0].forEach((share, i) => {
      expect(at[i]).toBeCloseTo(share, 12);
    });
  });

  it('ends at once without an annealed part, and falls from the start where that is all', () => {
    expect([0, 99, 100].map((done) => teacherFraction({ steps: 100, anneal: 0 }, done))).toEqual([1, 1, 0]);
    expect([0, 25, 100].map((done) => teacherFraction({ steps: 100, anneal: 1 }, done))).toEqual([1, 0.75, 0]);
  });

  it('never teaches where D is 0', () => {
    expect(teacherFraction({ steps: 0, anneal: 0.5 }, 0)).toBe(0);
  });
});

describe('a weight that falls to a floor', () => {
  it('falls linearly and stays', () => {
    const weight = { start: 2, floor: 0.5, steps: 100 };
    expect([0, 50, 100, 1000].map((done) => fallingTo(weight, done))).toEqual([2, 1.25, 0.5, 0.5]);
    expect(fallingTo({ start: 2, floor: 0, steps: 0 }, 0)).toBe(0);
  });
});

describe('a script', () => {
  it('is imitated until its weights are zero for good', () => {
    const after = (changes: object) =>
      [0, 99, 100].map((done) => isImitated(imitationSettings.parse({ imitationSteps: 100, ...changes }), done));
    expect(after({ imitationFloor: 0 })).toEqual([true, true, false]);
    expect(after({ imitationFloor: 0.1 })).toEqual([true, true, true]);
    // Weights that rise from zero, and intents without actions.
    expect(after({ imitationWeight: 0, imitationFloor: 1 })).toEqual([true, true, true]);
    expect(after({ imitationWeight: 0, imitationFloor: 0, intentWeight: 1 })).toEqual([true, true, true]);
  });
});
