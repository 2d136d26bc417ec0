import { gru, gruStep, type SpecTree, type TensorTree } from '@open-ada/onnx-jit';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, gatedFeedForward, norm, type Parameters } from './layers.js';
import type { Memory } from './memory.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/**
 * The memory of the paper's ablation. It has the blocks of the transformer, with a gated recurrent unit of width d
 * instead of attention: pre-LayerNorm, GRU, output projection, residual; gated feed-forward, residual.
 */
export class GatedRecurrent implements Memory {
  /**
   * Added to the update gate. At the start, the state of a unit lasts between one and M steps (chrono initialisation,
   * Tallec and Ollivier 2018). With zeros all units forget within two steps, and events of an earlier trial leave
   * nothing to learn from.
   */
  private readonly updateStart: number[];

  constructor(private readonly config: AgentConfig) {
    const { modelWidth, memory } = config;
    this.updateStart = Array.from({ length: 3 * modelWidth }, (_, i) =>
      i < modelWidth ? Math.log(1 + (i / modelWidth) * Math.max(memory - 1, 1)) : 0,
    );
  }

  addParameters(list: ParameterList): void {
    const { modelWidth, blocks, feedForward } = this.config;
    const residualGain = 1 / Math.sqrt(2 * blocks);
    for (let block = 0; block < blocks; block++) {
      const at = `gru${block}`;
      list.norm(`${at}/norm`, modelWidth);
      list.dense(`${at}/input`, modelWidth, 3 * modelWidth);
      list.normal(`${at}/recurrent`, [modelWidth, 3 * modelWidth], 1 / Math.sqrt(modelWidth));
      list.dense(`${at}/out`, modelWidth, modelWidth, { bias: false, gain: residualGain });
      list.gatedFeedForward(at, modelWidth, feedForward, residualGain);
    }
    list.norm('gru/norm', modelWidth);
  }

  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D {
    const keep = keepOf(segment);
    // A scan iterates over the first axis, so time comes first.
    let state: Tensor = tf.transpose(x, [1, 0, 2]);
    for (let block = 0; block < this.config.blocks; block++) {
      const hidden = gru(this.input(p, block, state) as Tensor3D, this.recurrent(p, block), keep);
      state = this.finish(p, block, state, hidden);
    }
    return tf.transpose(norm(p, 'gru/norm', state), [1, 0, 2]) as Tensor3D;
  }

  /** `hidden/l` [E, d] of each block; zero if the memory is empty. */
  specs(environments: number): SpecTree {
    const { blocks, modelWidth } = this.config;
    const spec = { shape: [environments, modelWidth], dtype: 'float32' as const };
    return { hidden: Object.fromEntries(Array.from({ length: blocks }, (_, block) => [String(block), spec])) };
  }

  step(p: Parameters, x: Tensor3D, { hidden }: TensorTree): { features: Tensor3D; left: TensorTree } {
    let state: Tensor = tf.squeeze(x, [1]);
    const left: TensorTree = {};
    for (let block = 0; block < this.config.blocks; block++) {
      const before = (hidden as TensorTree)[block] as Tensor2D;
      const after = gruStep(this.input(p, block, state) as Tensor2D, before, this.recurrent(p, block));
      left[block] = after;
      state = this.finish(p, block, state, after);
    }
    return { features: tf.expandDims(norm(p, 'gru/norm', state), 1), left: { hidden: left } };
  }

  private input(p: Parameters, block: number, state: Tensor): Tensor {
    const at = `gru${block}`;
    return tf.add(dense(p, `${at}/input`, norm(p, `${at}/norm`, state)), tf.tensor1d(this.updateStart));
  }

  private recurrent(p: Parameters, block: number): Tensor2D {
    return p[`gru${block}/recurrent`] as Tensor2D;
  }

  private finish(p: Parameters, block: number, state: Tensor, hidden: Tensor): Tensor {
    const at = `gru${block}`;
    return gatedFeedForward(p, at, tf.add(state, dense(p, `${at}/out`, hidden)));
  }
}

/** 0 at the first step of a memory segment, 1 elsewhere. @param segment [B, T] @returns [T, B, 1] */
function keepOf(segment: Tensor2D): Tensor3D {
  const [batch, time] = segment.shape;
  const same = tf.cast(
    tf.equal(tf.slice(segment, [0, 1], [batch, time - 1]), tf.slice(segment, [0, 0], [batch, time - 1])),
    'float32',
  );
  const keep = tf.concat([tf.zeros([batch, 1]), same], 1);
  return tf.expandDims(tf.transpose(keep), 2) as Tensor3D;
}
