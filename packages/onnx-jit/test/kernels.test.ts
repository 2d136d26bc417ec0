import type { Data, SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Case,
  elementwiseCases,
  type Input,
  indexingCases,
  productCases,
  reductionCases,
  shapeCases,
} from './kernel-cases.js';
import { generator } from './random.js';
import { compare, compareNumerically } from './reference.js';

const TOLERANCE = 2e-5;
/** Of central differences in single precision. */
const NUMERIC_TOLERANCE = 5e-3;

function elements({ shape, dtype = 'float32', range = [-2, 2] }: Input, random: () => number): Data {
  const size = shape.reduce((a, b) => a * b, 1);
  const [low, high] = range;
  const draw = (): number => low + random() * (high - low);
  if (dtype === 'int32') return Int32Array.from({ length: size }, () => Math.floor(draw()));
  if (dtype === 'bool') return Uint8Array.from({ length: size }, () => Math.round(random()));
  return Float32Array.from({ length: size }, draw);
}

async function check(item: Case, dims: number[], broadcast: number, seed: number): Promise<void> {
  const { inputs, fn, gradient = true, tolerance = TOLERANCE } = item;
  const random = generator(seed);
  const specs: SpecTree = {};
  const data: Record<string, Data> = {};
  for (const [i, input] of inputs(dims, broadcast).entries()) {
    specs[`x${i}`] = { shape: input.shape, dtype: input.dtype ?? 'float32' };
    data[`x${i}`] = elements(input, random);
  }
  const tree = (named: TensorTree): TensorTree => {
    const result = fn(...(Object.values(named) as tf.Tensor[]));
    const outputs = Array.isArray(result) ? result : [result];
    return Object.fromEntries(outputs.map((tensor, i) => [`y${i}`, tensor]));
  };
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
