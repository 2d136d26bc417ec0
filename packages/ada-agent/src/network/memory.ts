import type { SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';

/** What lets a step know of earlier ones: features in, features out. It holds no tensor and no state. */
export interface Memory {
  addParameters(list: ParameterList): void;
  /**
   * Whole episodes at once.
   * @param x [B, T, d] @param segment [B, T] int: steps know only of steps of their own memory segment
   * @returns [B, T, d]
   */
  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D;
  /** What a step of E environments reads of earlier ones, for a window of W cached positions. */
  specs(environments: number, window: number): SpecTree;
  /**
   * One step of a batch on what earlier ones left.
   * @param x [B, 1, d] @returns features [B, 1, d], and what this step leaves, by the names of `specs`
   */
  step(p: Parameters, x: Tensor3D, state: TensorTree): { features: Tensor3D; left: TensorTree };
}
