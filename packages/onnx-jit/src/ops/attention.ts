import * as tf from '@tensorflow/tfjs-core';

export interface AttentionOptions {
  /** Added to the scores, broadcastable to [B, H, T, S]; far below zero where a query must not look. Takes no gradient. */
  mask?: tf.Tensor;
  /** Query t sees the keys 0 .. t only (T = S). Default false. */
  causal?: boolean;
  /** Queries that a causal attention takes at once, default 80; a multiple of 16 suits the matrix products. */
  block?: number;
  /** P further columns of the keys that take no gradient, [B or 1, H or 1, S, P], as position codes are. */
  fixedKeys?: tf.Tensor;
}

/** Added to hidden scores; beyond any score. */
const HIDDEN = -1e4;

/**
 * Scores are lifted to this far below their row's maximum before the exponential. e^-60 vanishes beside 1 in single
 * precision. Without that the weights of hidden and of very unlikely keys are subnormal numbers, with which exponentials
 * take three times as long and products up to seventy.
 */
const DEPTH = 60;

/** softmax(scores + mask), rows along the last axis. */
function weightsOf(scores: tf.Tensor, mask: tf.Tensor | undefined): tf.Tensor {
  const masked = mask ? tf.add(scores, mask) : scores;
  const floor = tf.expandDims(tf.sub(tf.max(masked, -1), DEPTH), -1);
  return tf.softmax(tf.maximum(masked, floor));
}

/** Rows `from .. to` of each matrix. */
const rows = (x: tf.Tensor, from: number, to: number): tf.Tensor =>
  from === 0 && to === x.shape[2] ? x : tf.slice(x, [0, 0, from, 0], [-1, -1, to - from, -1]);

const columns = (x: tf.Tensor, count: number): tf.Tensor =>
  count === x.shape[3] ? x : tf.slice(x, [0, 0, 0, 0], [-1, -1, -1, count]);

/** From this ratio of keys to width on a gradient counts as narrow. */
const NARROW = 3;

/** One block of queries `from .. to` and the number of keys that they see. */
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

/** The sum of tensors whose axis rises in size, as if each were padded with zeros to the last. */
function sumOfPrefixes(parts: tf.Tensor[], axis: number): tf.Tensor {
  return parts.reduce((sum, part) => {
    const [short, long] = [sum.shape[axis], part.shape[axis]] as number[];
    if (short === long) return tf.add(sum, part);
    const [head, tail] = tf.split(part, [short, long - short], axis);
    return tf.concat([tf.add(sum, head), tail], axis);
  });
}

/** The sum over blocks of left^T right, [B, H, n, D] with rising n. Long and narrow ones are made transposed, which is twice as fast. */
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
 * Dot-product attention, `softmax(query key^T + mask) value` (Vaswani et al. 2017, section 3.2.1); scale the query before.
 *
 * A causal attention takes the queries block by block, each with the keys up to its last query: much of what the mask
 * would hide is not computed. The gradient gets the row sums of dP P as those of dO O, which are the same and cheaper
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
