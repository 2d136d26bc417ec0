import { expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { phaseAt } from '../src/run/phase.js';

const lengths = (options: object, ...steps: number[]) =>
  steps.map((each) => phaseAt(mergeConfig({ preset: 'laptop', ...options }), each).stepsPerIteration);

it('iterations double in length, and so do the steps after which they do', () => {
  const options = { shortestIteration: 80, lengthenSteps: 1000, stepsPerIteration: 480 };
  expect(lengths(options, 0, 999, 1000, 1999, 2000, 3999, 4000, 1e9)).toEqual([80, 80, 160, 160, 320, 320, 480, 480]);
  const { until } = phaseAt(mergeConfig({ preset: 'laptop', ...options }), 2500);
  expect(until).toBe(4000);
  expect(phaseAt(mergeConfig({ preset: 'laptop', ...options }), 4000).until).toBeUndefined();
});

it('all iterations are as long where none is to be shorter', () => {
  expect(lengths({ stepsPerIteration: 160 }, 0, 1e6)).toEqual([160, 160]);
  expect(lengths({ stepsPerIteration: 160, shortestIteration: 160 }, 0, 1e6)).toEqual([160, 160]);
});

it('the shortest iterations are no longer than the others, and have room for all trials', () => {
  const given = (options: object) => () => mergeConfig({ preset: 'debug', ...options });
  expect(given({ shortestIteration: 41 })).toThrow(
    '--shortest-iteration 41 must be at most --steps-per-iteration 40; with 0 all',
  );
  expect(given({ shortestIteration: 2 })).toThrow('numbers of trials from 1 to the 2 steps of an iteration, not 3');
});
