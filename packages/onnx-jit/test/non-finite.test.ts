import {
  attention,
  type Data,
  gelu,
  jit,
  layerNorm,
  logSoftmax,
  type SpecTree,
  silu,
  type TensorTree,
} from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
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
import { generator } from './random.js';
import { runOnce, withGradients } from './reference.js';

const functionCases: Record<string, Case> = {
  'attention, causal': {
    inputs: () => [{ shape: [1, 2, 6, 8] }, { shape: [1, 2, 6, 8] }, { shape: [1, 2, 6, 8] }],
    fn: (q, k, v) => attention(q, k, v, { causal: true }),
  },
  attention: {
    inputs: () => [{ shape: [1, 2, 6, 8] }, { shape: [1, 2, 19, 8] }, { shape: [1, 2, 19, 8] }],
    fn: (q, k, v) => attention(q, k, v),
  },
  layerNorm: { inputs: (dims) => [{ shape: dims }], fn: (x) => layerNorm(x, tf.ones([last(x)]), tf.zeros([last(x)])) },
  'own logSoftmax': { inputs: (dims) => [{ shape: dims }], fn: (x) => logSoftmax(x) },
  gelu: { inputs: (dims) => [{ shape: dims }], fn: gelu },
  silu: { inputs: (dims) => [{ shape: dims }], fn: silu },
};
const last = (x: tf.Tensor) => x.shape[x.shape.length - 1] as number;

const cases = {
  ...elementwiseCases,
  ...reductionCases,
  ...shapeCases,
  ...indexingCases,
  ...productCases,
  ...convolutionCases,
  ...functionCases,
};

/** Cases whose results for NaN or infinities differ from tfjs's. In each of them the compiled one keeps the NaN. */
const OTHERWISE: Record<string, RegExp> = {
  'tfjs gives a number for the sign and the floor of NaN': /^(sign|floorDiv)$/,
  'the remainder by an infinity is NaN in tfjs': /^mod/,
  'the root of minus infinity is NaN, its power 0.5 is not': /^pow \.5$/,
  'tfjs puts NaN first or last among the largest': /^topk/,
  'tfjs skips what is beyond the edge, the compiled one multiplies by zeros there': /conv/,
};
/** Results that have no NaN: the integer for a NaN is not defined. */
const NO_NAN = /^cast$/;
/** tfjs multiplies every element with 0 or 1, so that one NaN is in all sums; the compiled one has it in its own only. */
const SPREAD = /^unsortedSegmentSum|^gather, table$/;

interface Problem {
  specs: SpecTree;
  data: Record<string, Data>;
  fn: (inputs: TensorTree) => TensorTree;
}

/** Problems with some elements replaced; long rows, since vectorised loops have another code than short ones. */
function problemsOf(item: Case, special: number): Problem[] {
  const dims = [
    [3, 4],
    [2, 13],
    [4, 2, 3],
    [1, 67],
    [37, 2],
    [3, 3, 21],
  ]; // prettier-ignore
  return dims.flatMap((shape, i) => {
    const problem = problemOf(item, shape, i % 4, i + 1);
    const random = generator(i + 100);
    let replaced = 0;
    for (const array of Object.values(problem.data)) {
      if (!(array instanceof Float32Array)) continue;
      for (const j of array.keys()) {
        if (random() >= 0.15) continue;
        array[j] = special;
        replaced++;
      }
    }
    return replaced > 0 ? [problem] : [];
  });
}

async function bothOf(fn: Problem['fn'], { specs, data }: Problem): Promise<[compiled: number[], tfjs: number[]]> {
  const compiled = await runOnce(await jit(fn, specs), data);
  const eager = await runOnce(await jit(fn, specs, { backend: 'tfjs-cpu' }), data);
  const joined = (results: Record<string, Data>) => Object.keys(eager).flatMap((name) => [...results[name]]);
  return [joined(compiled), joined(eager)];
}

const alike = (a: number, b: number) => Object.is(a, b) || a === b || Math.abs(a - b) < 1e-4 * Math.max(1, Math.abs(b));

describe('NaN and infinities', () => {
  const same = Object.entries(cases).filter(
    ([name]) => ![...Object.values(OTHERWISE), NO_NAN, /^unsortedSegmentSum/].some((pattern) => pattern.test(name)),
  );
  test.each(same)('%s: compiled equals tfjs-cpu', async (_name, item) => {
    for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const problem of problemsOf(item, special)) {
        const [compiled, tfjs] = await bothOf(problem.fn, problem);
        const wrong = compiled.findIndex((x, i) => !alike(x, tfjs[i]));
        expect({ special, at: wrong, is: compiled[wrong], tfjs: tfjs[wrong] }).toMatchObject({ at: -1 });
      }
    }
  });

  const kept = Object.entries(cases).filter(([name]) => !NO_NAN.test(name) && !SPREAD.test(name));
  test.each(kept)('%s: no NaN is lost, also in its gradient', async (_name, item) => {
    for (const problem of problemsOf(item, Number.NaN)) {
      const whole = item.gradient === false ? problem.fn : withGradients(problem.fn, problem.specs);
      const [compiled, tfjs] = await bothOf(whole, problem);
      const lost = compiled.findIndex((x, i) => Number.isNaN(tfjs[i]) && Number.isFinite(x));
      expect({ at: lost, is: compiled[lost] }).toMatchObject({ at: -1 });
    }
  });

  it('a segment sum has the NaN of its own elements', async () => {
    const specs: SpecTree = { x: { shape: [4, 1], dtype: 'float32' }, i: { shape: [4], dtype: 'int32' } };
    const compiled = await jit(
      ({ x, i }) => ({ y: tf.unsortedSegmentSum(x as tf.Tensor2D, i as tf.Tensor1D, 3) }),
      specs,
    );
    const data = { x: Float32Array.of(1, Number.NaN, 2, 3), i: Int32Array.of(0, 2, 0, 1) };
    expect([...(await runOnce(compiled, data)).y]).toEqual([3, 3, Number.NaN]);
  });
});
