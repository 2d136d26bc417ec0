import type { Data, TensorSpec, TensorTree } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from './network.js';

/** One minibatch: B whole episodes of T steps. */
export interface BatchShape {
  episodes: number;
  steps: number;
}

/** Parts of a learner. */
export interface LearnerParts<Config> {
  network: Network;
  config: Config;
  shape: BatchShape;
  /** Additional loss, added to the learner's own losses. */
  extra?: ExtraLoss;
}

/** Source of noise: `float` gives numbers in [0, 1), `int(n)` integers in [0, n). */
export interface NoiseSource {
  float(): number;
  int(n: number): number;
}

/**
 * One learner step as a pure function of state and minibatch, with everything needed to compile it and to fill its
 * inputs.
 */
export interface LearnerFunction {
  state: Record<string, TensorSpec>;
  batch: Record<string, TensorSpec>;
  /** Names of the entries of the metrics vector. */
  metrics: string[];
  /** The state vector that contains the acting parameters. */
  acting: 'target' | 'parameters';
  initialState(parameters: Float32Array): Record<string, Data>;
  /** Writes the noise entries of a batch. */
  fillNoise(noise: NoiseSource, batch: Record<string, Data>): void;
  /** @throws Error naming the batch entry with a wrong shape */
  update(state: TensorTree, batch: TensorTree): { state: TensorTree; metrics: TensorTree };
}

/** The policy after i model steps, for N rows of the minibatch. */
export interface UnrolledPolicy {
  /** Log-probabilities [N, A]. */
  logProbs: Tensor2D;
  /** For each row its index among the B * T positions, int [N]. Absent: all positions in order. */
  positions?: Tensor1D;
  /** 1 if the position is a real step [N]. */
  mask: Tensor1D;
}

/** Inputs of an additional loss. */
interface ExtraLossInputs {
  /** The result of `prepare`. */
  prepared: Record<string, Tensor>;
  batch: TensorTree;
  /** Entry i is the policy after i model steps. The root policy, i = 0, is given at all positions. */
  unrolled: UnrolledPolicy[];
  /** Logits of the root's intents at all positions [B * T, options], if the network infers them. */
  intent?: Tensor2D;
  /** The learner's parameters [P]. */
  flat: Tensor1D;
}

/** An additional loss, for example distillation. */
export interface ExtraLoss {
  batch: Record<string, TensorSpec>;
  /** Names of the metrics that `loss` returns. */
  metrics: string[];
  /** Computes tensors that do not depend on the learner's parameters, once per update. */
  prepare(batch: TensorTree): Record<string, Tensor>;
  loss(inputs: ExtraLossInputs): { loss: Scalar; metrics: Record<string, Scalar> };
}
