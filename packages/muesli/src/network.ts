import type { ParameterLayout } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

export type Parameters = Record<string, Tensor>;

/** State of the model, N rows. */
export interface ModelState {
  hidden: Tensor2D;
  cell: Tensor2D;
}

/** Scalar <-> categorical (two-hot) transform. */
interface Scale {
  bins: number;
  /** Smallest and largest number that can be represented. */
  range: [number, number];
  /** [N, bins] logits -> [N] expected values. */
  decode(logits: Tensor2D): Tensor1D;
  /** [N] values -> [N, bins] target probabilities. */
  encode(values: Tensor1D): Tensor2D;
}

/** Root states of N rows, and what the memory infers. */
export interface Root extends ModelState {
  /** Rule labels: logits of a distribution over F labels [N, F]. */
  taskInference: Tensor2D;
  /** What a script would mean to do, for additional losses: joined logits of its parts. Absent if not inferred. */
  intent?: Tensor2D;
}

/** The interface of an agent that a learner needs. It does not depend on the world. All functions are pure. */
export interface Network {
  parameters: ParameterLayout;
  /** Number of options of each action group. A is their sum. */
  actionDims: number[];
  observationSpec: { size: number; stepSize: number };
  valueScale: Scale;
  rewardScale: Scale;
  /**
   * Roots of B * T rows, from observations [B, T, stepSize], task [B, size - stepSize], memory segments int [B, T] and,
   * where the network reads them, the intents with which it acted int [B, T, K].
   */
  roots(p: Parameters, observations: Tensor3D, task: Tensor2D, segment: Tensor2D, meant?: Tensor3D): Root;
  /** K: number of parts of the intents that `roots` reads. Absent or 0: it reads none. */
  intentsRead?: number;
  /** F is `ruleLabels`. */
  config: { ruleLabels: number };
  /** One model step. Actions are one-hots of all groups, joined [N, A]. */
  step(p: Parameters, state: ModelState, actions: Tensor2D): ModelState;
  /** One model step from each of N states with S actions [N, S, A]. Gives N * S rows. */
  stepMany(p: Parameters, state: ModelState, actions: Tensor): ModelState;
  /** Logits of all groups, joined [N, A]. */
  policy(p: Parameters, state: ModelState): Tensor2D;
  value(p: Parameters, state: ModelState): Tensor2D;
  reward(p: Parameters, state: ModelState): Tensor2D;
}
