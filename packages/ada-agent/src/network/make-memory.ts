import type { SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { GatedRecurrent } from './gated-recurrent.js';
import type { Parameters } from './layers.js';
import type { Memory } from './memory.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';
import { TransformerXL } from './transformer.js';

/** Creates the memory that the configuration names. */
export function makeMemory(config: AgentConfig): Memory {
  switch (config.memoryKind) {
    case 'transformer-xl':
      return new TransformerXL(config);
    case 'gru':
      return new GatedRecurrent(config);
    case 'gru+attention':
      return new InSequence(
        new GatedRecurrent(config),
        new TransformerXL({ ...config, blocks: 1 }, config.memoryStride),
      );
  }
}

/** Two memories in sequence: the second reads the features of the first. The names in their specs must differ. */
class InSequence implements Memory {
  constructor(
    private readonly first: Memory,
    private readonly second: Memory,
  ) {}

  addParameters(list: ParameterList): void {
    this.first.addParameters(list);
    this.second.addParameters(list);
  }

  sequence(p: Parameters, x: Tensor3D, segment: Tensor2D): Tensor3D {
    return this.second.sequence(p, this.first.sequence(p, x, segment), segment);
  }

  specs(environments: number, window: number): SpecTree {
    return { ...this.first.specs(environments, window), ...this.second.specs(environments, window) };
  }

  step(p: Parameters, x: Tensor3D, state: TensorTree): { features: Tensor3D; left: TensorTree } {
    const one = this.first.step(p, x, state);
    const two = this.second.step(p, one.features, state);
    return { features: two.features, left: { ...one.left, ...two.left } };
  }
}
