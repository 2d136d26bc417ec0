import type { SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';

/** Gives a step access to earlier steps: features in, features out. It owns no tensor and no state. */
export interface Memory {
  addParameters(list: ParameterList): void;
  /**
   * Processes whole episodes at once.
   * @param x [B, T, d]
   * @param segment int [B, T]: a step has access only to steps of its own memory segment
   * @returns [B, T, d]
   */
  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D;
  /** The memory entries that a step of E environments reads, for a window of W cached positions. */
  specs(environments: number, window: number): SpecTree;
  /**
   * Processes one step of a batch, with the memory entries of earlier steps.
   * @param x [B, 1, d]
   * @returns features [B, 1, d], and the entries that this step leaves, by the names of `specs`
   */
  step(p: Parameters, x: Tensor3D, state: TensorTree): { features: Tensor3D; left: TensorTree };
}
