import { readFileSync } from 'node:fs';
import { jit, logSoftmax, valueAndGrad } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { actionSpec, observationSpec, STEP } from '../../../test/kit/small-agent.js';
import { AdaAgent } from '../src/network/agent.js';
import { AGENT_SIZES } from '../src/network/config.js';
import { TwoHot } from '../src/network/two-hot.js';

interface ScaleCase {
  name: string;
  range: [number, number];
  bins: number;
  /** Some at the ends, in between and outside. */
  values: number[];
  /** [bin, probability] of the bins with a share, per value. */
  twoHot: [number, number][][];
  /** What all the weight on one bin says, for each bin. */
  centres: number[];
  /** Some logits, and what they say. */
  logits: number[][];
  decoded: number[];
}

/** What DeepMind's rlax says, as fixtures/make-rlax-fixtures.py wrote it. */
const { scales } = JSON.parse(readFileSync(new URL('./fixtures/rlax.json', import.meta.url), 'utf8')) as {
  scales: ScaleCase[];
};

/** Runs a function of one tensor of rows, compiled. */
async function run(rows: number[][], f: (x: Tensor2D) => Tensor): Promise<number[]> {
  const specs = { x: { shape: [rows.length, rows[0].length], dtype: 'float32' as const } };
  const compiled = await jit(({ x }) => ({ y: f(x as Tensor2D) }), specs);
  const y = new Float32Array(compiled.outputs.y.shape.reduce((a, b) => a * b, 1));
  await compiled.run({ x: Float32Array.from(rows.flat()) }, { y });
  await compiled.release();
  return [...y];
}

const inRows = (flat: number[], width: number) =>
  Array.from({ length: flat.length / width }, (_, n) => flat.slice(n * width, (n + 1) * width));

/** Codes of numbers [N, K]. */
const encode = async (scale: TwoHot, values: number[]) =>
  inRows(
    await run(
      values.map((x) => [x]),
      (x) => scale.encode(tf.reshape(x, [-1]) as Tensor1D),
    ),
    scale.bins,
  );

const decode = (scale: TwoHot, logits: number[][]) => run(logits, (x) => scale.decode(x));

/** Logits whose softmax is a code. */
const logitsOf = (code: number[]) => code.map((p) => (p > 0 ? Math.log(p) : -1e9));

const VALUE: [number, [number, number]] = [51, [0, 50]];
const SCALES: [number, [number, number]][] = [
  VALUE,
  [11, [0, 1]],
  [11, [0, 50]],
  [601, [0, 300]],
  [601, [-300, 300]],
  [2, [-1, 3]],
];

describe.each(scales)('two-hot code against rlax, scale: $name', (each) => {
  const { bins, range, values } = each;
  const scale = new TwoHot(bins, range);
  const top = Math.max(...range.map(Math.abs));

  it('has the shares of transform_to_2hot_nonlinear', async () => {
    const codes = await encode(scale, values);
    for (const [n, row] of codes.entries()) {
      const shares = new Map(each.twoHot[n]);
      for (const [bin, p] of row.entries()) {
        // Single precision errs by some 1e-7 of a number; the share of a bin errs by that over the gap.
        const gap = each.centres[Math.min(bin + 1, bins - 1)] - each.centres[Math.max(bin - 1, 0)];
        expect(Math.abs(p - (shares.get(bin) ?? 0))).toBeLessThan((4e-7 * Math.max(1, Math.abs(values[n]))) / gap);
      }
    }
  });

  it('is read as transform_from_2hot_nonlinear has it', async () => {
    const single = bins * 1e-8 + 1e-6;
    const one = Array.from({ length: bins }, (_, i) => logitsOf(each.centres.map((_, j) => (i === j ? 1 : 0))));
    for (const [n, x] of (await decode(scale, one)).entries()) {
      expect(Math.abs(x - each.centres[n])).toBeLessThan(single * top);
    }
    for (const [n, x] of (await decode(scale, each.logits)).entries()) {
      expect(Math.abs(x - each.decoded[n])).toBeLessThan(single * top);
    }
  });
});

describe('two-hot code', () => {
  it.each(SCALES)('of %i bins over %j: decoding takes encoding back, and each code sums to 1', async (bins, range) => {
    const scale = new TwoHot(bins, range);
    const values = Array.from({ length: 401 }, (_, i) => range[0] + ((range[1] - range[0]) * i) / 400);
    const codes = await encode(scale, values);
    const decoded = await decode(scale, codes.map(logitsOf));
    for (const [n, x] of values.entries()) {
      expect(codes[n].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(codes[n].filter((p) => p > 1e-4).length).toBeLessThanOrEqual(2);
      expect(Math.min(...codes[n])).toBeGreaterThan(-1e-6);
      expect(Math.abs(decoded[n] - x)).toBeLessThan(1e-6 * Math.max(...range.map(Math.abs)));
    }
  });

  it('takes numbers outside the range to its ends', async () => {
    const codes = await encode(new TwoHot(5, [-2, 3]), [-1e6, -2.1, 3.1, 1e6]);
    const [low, high] = [
      [1, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
    ];
    expect(codes).toEqual([low, low, high, high]);
  });

  it('has finer bins for small numbers, evenly spaced after the transform', async () => {
    const scale = new TwoHot(...VALUE);
    const one = Array.from({ length: 51 }, (_, i) => logitsOf(Array.from({ length: 51 }, (_, j) => (i === j ? 1 : 0))));
    const h = (x: number) => Math.sqrt(x + 1) - 1 + 1e-3 * x;
    const centres = await decode(scale, one);
    for (const [i, x] of centres.entries()) expect(h(x)).toBeCloseTo((h(50) * i) / 50, 5);
    expect([centres[0], centres[50]]).toEqual([0, 50]);
  });

  it.each([
    [
      [
        [20, 0.2],
        [0, 0.8],
      ],
      4,
    ],
    [
      [
        [20, 0.1],
        [0, 0.9],
      ],
      2,
    ],
    [
      [
        [40, 0.1],
        [3, 0.5],
        [0.2, 0.4],
      ],
      5.58,
    ],
  ])('reads a mixture as its mean: %j', async (parts, mean) => {
    const scale = new TwoHot(...VALUE);
    const codes = await encode(
      scale,
      parts.map(([x]) => x),
    );
    const mixture = codes[0].map((_, i) => parts.reduce((sum, [, p], n) => sum + p * codes[n][i], 0));
    expect((await decode(scale, [logitsOf(mixture)]))[0]).toBeCloseTo(mean, 5);
  });
});

describe('gradients of the value loss', () => {
  const scale = new TwoHot(5, [0, 3]);
  const logits = [[0.3, -1, 0.5, 1.2, -0.4]];
  const softmax = logits[0].map((x) => Math.exp(x) / logits[0].reduce((sum, y) => sum + Math.exp(y), 0));
  const gradientOf = (f: (x: Tensor2D) => Scalar) =>
    run(logits, (x) => valueAndGrad((y: Tensor2D) => ({ loss: f(y) }))(x).gradient);

  it('the cross-entropy to a code has the gradient softmax minus code', async () => {
    const [code] = await encode(scale, [1.1]);
    const gradient = await gradientOf((x) => tf.neg(tf.sum(tf.mul(scale.encode(tf.tensor1d([1.1])), logSoftmax(x)))));
    for (const [i, g] of gradient.entries()) expect(g).toBeCloseTo(softmax[i] - code[i], 6);
  });

  it('the number read has the gradient p (c - mean)', async () => {
    const one = softmax.map((_, i) => logitsOf(softmax.map((_, j) => (i === j ? 1 : 0))));
    const centres = await decode(scale, one);
    const mean = softmax.reduce((sum, p, i) => sum + p * centres[i], 0);
    const gradient = await gradientOf((x) => tf.sum(scale.decode(x)));
    for (const [i, g] of gradient.entries()) expect(g).toBeCloseTo(softmax[i] * (centres[i] - mean), 6);
  });
});

describe('a fresh agent', () => {
  // Logits fall by 1 from bin to bin, so the mean is Σ (1 − 1/e) e⁻ⁱ cᵢ: 0.16 of 50 for the value, 0.05 of 1 for the
  // reward.
  it('expects hardly anything: values below 0.2 steps of reward, rewards below 0.06', async () => {
    const agent = new AdaAgent(AGENT_SIZES['laptop-teacher'], observationSpec, actionSpec);
    for (const seed of [1, 2, 3]) {
      const parameters = agent.initialise(seed);
      const observations = Array.from({ length: 8 }, (_, n) =>
        Array.from({ length: STEP }, (_, i) => Math.sin(1 + n * STEP * 1.7 + i)),
      );
      const said = await run(observations, (x) => {
        const p = agent.parameters.split(tf.tensor1d(parameters));
        const task = tf.zeros([8, observationSpec.size - STEP]) as Tensor2D;
        const root = agent.roots(p, tf.reshape(x, [8, 1, STEP]), task, tf.zeros([8, 1], 'int32'));
        const next = agent.step(p, root, tf.zeros([8, 5]));
        return tf.concat([
          agent.valueScale.decode(agent.value(p, root)),
          agent.rewardScale.decode(agent.reward(p, next)),
        ]);
      });
      for (const value of said.slice(0, 8)) expect(Math.abs(value - 0.163)).toBeLessThan(0.037);
      for (const reward of said.slice(8)) expect(Math.abs(reward - 0.05)).toBeLessThan(0.01);
    }
  });
});
