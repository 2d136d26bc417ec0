import { readFileSync } from 'node:fs';
import { jit } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { TwoHot } from '../src/network/two-hot.js';

interface ScaleCase {
  name: string;
  range: [number, number];
  bins: number;
  /** Some at the ends, in between and outside. */
  values: number[];
  /** signed_hyperbolic of each. */
  squashed: number[];
  /** [bin, probability] of the bins with a share, per value; the second without the small constant of the first. */
  twoHot: [number, number][][];
  exact: [number, number][][];
  /** signed_parabolic of each bin's centre. */
  centres: number[];
}

/** What DeepMind's rlax says, as fixtures/make-rlax-fixtures.py wrote it. */
const { scales } = JSON.parse(readFileSync(new URL('./fixtures/rlax.json', import.meta.url), 'utf8')) as {
  scales: ScaleCase[];
};

const squash = (x: number) => Math.sign(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + 1e-3 * x;

/** Codes of the case's values [N, bins]. */
async function encoded({ bins, range, values }: ScaleCase): Promise<number[][]> {
  const scale = new TwoHot(bins, range);
  const inputs = { values: { shape: [values.length], dtype: 'float32' as const } };
  const compiled = await jit((given) => ({ codes: scale.encode(given.values as Tensor1D) }), inputs);
  const codes = new Float32Array(values.length * bins);
  await compiled.run({ values: Float32Array.from(values) }, { codes });
  await compiled.release();
  return values.map((_, n) => [...codes.subarray(n * bins, (n + 1) * bins)]);
}

/** What is read when all the weight is on one bin, for each bin. */
async function decodedBins({ bins, range }: ScaleCase): Promise<Float32Array> {
  const scale = new TwoHot(bins, range);
  const inputs = { logits: { shape: [bins, bins], dtype: 'float32' as const } };
  const compiled = await jit((given) => ({ values: scale.decode(given.logits as Tensor2D) }), inputs);
  const values = new Float32Array(bins);
  const logits = Float32Array.from({ length: bins * bins }, (_, i) => (i % (bins + 1) === 0 ? 0 : -1e9));
  await compiled.run({ logits }, { values });
  await compiled.release();
  return values;
}

/** Largest difference between codes [N, bins] and sparse ones. */
function worst(actual: number[][], expected: [number, number][][]): number {
  expect(actual.length).toBe(expected.length);
  const differences = actual.map((row, n) => {
    const shares = new Map(expected[n]);
    return Math.max(...row.map((p, bin) => Math.abs(p - (shares.get(bin) ?? 0))));
  });
  return Math.max(...differences);
}

describe.each(scales)('two-hot code against rlax, scale: $name', (each) => {
  const { bins, range } = each;
  const step = (squash(range[1]) - squash(range[0])) / (bins - 1);
  // Single precision errs by some 1e-6 of a value after the transform; the share of a bin errs by that over the step.
  const single = (4e-7 * Math.max(...each.squashed.map(Math.abs), 1)) / step;

  it('has the shares of transform_to_2hot after signed_hyperbolic', async () => {
    const codes = await encoded(each);
    // rlax divides by the step plus 1e-5.
    expect(worst(codes, each.twoHot)).toBeLessThan(1e-5 / step + single);
    expect(worst(codes, each.exact)).toBeLessThan(single);
  });

  it('says a value inside the range as signed_hyperbolic has it: by the mean of the bins', async () => {
    const codes = await encoded(each);
    each.values.forEach((value, n) => {
      if (value < range[0] || value > range[1]) return;
      const mean = codes[n].reduce((sum, p, bin) => sum + p * (squash(range[0]) + bin * step), 0);
      expect(Math.abs(mean - each.squashed[n])).toBeLessThan(single * step);
    });
  });

  it('reads a bin with all the weight as signed_parabolic of its centre', async () => {
    const decoded = await decodedBins(each);
    each.centres.forEach((centre, bin) => {
      expect(Math.abs(decoded[bin] - centre) / (1 + Math.abs(centre))).toBeLessThan(1e-4);
    });
  });
});
