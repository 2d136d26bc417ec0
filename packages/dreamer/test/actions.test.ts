import { expect, it } from 'vitest';
import { chosenActions } from '../src/index.js';

it('an environment is told options as numbers, and continuous actions cut to their bounds', () => {
  const row = Float32Array.of(0, 1, 1, 0, 0, 0.25, -3, 1.5, 9, 9);
  expect(chosenActions(row, { observation: 1, actionDims: [2, 3], continuous: 3 })).toEqual([1, 0, 0.25, -1, 1]);
  expect(chosenActions(row, { observation: 1, actionDims: [2] })).toEqual([1]);
  expect(chosenActions(row.subarray(5), { observation: 1, actionDims: [], continuous: 2 })).toEqual([0.25, -1]);
});
