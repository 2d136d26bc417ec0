import { attention, layerNorm, silu } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { AgentConfig } from './config.js';
import { dense, type Parameters } from './layers.js';
import { MASKED, positionCode } from './memory-code.js';
import type { ParameterList } from './parameters.js';

/**
 * What one step of acting reads: W cached positions per layer. Any order of the positions will do, since their
 * place is said by `positionKeys` (see {@link positionCode}).
 */
export interface StepMemory {
  /** Per layer [B, H, W, d/H]. */
  keys: Tensor[];
  values: Tensor[];
  /** [B, W]: 0 where the position may be looked at, MASKED elsewhere. */
  mask: Tensor2D;
  /** Position code of the W cached positions [W, 2F] and of this step [1, 2F]. */
  positionKeys: Tensor2D;
  positionNow: Tensor2D;
}

/**
 * Transformer-XL (Dai et al. 2019, section 3.3; AdA, appendix B.1): causal, pre-LayerNorm, gated feed-forward (GLU), relative
 * positions with the two bias vectors u and v: score(i, j) = (q_i + u) . k_j + (q_i + v) . W_r r(i - j).
 *
 * r is made of sinusoids, and the sine and cosine of w (i - j) split into those of w i and w j. So the second term is a dot product of
 * a rotated query with a code of the absolute position j: it joins the first term in one matrix product, with no T x T shift.
 */
export class TransformerXL {
  constructor(private readonly config: AgentConfig) {}

  addParameters(list: ParameterList): void {
    const { modelWidth, blocks, heads, feedForward, positionPairs } = this.config;
    const headWidth = modelWidth / heads;
    const residualGain = 1 / Math.sqrt(2 * blocks);
    for (let block = 0; block < blocks; block++) {
      const at = `block${block}`;
      list.norm(`${at}/attention/norm`, modelWidth);
      for (const name of ['query', 'key', 'value'])
        list.dense(`${at}/${name}`, modelWidth, modelWidth, { bias: false });
      list.constant(`${at}/u`, [modelWidth], 0);
      list.constant(`${at}/v`, [modelWidth], 0);
      list.normal(`${at}/position`, [heads, headWidth, 2 * positionPairs], 1 / Math.sqrt(2 * positionPairs));
      list.dense(`${at}/out`, modelWidth, modelWidth, { bias: false, gain: residualGain });
      list.norm(`${at}/feedForward/norm`, modelWidth);
      list.dense(`${at}/gate`, modelWidth, feedForward);
      list.dense(`${at}/linear`, modelWidth, feedForward);
      list.dense(`${at}/down`, feedForward, modelWidth, { gain: residualGain });
    }
    list.norm('norm', modelWidth);
  }

  /**
   * Whole episodes at once.
   * @param x [B, T, d] @param segment [B, T] int: steps see only steps of their own memory segment
   * @returns [B, T, d]
   */
  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D {
    const time = x.shape[1];
    const { positionPairs } = this.config;
    const code = tf.tensor2d(positionCode(0, time, positionPairs), [time, 2 * positionPairs]);
    const keyPlaces = tf.reshape(code, [1, 1, time, -1]);
    const mask = this.sequenceMask(segment);
    let state = x;
    for (let block = 0; block < this.config.blocks; block++) {
      const { content, place, key, value } = this.project(p, block, state, code);
      const query = headsFirst(tf.concat([content, ...place], 3));
      const attended = attention(query, key, value, { mask, causal: true, fixedKeys: keyPlaces });
      state = this.finishBlock(p, block, state, attended);
    }
    return norm(p, 'norm', state) as Tensor3D;
  }

  /**
   * One step of a batch on its cached memory.
   * @param x [B, 1, d] @returns features [B, 1, d] and, per layer, the new key and value [B, H, 1, d/H]
   */
  step(p: Parameters, x: Tensor3D, memory: StepMemory): { features: Tensor3D; keys: Tensor[]; values: Tensor[] } {
    const { heads, positionPairs } = this.config;
    const [batch, window] = memory.mask.shape;
    const mask = tf.reshape(memory.mask, [batch, 1, 1, window]);
    const keys: Tensor[] = [];
    const values: Tensor[] = [];
    let state = x;
    for (let block = 0; block < this.config.blocks; block++) {
      const { content: contentByHead, place, key, value } = this.project(p, block, state, memory.positionNow);
      const content = headsFirst(contentByHead);
      keys.push(key);
      values.push(value);
      const placeRows = tf.reshape(tf.concat(place, 3), [batch * heads, 2 * positionPairs]) as Tensor2D;
      const placeScores = (table: Tensor2D) =>
        tf.reshape(tf.matMul(placeRows, table, false, true), [batch, heads, 1, table.shape[0]]);
      const cachedContent = tf.matMul(content, memory.keys[block], false, true);
      const cached = tf.add(tf.add(cachedContent, placeScores(memory.positionKeys)), mask);
      const own = tf.add(tf.sum(tf.mul(content, key), 3, true), placeScores(memory.positionNow));
      const [past, now] = tf.split(tf.softmax(tf.concat([cached, own], 3)), [window, 1], 3);
      const attended = tf.add(tf.matMul(past, memory.values[block]), tf.mul(now, value));
      state = this.finishBlock(p, block, state, attended);
    }
    return { features: norm(p, 'norm', state) as Tensor3D, keys, values };
  }

  /**
   * Content query (q + u, scaled), place query (q + v) W_r rotated to each step's own position, key and value: [B, H, T, *].
   * W_r is multiplied into the query's weights, so that a place query costs one dense layer.
   * @param state [B, T, d] @param code position code of the T steps [T, 2F]
   */
  private project(p: Parameters, block: number, state: Tensor3D, code: Tensor2D) {
    const { modelWidth, heads } = this.config;
    const [batch, time] = state.shape;
    const headWidth = modelWidth / heads;
    const at = `block${block}`;
    const normed = tf.reshape(norm(p, `${at}/attention/norm`, state), [batch * time, modelWidth]) as Tensor2D;
    const queryWeight = tf.mul(p[`${at}/query/weight`], 1 / Math.sqrt(headWidth)) as Tensor2D;
    const byHead = (x: Tensor) => tf.reshape(x, [batch, time, heads, -1]);

    const content = byHead(tf.add(tf.matMul(normed, queryWeight), p[`${at}/u`]));
    const positionWeight = p[`${at}/position`];
    const v = tf.reshape(p[`${at}/v`], [heads, 1, headWidth]);
    const perHead = tf.transpose(tf.reshape(queryWeight, [modelWidth, heads, headWidth]), [1, 0, 2]);
    // Sines and cosines apart, each for all heads side by side, so that the rotation below works on long rows.
    const [a, b] = tf.split(positionWeight, 2, 2).map((half) => {
      const weight = tf.reshape(tf.transpose(tf.matMul(perHead, half), [1, 0, 2]), [modelWidth, -1]) as Tensor2D;
      const bias = tf.reshape(tf.matMul(v, half), [-1]);
      return tf.reshape(tf.add(tf.matMul(normed, weight), bias), [batch, time, -1]);
    });
    const [sine, cosine] = tf.split(code, 2, 1).map((half) => tf.expandDims(tf.tile(half, [1, heads]), 0));
    // a sin w(i-j) + b cos w(i-j), written as a product with (sin wj, cos wj).
    const withSine = tf.sub(tf.mul(b, sine), tf.mul(a, cosine));
    const withCosine = tf.add(tf.mul(a, sine), tf.mul(b, cosine));
    return {
      content,
      place: [byHead(withSine), byHead(withCosine)],
      key: headsFirst(byHead(dense(p, `${at}/key`, normed))),
      value: headsFirst(byHead(dense(p, `${at}/value`, normed))),
    };
  }

  /** Output projection, residual, gated feed-forward, residual. @param attended [B, H, T, d/H] */
  private finishBlock(p: Parameters, block: number, state: Tensor3D, attended: Tensor): Tensor3D {
    const at = `block${block}`;
    const merged = tf.reshape(tf.transpose(attended, [0, 2, 1, 3]), state.shape);
    const residual = tf.add(state, dense(p, `${at}/out`, merged));
    const normed = norm(p, `${at}/feedForward/norm`, residual);
    const gated = tf.mul(silu(dense(p, `${at}/gate`, normed)), dense(p, `${at}/linear`, normed));
    return tf.add(residual, dense(p, `${at}/down`, gated));
  }

  /** [B, 1, T, T]: inside one memory segment, at most M back; the attention itself is causal. */
  private sequenceMask(segment: Tensor2D): Tensor {
    const time = segment.shape[1];
    const index = tf.range(0, time, 1, 'float32');
    const distance = tf.sub(tf.expandDims(index, 1), tf.expandDims(index, 0));
    const seen = tf.lessEqual(distance, this.config.memory);
    const same = tf.equal(tf.expandDims(segment, 2), tf.expandDims(segment, 1));
    const allowed = tf.cast(tf.logicalAnd(same, tf.expandDims(seen, 0)), 'float32');
    return tf.expandDims(tf.mul(tf.sub(1, allowed), MASKED), 1);
  }
}

/** [B, T, H, n] -> [B, H, T, n] */
function headsFirst(x: Tensor): Tensor {
  return tf.transpose(x, [0, 2, 1, 3]);
}

function norm(p: Parameters, name: string, x: Tensor): Tensor {
  return layerNorm(x, p[`${name}/gain`] as Tensor1D, p[`${name}/bias`] as Tensor1D);
}
