import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Case,
  convolutionCases,
  elementwiseCases,
  indexingCases,
  productCases,
  reductionCases,
  shapeCases,
} from './kernel-cases.js';
import { problemOf } from './kernel-problem.js';
import { compare, compareNumerically } from './reference.js';

const TOLERANCE = 2e-5;
/** Of central differences in single precision. */
const NUMERIC_TOLERANCE = 5e-3;

async function check(item: Case, dims: number[], broadcast: number, seed: number): Promise<void> {
  const { gradient = true, tolerance = TOLERANCE } = item;
  const { specs, data, fn: tree } = problemOf(item, dims, broadcast, seed);
  const worst = await compare(tree, specs, data, gradient === true);
  expect(worst).toBeLessThan(tolerance);
  if (gradient !== 'numeric') return;
  // On a lattice, shifted for each input, so that no kink (as of a maximum) is near.
  for (const [i, array] of Object.values(data).entries()) {
    if (array instanceof Float32Array) for (const j of array.keys()) array[j] = (Math.round(4 * array[j]) + i / 2) / 4;
  }
  expect(await compareNumerically(tree, specs, data)).toBeLessThan(NUMERIC_TOLERANCE);
}

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 });

const groups = {
  elementwise: elementwiseCases,
  reductions: reductionCases,
  shapes: shapeCases,
  indexing: indexingCases,
  products: productCases,
  convolutions: convolutionCases,
};
for (const [group, cases] of Object.entries(groups)) {
  describe(`${group}: compiled equals tfjs-cpu`, () => {
    for (const [name, item] of Object.entries(cases)) {
      test(`${name}${item.gradient === false ? '' : ', with gradient'}`, async () => {
        const property = fc.asyncProperty(shapes, fc.nat(3), fc.nat(), async (dims, broadcast, seed) => {
          await check(item, dims, broadcast, seed);
        });
        await fc.assert(property, { numRuns: 6 });
      });
    }
  });
}
