import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { symlog } from '../equations/symlog.js';
import { ImageCoder } from './image-coder.js';
import { type InitialEntry, linear, linearEntries, mlp, mlpEntries, type Parameters } from './layers.js';
import type { Latent } from './rssm.js';
import type { ModelSize } from './sizes.js';
import type { WorldSpec } from './world.js';

/** An observation, or what is decoded of one: an image, numbers, or both. */
export interface Seen {
  /** In [0, 1], [N, height width channels]. */
  image?: Tensor2D;
  /** [N, O], or what is left of O beside the image. */
  vector?: Tensor2D;
}

/** Encoder and decoder of all that is observed. Images go through convolutions, numbers through layers. */
export class Senses {
  /** U: floats of an encoded observation. */
  readonly tokens: number;
  private readonly coder: ImageCoder | undefined;
  /** Floats of the image, and those after it. */
  private readonly pixels: number;
  private readonly numbers: number;

  constructor(
    { observation, image }: WorldSpec,
    private readonly size: ModelSize,
    private readonly features: number,
  ) {
    this.coder = image && new ImageCoder(image, size);
    this.pixels = image ? image.height * image.width * image.channels : 0;
    this.numbers = observation - this.pixels;
    this.tokens = (this.numbers > 0 ? size.units : 0) + (this.coder?.tokens ?? 0);
  }

  get encoderEntries(): InitialEntry[] {
    const { units, encoderLayers } = this.size;
    return [
      ...(this.coder?.encoderEntries ?? []),
      ...(this.numbers > 0 ? mlpEntries('encoder', this.numbers, units, encoderLayers) : []),
    ];
  }

  get decoderEntries(): InitialEntry[] {
    const { units, decoderLayers } = this.size;
    const layers = [
      ...mlpEntries('decoder', this.features, units, decoderLayers),
      ...linearEntries('decoder/out', units, this.numbers),
    ];
    return [...(this.coder?.decoderEntries ?? []), ...(this.numbers > 0 ? layers : [])];
  }

  /** @param observations [N, O] */
  parts(observations: Tensor2D): Seen {
    const { coder, pixels, numbers } = this;
    if (coder === undefined) return { vector: observations };
    const image = tf.slice(observations, [0, 0], [-1, pixels]);
    return { image, ...(numbers > 0 && { vector: tf.slice(observations, [0, pixels], [-1, numbers]) }) };
  }

  /** @param observations [N, O] @returns tokens [N, U] */
  encode(p: Parameters, observations: Tensor2D): Tensor2D {
    const { image, vector } = this.parts(observations);
    const coded = [
      ...(image && this.coder ? [this.coder.encode(p, image)] : []),
      ...(vector ? [mlp(p, 'encoder', symlog(vector), this.size.encoderLayers)] : []),
    ];
    return coded.length === 1 ? coded[0] : tf.concat(coded, 1);
  }

  /** The image, and symlog of the numbers. @param features of the state [N, F] */
  decode(p: Parameters, state: Latent, features: Tensor2D): Seen {
    const layers = () => linear(p, 'decoder/out', mlp(p, 'decoder', features, this.size.decoderLayers));
    return {
      ...(this.coder && { image: this.coder.decode(p, state) }),
      ...(this.numbers > 0 && { vector: layers() }),
    };
  }
}
