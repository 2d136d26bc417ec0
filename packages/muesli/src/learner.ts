import type { Data, TensorSpec, TensorTree } from '@open-ada/onnx-jit';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from './network.js';

/** One minibatch: B whole episodes of T steps. */
export interface BatchShape {
  episodes: number;
  steps: number;
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

/** A further loss, e.g. distillation. */
export interface ExtraLoss {
  batch: Record<string, TensorSpec>;
  /** Names of the metrics that `loss` returns. */
  metrics: string[];
  /** Tensors that do not depend on the learner's parameters, made once per update. */
  prepare(batch: TensorTree): Record<string, Tensor>;
  /** @param unrolled entry i: the policy after i model steps; that of the root, i = 0, at all positions @param flat parameters [P] */
  loss(
    prepared: Record<string, Tensor>,
    batch: TensorTree,
    unrolled: UnrolledPolicy[],
    flat: Tensor1D,
  ): { loss: Scalar; metrics: Record<string, Scalar> };
}

/**
 * Batch entries common to all learners (B episodes, T steps, G groups, A joined actionDims).
 * - `observations` [B, T, stepSize], `taskObservations` [B, size - stepSize]
 * - `actions` int [B, T, G], `behaviourLogits` [B, T, A]
 * - `rewards` [B, T]: received after the action at t; `mask` [B, T]: 1 for real steps
 * - `segment` int [B, T]: rises where the memory was cleared
 * - `ruleLabels` [B, F]: 1 for the true statements about the rules towards the goal, hidden or shown
 * - `hasSeenReward` [B, T]: 1 where the memory holds a step with a reward
 */
export function trajectorySpecs(network: Network, { episodes, steps }: BatchShape): Record<string, TensorSpec> {
  const { size, stepSize } = network.observationSpec;
  const numLogits = network.actionDims.reduce((a, b) => a + b, 0);
  const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
  const int = (...shape: number[]): TensorSpec => ({ shape, dtype: 'int32' });
  return {
    observations: float(episodes, steps, stepSize),
    taskObservations: float(episodes, size - stepSize),
    actions: int(episodes, steps, network.actionDims.length),
    behaviourLogits: float(episodes, steps, numLogits),
    rewards: float(episodes, steps),
    mask: float(episodes, steps),
    segment: int(episodes, steps),
    ruleLabels: float(episodes, network.config.ruleLabels),
    hasSeenReward: float(episodes, steps),
  };
}
