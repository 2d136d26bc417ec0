import { attention, type SpecTree, type TensorTree } from '@open-ada/onnx-jit';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, gatedFeedForward, norm, type Parameters } from './layers.js';
import type { Memory } from './memory.js';
import { MASKED, positionCode } from './memory-code.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/**
 * Transformer-XL (Dai et al. 2019, section 3.3; AdA, appendix C.1): causal, pre-LayerNorm, gated feed-forward (SwiGLU),
 * relative positions with the two bias vectors u and v: score(i, j) = (q_i + u) . k_j + (q_i + v) . W_r r(i - j).
 *
 * r consists of sinusoids. The sine and cosine of w (i - j) are computed from those of w i and w j. The second term is
 * thus the dot product of a rotated query and the code of the absolute position j. It joins the first term in one
 * matrix product and needs no T x T shift.
 */
export class TransformerXL implements Memory {
  /**
   * @param stride only the keys and values of every `stride`-th step are remembered: the last step of each stride.
   *   Positions then count strides (AdA, section on architectures: a GRU that attends over every 8th of its
   *   activations).
   */
  constructor(
    private readonly config: AgentConfig,
    private readonly stride = 1,
  ) {}

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
      list.gatedFeedForward(at, modelWidth, feedForward, residualGain);
    }
    list.norm('norm', modelWidth);
  }

  /**
   * Processes whole episodes at once.
   * @param x [B, T, d]
   * @param segment int [B, T]: a step attends only to steps of its own memory segment
   * @returns [B, T, d]
   */
  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D {
    const time = x.shape[1];
    const { positionPairs } = this.config;
    const code = tf.tensor2d(this.codes(time), [time, 2 * positionPairs]);
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
   * W cached positions, in any order. `positionKeys` holds the position of each (see {@link positionCode}).
   * - `keys/l`, `values/l` [E, H, W, d/H] for each block l: the entries of earlier steps
   * - `mask` [E, W]: 0 for a position to attend to, MASKED for any other
   * - `positionKeys` [W, 2F], `positionNow` [1, 2F]: position codes of the cached steps and of this step
   */
  specs(environments: number, window: number): SpecTree {
    const { heads, modelWidth, blocks, positionPairs } = this.config;
    const float = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
    const cached = () => {
      const each = float(environments, heads, window, modelWidth / heads);
      return Object.fromEntries(Array.from({ length: blocks }, (_, block) => [String(block), each]));
    };
    return {
      keys: cached(),
      values: cached(),
      mask: float(environments, window),
      positionKeys: float(window, 2 * positionPairs),
      positionNow: float(1, 2 * positionPairs),
    };
  }

  /**
   * Processes one step of a batch with its cached memory.
   * @param x [B, 1, d]
   * @returns features [B, 1, d] and, per block, the new key and value [B, H, 1, d/H]
   */
  step(p: Parameters, x: Tensor3D, memory: TensorTree): { features: Tensor3D; left: TensorTree } {
    const { heads, positionPairs } = this.config;
    const [batch, window] = (memory.mask as Tensor2D).shape;
    const mask = tf.reshape(memory.mask as Tensor2D, [batch, 1, 1, window]);
    const positionKeys = memory.positionKeys as Tensor2D;
    const positionNow = memory.positionNow as Tensor2D;
    const at = (tree: string, block: number) => (memory[tree] as TensorTree)[block] as Tensor;
    const keys: TensorTree = {};
    const values: TensorTree = {};
    let state = x;
    for (let block = 0; block < this.config.blocks; block++) {
      const { content: contentByHead, place, key, value } = this.project(p, block, state, positionNow);
      const content = headsFirst(contentByHead);
      keys[block] = key;
      values[block] = value;
      const placeRows = tf.reshape(tf.concat(place, 3), [batch * heads, 2 * positionPairs]) as Tensor2D;
      const placeScores = (table: Tensor2D) =>
        tf.reshape(tf.matMul(placeRows, table, false, true), [batch, heads, 1, table.shape[0]]);
      const cachedContent = tf.matMul(content, at('keys', block), false, true);
      const cached = tf.add(tf.add(cachedContent, placeScores(positionKeys)), mask);
      const own = tf.add(tf.sum(tf.mul(content, key), 3, true), placeScores(positionNow));
      const [past, now] = tf.split(tf.softmax(tf.concat([cached, own], 3)), [window, 1], 3);
      const attended = tf.add(tf.matMul(past, at('values', block)), tf.mul(now, value));
      state = this.finishBlock(p, block, state, attended);
    }
    return { features: norm(p, 'norm', state) as Tensor3D, left: { keys, values } };
  }

  /**
   * Content query (q + u, scaled), position query (q + v) W_r rotated to the position of each step, key and value: [B,
   * H, T, *]. W_r is multiplied into the weights of the query, so the position query costs one dense layer.
   * @param state [B, T, d]
   * @param code position code of the T steps [T, 2F]
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
    // Sines and cosines are separate, each with all heads side by side, so that the rotation below works on long rows.
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
    return gatedFeedForward(p, at, tf.add(state, dense(p, `${at}/out`, merged)) as Tensor3D);
  }

  /** Position codes of T steps, row-major [T, 2F]. */
  private codes(time: number): Float32Array {
    const width = 2 * this.config.positionPairs;
    const codes = positionCode(0, Math.ceil(time / this.stride), this.config.positionPairs);
    if (this.stride === 1) return codes;
    const repeated = new Float32Array(time * width);
    for (let t = 0; t < time; t++) {
      const stride = Math.floor(t / this.stride);
      repeated.set(codes.subarray(stride * width, (stride + 1) * width), t * width);
    }
    return repeated;
  }

  /** [B, 1, T, T]: within one memory segment, at most M strides back. The attention itself is causal. */
  private sequenceMask(segment: Tensor2D): Tensor {
    const time = segment.shape[1];
    const index = tf.range(0, time, 1, 'float32');
    let seen: Tensor;
    if (this.stride === 1) {
      const distance = tf.sub(tf.expandDims(index, 1), tf.expandDims(index, 0));
      seen = tf.lessEqual(distance, this.config.memory);
    } else {
      seen = tf.tensor2d(this.strided(time), [time, time], 'bool');
    }
    const same = tf.equal(tf.expandDims(segment, 2), tf.expandDims(segment, 1));
    const allowed = tf.cast(tf.logicalAnd(same, tf.expandDims(seen, 0)), 'float32');
    return tf.expandDims(tf.mul(tf.sub(1, allowed), MASKED), 1);
  }

  /**
   * Row-major [T, T]: 1 if step t may attend to step s. It may attend to itself and to the last step of each of the M
   * strides before its own.
   */
  private strided(time: number): Uint8Array {
    const seen = new Uint8Array(time * time);
    for (let t = 0; t < time; t++) {
      const stride = Math.floor(t / this.stride);
      for (let back = 1; back <= Math.min(stride, this.config.memory); back++) {
        seen[t * time + (stride - back + 1) * this.stride - 1] = 1;
      }
      seen[t * time + t] = 1;
    }
    return seen;
  }
}

/** [B, T, H, n] -> [B, H, T, n] */
function headsFirst(x: Tensor): Tensor {
  return tf.transpose(x, [0, 2, 1, 3]);
}
