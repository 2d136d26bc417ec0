import { flattenSpecs, type SpecTree, type TensorTree } from '@open-ada/onnx-jit';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { GatedRecurrent } from './gated-recurrent.js';
import type { Parameters } from './layers.js';
import type { Memory } from './memory.js';
import { ownMemory } from './own-networks.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';
import { TransformerXL } from './transformer.js';

/** Creates the memory that the configuration names. @throws Error in one sentence if a registered one cannot be used */
export function makeMemory(config: AgentConfig): Memory {
  const own = ownMemory(config.memoryKind);
  if (own) return requireState(own.name, own.make(config));
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

/** Between two steps, a registered memory has a state and nothing else. */
function requireState(name: string, memory: Memory): Memory {
  const specs = Object.entries(flattenSpecs(memory.specs(2, 0)));
  const fits = specs.every(([key, { shape, dtype }]) => /^hidden\//.test(key) && shape[0] === 2 && dtype === 'float32');
  if (fits && specs.length > 0) return memory;
  throw new Error(
    `the memory "${name}" must keep { hidden: { NAME: { shape: [environments, ...], dtype: 'float32' } } } between steps`,
  );
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
