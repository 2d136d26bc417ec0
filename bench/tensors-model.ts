import {
  adamW,
  attention,
  gelu,
  layerNorm,
  logSoftmax,
  ParameterLayout,
  type SpecTree,
  type TensorTree,
  valueAndGrad,
} from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';

/** Sizes of the measured language model: B sequences of T tokens, width d, L layers, H heads. */
export interface ModelSizes {
  batch: number;
  time: number;
  width: number;
  layers: number;
  heads: number;
  vocabulary: number;
}

const VOCABULARY = 64;
const common = { batch: 16, time: 64, vocabulary: VOCABULARY };

/** Models by number of parameters. */
export const MODELS: Record<string, ModelSizes> = {
  '200k': { ...common, width: 64, layers: 4, heads: 2 },
  '1m': { ...common, width: 128, layers: 5, heads: 4 },
  '5m': { ...common, batch: 8, width: 256, layers: 6, heads: 8 },
};

/** Pre-LayerNorm transformer with a feed-forward layer of 4 d (Radford et al. 2019), without position codes. */
export function layoutOf({ width, layers, vocabulary }: ModelSizes): ParameterLayout {
  const block = (i: number) => [
    { name: `${i}/gain1`, shape: [width] },
    { name: `${i}/bias1`, shape: [width] },
    { name: `${i}/query`, shape: [width, width] },
    { name: `${i}/key`, shape: [width, width] },
    { name: `${i}/value`, shape: [width, width] },
    { name: `${i}/out`, shape: [width, width] },
    { name: `${i}/gain2`, shape: [width] },
    { name: `${i}/bias2`, shape: [width] },
    { name: `${i}/up`, shape: [width, 4 * width] },
    { name: `${i}/upBias`, shape: [4 * width] },
    { name: `${i}/down`, shape: [4 * width, width] },
    { name: `${i}/downBias`, shape: [width] },
  ];
  return new ParameterLayout([
    { name: 'embed', shape: [vocabulary, width] },
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    { name: 'gain', shape: [width] },
    { name: 'bias', shape: [width] },
    { name: 'unembed', shape: [width, vocabulary] },
  ]);
}

/** Multiplications and additions of the matrix products of one step, the backward pass counted as two forward ones. */
export function flopsOf(s: ModelSizes): number {
  const perToken = s.layers * (12 * s.width ** 2 + 2 * s.time * s.width) + 2 * s.vocabulary * s.width;
  return 3 * 2 * s.batch * s.time * perToken;
}

/** Initial parameters, uniform, from a linear congruential generator. The PyTorch version starts from the same ones. */
export function initialise(layout: ParameterLayout): Float32Array {
  const flat = new Float32Array(layout.size);
  let state = 1;
  for (const { name, shape } of layout.entries) {
    const view = layout.view(flat, name);
    if (name.includes('gain')) view.fill(1);
    if (shape.length < 2) continue;
    const scale = Math.sqrt(3 / shape[0]);
    for (const i of view.keys()) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      view[i] = (2 * (state / 2 ** 32) - 1) * scale;
    }
  }
  return flat;
}

type Parameters = Record<string, tf.Tensor>;

function loss(p: Parameters, tokens: tf.Tensor, targets: tf.Tensor, s: ModelSizes): tf.Scalar {
  const { batch, time, width, heads } = s;
  // tfjs-wasm has one-hots of integers only.
  const hot = (x: tf.Tensor) => tf.cast(tf.oneHot(tf.reshape(x, [-1]) as tf.Tensor1D, s.vocabulary), 'float32');
  const norm = (x: tf.Tensor, gain: string, bias: string) =>
    layerNorm(x, p[gain] as tf.Tensor1D, p[bias] as tf.Tensor1D);
  let x: tf.Tensor = tf.matMul(hot(tokens), p.embed);
  for (let i = 0; i < s.layers; i++) {
    const normed = norm(x, `${i}/gain1`, `${i}/bias1`);
    const byHead = (name: string, scale = 1) =>
      tf.transpose(
        tf.reshape(tf.matMul(normed, tf.mul(p[`${i}/${name}`], scale)), [batch, time, heads, width / heads]),
        [0, 2, 1, 3],
      );
    const query = byHead('query', Math.sqrt(heads / width));
    const mixed = attention(query, byHead('key'), byHead('value'), { causal: true });
    x = tf.add(x, tf.matMul(tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch * time, width]), p[`${i}/out`]));
    const up = tf.add(tf.matMul(norm(x, `${i}/gain2`, `${i}/bias2`), p[`${i}/up`]), p[`${i}/upBias`]);
    x = tf.add(x, tf.add(tf.matMul(gelu(up), p[`${i}/down`]), p[`${i}/downBias`]));
  }
  const logits = tf.matMul(norm(x, 'gain', 'bias'), p.unembed);
  const logLikelihood = tf.sum(tf.mul(hot(targets), logSoftmax(logits)), 1);
  return tf.neg(tf.mean(logLikelihood)) as tf.Scalar;
}

/** One step of AdamW on the mean cross-entropy of the next token, as a pure function with its state. */
export function trainingStep(s: ModelSizes) {
  const layout = layoutOf(s);
  const optimiser = adamW({ learningRate: 1e-3, weightDecay: 0.01, gradNorm: 1 });
  const ints = { shape: [s.batch, s.time], dtype: 'int32' as const };
  const specs: { state: SpecTree; batch: SpecTree } = {
    state: { p: { shape: [layout.size], dtype: 'float32' }, optimiser: optimiser.specs(layout.size) },
    batch: { tokens: ints, targets: ints },
  };
  const update = ({ p, optimiser: moments }: TensorTree, { tokens, targets }: TensorTree) => {
    const f = (flat: tf.Tensor1D) => ({
      loss: loss(layout.split(flat), tokens as tf.Tensor, targets as tf.Tensor, s),
    });
    const { value, gradient } = valueAndGrad(f)(p as tf.Tensor1D);
    const next = optimiser.update(p as tf.Tensor1D, gradient, moments as TensorTree);
    return { state: { p: next.parameters, optimiser: next.state }, metrics: { loss: value } };
  };
  return { update, specs, layout };
}

/** Tokens whose successors are a function of them. */
export function tokensOf(s: ModelSizes): { tokens: Int32Array; targets: Int32Array } {
  const tokens = Int32Array.from({ length: s.batch * s.time }, (_, i) => (i * i + 7 * i) % s.vocabulary);
  return { tokens, targets: tokens.map((token) => (token * 5 + 3) % s.vocabulary) };
}
