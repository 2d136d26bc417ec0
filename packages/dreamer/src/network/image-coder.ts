import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { blockProduct } from '../equations/block-gru.js';
import {
  activateChannels,
  convolutionEntries,
  convolve,
  depthsOf,
  enlarge,
  levelsOf,
  maxPool,
} from './convolutions.js';
import { type InitialEntry, layer, layerEntries, linear, linearEntries, type Parameters } from './layers.js';
import type { Latent } from './rssm.js';
import type { ModelSize } from './sizes.js';
import type { ImageSpec } from './world.js';

const ENCODER = 'encoder/image';
const DECODER = 'decoder/image';

/**
 * Encoder and decoder of images, as in the original's code. Encoder: at each level a convolution, the largest of 2 x 2
 * pixels, norm and SiLU. Decoder: h through a block-diagonal matrix and z through two layers make the innermost level;
 * then each pixel four times and a convolution at each level; a sigmoid at the end.
 */
export class ImageCoder {
  /** Floats of an encoded image. */
  readonly tokens: number;
  private readonly depths: number[];
  /** Innermost level [height, width, channels]. */
  private readonly inner: [number, number, number];

  /** @throws Error in one sentence for an image or a size that does not go into levels or blocks */
  constructor(
    private readonly image: ImageSpec,
    private readonly size: ModelSize,
  ) {
    this.depths = depthsOf(image, size.depth);
    const levels = levelsOf(image);
    const channels = this.depths[levels - 1];
    this.inner = [image.height / 2 ** levels, image.width / 2 ** levels, channels];
    this.tokens = this.inner.reduce((a, b) => a * b);
    if (channels % size.blocks !== 0) {
      throw new Error(
        `The innermost level has ${channels} channels; it must be a multiple of the ${size.blocks} blocks.`,
      );
    }
  }

  get encoderEntries(): InitialEntry[] {
    const inputs = [this.image.channels, ...this.depths];
    return this.depths.flatMap((depth, i) => convolutionEntries(`${ENCODER}/${i}`, inputs[i], depth));
  }

  get decoderEntries(): InitialEntry[] {
    const { depths, tokens, inner, image } = this;
    const { deter, stoch, classes, blocks, units } = this.size;
    const outwards = depths.slice(0, -1).map((depth, i) => convolutionEntries(`${DECODER}/${i}`, depths[i + 1], depth));
    return [
      {
        name: `${DECODER}/deter/kernel`,
        shape: [blocks, deter / blocks, tokens / blocks],
        // As in the recurrent model, the fan counts the inputs of all blocks.
        ...{ fan: deter, scale: 1 },
      },
      { name: `${DECODER}/deter/bias`, shape: [tokens], fill: 0 },
      ...layerEntries(`${DECODER}/stoch`, stoch * classes, 2 * units),
      ...linearEntries(`${DECODER}/inner`, 2 * units, tokens),
      { name: `${DECODER}/inner/gain`, shape: [inner[2]], fill: 1 },
      ...outwards.reverse().flat(),
      ...convolutionEntries(`${DECODER}/out`, depths[0], image.channels, false),
    ];
  }

  /** @param image [N, height width channels], in [0, 1] @returns tokens [N, U] */
  encode(p: Parameters, image: Tensor2D): Tensor2D {
    const { height, width, channels } = this.image;
    let x: Tensor4D = tf.reshape(tf.sub(image, 0.5), [-1, height, width, channels]);
    this.depths.forEach((_, i) => {
      const name = `${ENCODER}/${i}`;
      x = activateChannels(p, name, maxPool(convolve(p, name, x)));
    });
    return tf.reshape(x, [-1, this.tokens]);
  }

  /** @returns the image in [0, 1], [N, height width channels] */
  decode(p: Parameters, { deter, stoch }: Latent): Tensor2D {
    const { inner, depths } = this;
    const [height, width, channels] = inner;
    const { blocks } = this.size;
    const own = tf.add(blockProduct(deter, p[`${DECODER}/deter/kernel`] as Tensor3D), p[`${DECODER}/deter/bias`]);
    // Each block makes some channels of the whole level.
    const byBlock = tf.transpose(tf.reshape(own, [-1, blocks, height, width, channels / blocks]), [0, 2, 3, 1, 4]);
    const drawn = linear(p, `${DECODER}/inner`, layer(p, `${DECODER}/stoch`, stoch));
    const level = (of: Tensor): Tensor4D => tf.reshape(of, [-1, height, width, channels]);
    let x = activateChannels(p, `${DECODER}/inner`, tf.add(level(byBlock), level(drawn)));
    for (let i = depths.length - 2; i >= 0; i--) {
      const name = `${DECODER}/${i}`;
      x = activateChannels(p, name, convolve(p, name, enlarge(x)));
    }
    const pixels = tf.sigmoid(convolve(p, `${DECODER}/out`, enlarge(x)));
    return tf.reshape(pixels, [deter.shape[0], -1]);
  }
}
