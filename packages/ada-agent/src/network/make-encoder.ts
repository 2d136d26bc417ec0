import type { ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { type Encoded, Encoder } from './encoder.js';
import type { Parameters } from './layers.js';
import { type OwnEncoding, ownEncoder } from './own-networks.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/** What an agent needs of any encoder. */
export interface ObservationEncoder {
  addParameters(list: ParameterList): void;
  /** As `Encoder.encode`. A registered encoder gives features only. */
  encode(p: Parameters, step: Tensor3D, task: Tensor2D): Pick<Encoded, 'features'> & Partial<Encoded>;
}

/**
 * Creates the encoder that the configuration names.
 * @throws Error in one sentence if a registered encoder is to infer intents, which needs entities
 */
export function makeEncoder(config: AgentConfig, spec: ObservationSpec): ObservationEncoder {
  const own = ownEncoder(config.encoder);
  if (!own) return new Encoder(config, spec);
  if (config.intentKinds > 0) {
    throw new Error(`agent config: the encoder "${own.name}" has no entities, so the agent can infer no intents`);
  }
  return new Registered(own.name, config.modelWidth, own.make(config, spec));
}

class Registered implements ObservationEncoder {
  constructor(
    private readonly name: string,
    private readonly width: number,
    private readonly own: OwnEncoding,
  ) {}

  addParameters(list: ParameterList): void {
    this.own.addParameters(list);
  }

  encode(p: Parameters, step: Tensor3D, task: Tensor2D): Pick<Encoded, 'features'> {
    const features = this.own.encode(p, step, task);
    const expected = [step.shape[0], step.shape[1], this.width];
    if (String(features.shape) !== String(expected)) {
      throw new Error(`the encoder "${this.name}" gives features of shape [${features.shape}], not [${expected}]`);
    }
    return { features };
  }
}
