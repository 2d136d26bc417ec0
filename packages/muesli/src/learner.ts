import type { Data, TensorSpec, TensorTree } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from './network.js';

/** One minibatch: B whole episodes of T steps. */
export interface BatchShape {
  episodes: number;
  steps: number;
}

/** What a learner is made of. */
export interface LearnerParts<Config> {
  network: Network;
  config: Config;
  shape: BatchShape;
  /** A further loss, added to the learner's own. */
  extra?: ExtraLoss;
}

/** Source of noise: `float` in [0, 1), `int(n)` in [0, n). */
export interface NoiseSource {
  float(): number;
  int(n: number): number;
}

/** One learner step as a pure function of state and minibatch, with all that is needed to compile and feed it. */
export interface LearnerFunction {
  state: Record<string, TensorSpec>;
  batch: Record<string, TensorSpec>;
  /** Names of the entries of the metrics vector. */
  metrics: string[];
  /** The state vector whose parameters act. */
  acting: 'target' | 'parameters';
  initialState(parameters: Float32Array): Record<string, Data>;
  /** Fills the noise entries of a batch. */
  fillNoise(noise: NoiseSource, batch: Record<string, Data>): void;
  /** @throws Error naming the entry of the batch whose shape is wrong */
  update(state: TensorTree, batch: TensorTree): { state: TensorTree; metrics: TensorTree };
}

/** The policy at step i of the model, for N rows of the minibatch. */
export interface UnrolledPolicy {
  /** Log-probabilities [N, A]. */
  logProbs: Tensor2D;
  /** Row of each among the B * T positions, int [N]; absent: all positions in order. */
  positions?: Tensor1D;
  /** 1 where the position is a real step [N]. */
  mask: Tensor1D;
}

/** What a further loss is made of. */
interface ExtraLossInputs {
  /** What `prepare` made. */
  prepared: Record<string, Tensor>;
  batch: TensorTree;
  /** Entry i: the policy after i model steps; that of the root, i = 0, at all positions. */
  unrolled: UnrolledPolicy[];
  /** The learner's parameters [P]. */
  flat: Tensor1D;
}

/** A further loss, e.g. distillation. */
export interface ExtraLoss {
  batch: Record<string, TensorSpec>;
  /** Names of the metrics that `loss` returns. */
  metrics: string[];
  /** Tensors that do not depend on the learner's parameters, made once per update. */
  prepare(batch: TensorTree): Record<string, Tensor>;
  loss(inputs: ExtraLossInputs): { loss: Scalar; metrics: Record<string, Scalar> };
}
