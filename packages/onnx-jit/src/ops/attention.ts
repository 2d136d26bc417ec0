import * as tf from '@tensorflow/tfjs-core';

export interface AttentionOptions {
  /**
   * Added to the scores; broadcastable to [B, H, T, S]. Far below zero where a query must not attend. Gets no gradient.
   */
  mask?: tf.Tensor;
  /** If true, query t attends to the keys 0 .. t only (T = S). Default false. */
  causal?: boolean;
  /**
   * Number of queries that causal attention processes at once, default 80. A multiple of 16 suits the matrix products.
   */
  block?: number;
  /** P extra columns of the keys that get no gradient, such as position codes: [B or 1, H or 1, S, P]. */
  fixedKeys?: tf.Tensor;
}

/** Added to masked scores; larger in size than any score. */
const HIDDEN = -1e4;

/**
 * Scores are raised to at least this far below their row's maximum before the exponential. e^-60 vanishes beside 1 in
 * single precision. Otherwise the weights of masked and of very unlikely keys would be subnormal numbers; with these,
 * exponentials take three times as long and products up to seventy times.
 */
const DEPTH = 60;

/** Row maxima [..., 1] that may pass over a NaN, where the backend has such a kernel: tf.max takes longer. */
function rowMaxima(x: tf.Tensor): tf.Tensor {
  const traced = tf.getKernel('MaxOfNumbers', tf.getBackend()) != null;
  const attrs = { reductionIndices: [x.shape.length - 1], keepDims: false };
  return traced ? (tf.engine().runKernel('MaxOfNumbers', { x }, attrs) as tf.Tensor) : tf.max(x, -1);
}

/** softmax(scores + mask), rows along the last axis. A NaN makes its row NaN: `maximum` and `softmax` keep it. */
function weightsOf(scores: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const masked = mask ? tf.add(scores, mask) : scores;
  const floor = tf.expandDims(tf.sub(rowMaxima(masked), DEPTH), -1);
  return tf.softmax(tf.maximum(masked, floor));
}

/** Rows `from .. to` of each matrix. */
const rows = (x: tf.Tensor, from: number, to: number): tf.Tensor =>
  from === 0 && to === x.shape[2] ? x : tf.slice(x, [0, 0, from, 0], [-1, -1, to - from, -1]);

const columns = (x: tf.Tensor, count: number): tf.Tensor =>
  count === x.shape[3] ? x : tf.slice(x, [0, 0, 0, 0], [-1, -1, -1, count]);

/** A gradient is narrow from this ratio of keys to width on. */
const NARROW = 3;

/** One block of queries `from .. to`, and the number of keys that they attend to. */
interface Block {
  from: number;
  to: number;
  keys: number;
}

function maskOf({ from, to, keys }: Block, mask: tf.Tensor | undefined, causal: boolean): tf.Tensor | undefined {
  let part = mask;
  if (mask) {
    const [b, h, t, s] = mask.shape as number[];
    part = tf.slice(mask, [0, 0, t === 1 ? 0 : from, 0], [b, h, t === 1 ? 1 : to - from, s === 1 ? 1 : keys]);
  }
  if (!causal) return part;
  const later = tf.greater(tf.range(0, keys), tf.expandDims(tf.range(from, to), 1));
  const hidden = tf.reshape(tf.mul(tf.cast(later, 'float32'), HIDDEN), [1, 1, to - from, keys]);
  return part ? tf.add(part, hidden) : hidden;
}

/** The sum of tensors of increasing size along an axis, as if each were padded with zeros to the size of the last. */
function sumOfPrefixes(parts: tf.Tensor[], axis: number): tf.Tensor {
  return parts.reduce((sum, part) => {
    const [short, long] = [sum.shape[axis], part.shape[axis]] as number[];
    if (short === long) return tf.add(sum, part);
    const [head, tail] = tf.split(part, [short, long - short], axis);
    return tf.concat([tf.add(sum, head), tail], axis);
  });
}

/**
 * The sum over blocks of left^T right, [B, H, n, D] with increasing n. Long and narrow sums are computed transposed,
 * which is twice as fast.
 */
function sumOfProducts(factors: [left: tf.Tensor, right: tf.Tensor][]): tf.Tensor {
  const [left, right] = factors[factors.length - 1];
  const narrow = (left.shape[3] as number) >= NARROW * (right.shape[3] as number);
  if (!narrow)
    return sumOfPrefixes(
      factors.map(([a, b]) => tf.matMul(a, b, true, false)),
      2,
    );
  const turned = sumOfPrefixes(
    factors.map(([a, b]) => tf.matMul(b, a, true, false)),
    3,
  );
  return tf.transpose(turned, [0, 1, 3, 2]);
}

function blocksOf(time: number, keys: number, { causal, block = 80 }: AttentionOptions): Block[] {
  if (!causal) return [{ from: 0, to: time, keys }];
  if (time !== keys) throw new Error(`A causal attention has as many queries as keys, not ${time} and ${keys}.`);
  return Array.from({ length: Math.ceil(time / block) }, (_, i) => {
    const to = Math.min((i + 1) * block, time);
    return { from: i * block, to, keys: to };
  });
}

/**
 * Dot-product attention, `softmax(query key^T + mask) value` (Vaswani et al. 2017, section 3.2.1). Scale the query
 * before.
 *
 * Causal attention processes the queries in blocks, each with the keys up to its last query, so most of the masked
 * scores are not computed. The gradient computes the row sums of dP P as those of dO O, which are equal and cheaper
 * (Dao et al. 2022, appendix B.2).
 *
 * @param query [B, H, T, D] or, with `fixedKeys`, [B, H, T, D + P]
 * @param key [B, H, S, D]
 * @param value [B, H, S, E]
 * @returns [B, H, T, E]
 */
export function attention(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  options: AttentionOptions = {},
): tf.Tensor {
  const { mask, causal = false, fixedKeys } = options;
  const [batch, heads, keyCount, width] = key.shape as number[];
  const blocks = blocksOf(query.shape[2] as number, keyCount, options);
  const masks = blocks.map((block) => maskOf(block, mask, causal));
  const fixed = fixedKeys && tf.broadcastTo(fixedKeys, [batch, heads, ...fixedKeys.shape.slice(2)]);
  const op = tf.customGrad((...args) => {
    const [q, ownKeys, v] = args as tf.Tensor[];
    const save = args.at(-1) as tf.GradSaveFunc;
    const k = fixed ? tf.concat([ownKeys, fixed], 3) : ownKeys;
    const weights: tf.Tensor[] = [];
    const outputs = blocks.map(({ from, to, keys }, i) => {
      weights[i] = weightsOf(tf.matMul(rows(q, from, to), rows(k, 0, keys), false, true), masks[i]);
      return tf.matMul(weights[i], rows(v, 0, keys));
    });
    save([q, k, v, ...weights, ...outputs]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [q0, k0, v0] = saved;
      const dq: tf.Tensor[] = [];
      const [dk, dv]: [tf.Tensor, tf.Tensor][][] = [[], []];
      for (const [i, { from, to, keys }] of blocks.entries()) {
        const [p, o] = [saved[3 + i], saved[3 + blocks.length + i]];
        const d = rows(dy, from, to);
        const sums = tf.sum(tf.mul(d, o), -1, true);
        const ds = tf.mul(p, tf.sub(tf.matMul(d, rows(v0, 0, keys), false, true), sums));
        dq.push(tf.matMul(ds, rows(k0, 0, keys)));
        dk.push([ds, columns(rows(q0, from, to), width)]);
        dv.push([p, d]);
      }
      return [tf.concat(dq, 2), sumOfProducts(dk), sumOfProducts(dv)];
    };
    return { value: tf.concat(outputs, 2), gradFunc: gradFunc as never };
  });
  return op(query, key, value);
}
