import { adamW, type Data, type TensorSpec, type TensorTree } from '@open-ada/onnx-jit';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { OptimiserConfig } from './config.js';

/** The parameters and their Adam state, as flat vectors [P] in a learner's state. */
export class Optimiser {
  private readonly adam: ReturnType<typeof adamW>;

  constructor(config: OptimiserConfig) {
    this.adam = adamW({
      learningRate: config.learningRate,
      beta1: config.beta1,
      beta2: config.beta2,
      epsilon: config.epsilon,
      weightDecay: config.weightDecay,
      warmUpSteps: config.warmupSteps,
      totalSteps: config.decayUpdates > 0 ? config.decayUpdates : undefined,
      sqrtDecaySteps: config.sqrtDecayUpdates > 0 ? config.sqrtDecayUpdates : undefined,
      gradNorm: config.maxGradNorm,
      updateClip: config.updateClip,
    });
  }

  specs(size: number): Record<string, TensorSpec> {
    return {
      parameters: { shape: [size], dtype: 'float32' },
      ...(this.adam.specs(size) as Record<string, TensorSpec>),
    };
  }

  initialState(parameters: Float32Array): Record<string, Data> {
    return { parameters: parameters.slice(), ...this.adam.initialState(parameters.length) };
  }

  /** One update of the learner's state. The returned gradient norm is the norm before clipping. */
  update(state: TensorTree, gradient: Tensor1D): { state: TensorTree & { parameters: Tensor1D }; gradNorm: Scalar } {
    const { parameters, state: moments, gradNorm } = this.adam.update(state.parameters as Tensor1D, gradient, state);
    return { state: { parameters, ...moments }, gradNorm };
  }
}
