import { layerNorm, ParameterLayout, type SpecTree, silu, stopGradient, type TensorTree } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { generator } from './random.js';

/** A small Transformer-XL with what the agent's network has: the checks and the measurements of this package run it. */
export interface Sizes {
  episodes: number;
  steps: number;
  features: number;
  actions: number;
  bins: number;
  d: number;
  layers: number;
  heads: number;
  /** Width of the gated feed-forward layer in multiples of d. */
  expansion: number;
}

const attentionLayer = ({ d, steps, expansion }: Sizes, i: number) => [
  { name: `${i}/gain1`, shape: [d] },
  { name: `${i}/bias1`, shape: [d] },
  { name: `${i}/q`, shape: [d, d] },
  { name: `${i}/k`, shape: [d, d] },
  { name: `${i}/v`, shape: [d, d] },
  { name: `${i}/positions`, shape: [steps, d] },
  { name: `${i}/out`, shape: [d, d] },
  { name: `${i}/gain2`, shape: [d] },
  { name: `${i}/bias2`, shape: [d] },
  { name: `${i}/gate`, shape: [d, expansion * d] },
  { name: `${i}/up`, shape: [d, expansion * d] },
  { name: `${i}/down`, shape: [expansion * d, d] },
];

export function layout(sizes: Sizes): ParameterLayout {
  const { features, actions, bins, d } = sizes;
  return new ParameterLayout([
    { name: 'embed', shape: [features, d] },
    { name: 'embedBias', shape: [d] },
    ...Array.from({ length: sizes.layers }, (_, i) => attentionLayer(sizes, i)).flat(),
    { name: 'lstm', shape: [d + actions, 4 * d] },
    { name: 'lstmBias', shape: [4 * d] },
    { name: 'policy', shape: [d, actions] },
    { name: 'value', shape: [d, bins] },
  ]);
}

export function initialise(parameters: ParameterLayout, seed = 1): Float32Array {
  const random = generator(seed);
  const flat = new Float32Array(parameters.size);
  for (const { name, shape } of parameters.entries) {
    const scale = shape.length === 1 ? 0.1 : Math.sqrt(3 / shape[0]);
    const view = parameters.view(flat, name);
    for (const i of view.keys()) view[i] = (2 * random() - 1) * scale + (name.includes('gain') ? 1 : 0);
  }
  return flat;
}

export function batchSpecs({ episodes, steps, features }: Sizes): SpecTree {
  return {
    observations: { shape: [episodes, steps, features], dtype: 'float32' },
    actions: { shape: [episodes, steps], dtype: 'int32' },
    returns: { shape: [episodes, steps], dtype: 'float32' },
    mask: { shape: [episodes, steps], dtype: 'float32' },
  };
}

export function randomBatch({ episodes, steps, features, actions }: Sizes, seed = 2) {
  const random = generator(seed);
  const size = episodes * steps;
  return {
    observations: Float32Array.from({ length: size * features }, () => 2 * random() - 1),
    actions: Int32Array.from({ length: size }, () => Math.floor(random() * actions)),
    returns: Float32Array.from({ length: size }, () => 4 * random() - 2),
    mask: Float32Array.from({ length: size }, (_, i) => (i % steps < steps - 2 ? 1 : 0)),
  };
}

type Parameters = Record<string, tf.Tensor>;

/**
 * Added to the scores of what may not be seen. Weights of e^-50 vanish beside 1 in single precision, and keep clear of the
 * subnormal numbers that -1e9 passes through: those make a softmax four times slower.
 */
const MASKED = -50;

/**
 * Causal attention with relative positions by the shift of Dai et al. (2019), appendix B. x: [B T, d]. Neither padding nor
 * slicing touches a [T, T] tensor: the column of zeros comes from the position table, and the row that the shift would
 * drop stays to the end, as a query of zeros.
 */
function attention(x: tf.Tensor, p: Parameters, i: number, s: Sizes): tf.Tensor {
  const [B, T, H, D] = [s.episodes, s.steps, s.heads, s.d / s.heads];
  const heads = (name: string): tf.Tensor =>
    tf.transpose(tf.reshape(tf.matMul(x, p[`${i}/${name}`]), [B, T, H, D]), [0, 2, 1, 3]);
  const q = tf.mul(heads('q'), 1 / Math.sqrt(D));
  const [k, v] = [heads('k'), heads('v')];
  const table = tf.pad(tf.reshape(p[`${i}/positions`], [T, H, D]), [
    [1, 0],
    [0, 0],
    [0, 0],
  ]);
  const positions = tf.expandDims(tf.transpose(table, [1, 0, 2]), 0);
  const shifted = tf.reshape(tf.matMul(q, positions, false, true), [B, H, T + 1, T]);
  const queries = tf.pad(q, [
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 0],
  ]);
  const causal = Float32Array.from({ length: (T + 1) * T }, (_, at) =>
    at >= T && at % T >= Math.floor(at / T) ? MASKED : 0,
  );
  const scores = tf.add(tf.add(tf.matMul(queries, k, false, true), shifted), tf.tensor(causal, [T + 1, T]));
  const mixed = tf.slice(tf.matMul(tf.softmax(scores), v), [0, 0, 1, 0], [B, H, T, D]);
  return tf.matMul(tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [B * T, s.d]), p[`${i}/out`]);
}

function gated(x: tf.Tensor, p: Parameters, i: number): tf.Tensor {
  const gate = silu(tf.matMul(x, p[`${i}/gate`]));
  return tf.matMul(tf.mul(gate, tf.matMul(x, p[`${i}/up`])), p[`${i}/down`]);
}

/** One step of an LSTM whose state starts at zero but for h. */
function lstm(h: tf.Tensor, input: tf.Tensor, p: Parameters): tf.Tensor {
  const gates = tf.add(tf.matMul(tf.concat([h, input], -1), p.lstm), p.lstmBias);
  const [i, f, g, o] = tf.split(gates, 4, -1);
  const c = tf.add(tf.mul(tf.sigmoid(f), h), tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return tf.mul(tf.sigmoid(o), tf.tanh(c));
}

/** Cross-entropy against a target spread over the two bins around each number (bins at integers around 0). */
function twoHot(logits: tf.Tensor, target: tf.Tensor, bins: number): tf.Tensor {
  const place = tf.clipByValue(tf.add(target, (bins - 1) / 2), 0, bins - 1);
  const centres = tf.range(0, bins);
  const weights = tf.relu(tf.sub(1, tf.abs(tf.sub(tf.expandDims(place, -1), centres))));
  return tf.neg(tf.sum(tf.mul(stopGradient(weights), tf.logSoftmax(logits)), -1));
}

export function loss(p: Parameters, batch: TensorTree, s: Sizes): tf.Scalar {
  const rows = s.episodes * s.steps;
  const observations = tf.reshape(batch.observations as tf.Tensor, [rows, s.features]);
  let x: tf.Tensor = tf.add(tf.matMul(observations, p.embed), p.embedBias);
  const norm = (y: tf.Tensor, name: string): tf.Tensor =>
    layerNorm(y, p[name.replace('#', 'gain')] as tf.Tensor1D, p[name.replace('#', 'bias')] as tf.Tensor1D);
  for (let i = 0; i < s.layers; i++) {
    x = tf.add(x, attention(norm(x, `${i}/#1`), p, i, s));
    x = tf.add(x, gated(norm(x, `${i}/#2`), p, i));
  }
  const actions = tf.oneHot(tf.reshape(batch.actions as tf.Tensor, [rows]) as tf.Tensor1D, s.actions);
  const taken = tf.cast(actions, 'float32');
  const policy = tf.neg(tf.sum(tf.mul(taken, tf.logSoftmax(tf.matMul(x, p.policy))), -1));
  const next = lstm(tf.tanh(x), taken, p);
  const value = twoHot(tf.matMul(next, p.value), tf.reshape(batch.returns as tf.Tensor, [rows]), s.bins);
  const mask = tf.reshape(batch.mask as tf.Tensor, [rows]);
  return tf.div(tf.sum(tf.mul(mask, tf.add(policy, value))), tf.sum(mask)) as tf.Scalar;
}
