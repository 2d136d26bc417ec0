import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { activate, type InitialEntry, type Parameters } from './layers.js';
import type { ImageSpec } from './world.js';

/** Side of the filters. */
const KERNEL = 5;
/** Channels of the levels from the image inwards, as multiples of the size's depth. */
const MULTIPLIERS = [2, 3, 4, 4];
/** Least and largest side of the innermost level. */
const [LEAST, MOST] = [3, 16];

/**
 * How often the encoder halves an image: four times as in the original, and less often where the image is small.
 * @throws Error in one sentence if an image cannot be halved so that its sides end between 3 and 16
 */
export function levelsOf({ height, width }: ImageSpec): number {
  for (let levels = MULTIPLIERS.length; levels > 0; levels--) {
    const sides = [height, width].map((side) => side / 2 ** levels);
    if (sides.every((side) => Number.isInteger(side) && side >= LEAST && side <= MOST)) return levels;
  }
  throw new Error(
    `An image of ${width} x ${height} pixels cannot be halved one to four times to sides of ${LEAST} to ${MOST}; ` +
      'take 16, 32 or 64.',
  );
}

/** Channels of each level, the outermost first. Small images lack the outer levels. */
export const depthsOf = (image: ImageSpec, depth: number): number[] =>
  MULTIPLIERS.slice(-levelsOf(image)).map((times) => times * depth);

/** The entries of {@link convolve}; with `gain`, of a normalised layer as well. */
export function convolutionEntries(name: string, inputs: number, outputs: number, gain = true): InitialEntry[] {
  return [
    { name: `${name}/kernel`, shape: [KERNEL, KERNEL, inputs, outputs], fan: KERNEL ** 2 * inputs, scale: 1 },
    { name: `${name}/bias`, shape: [outputs], fill: 0 },
    ...(gain ? [{ name: `${name}/gain`, shape: [outputs], fill: 1 }] : []),
  ];
}

/** A convolution that keeps the size, zeros around the image. @param x [N, h, w, i] @returns [N, h, w, o] */
export const convolve = (p: Parameters, name: string, x: Tensor4D): Tensor4D =>
  tf.add(tf.conv2d(x, p[`${name}/kernel`] as Tensor4D, 1, 'same'), p[`${name}/bias`]);

/** SiLU of the norm over the channels. @param x [N, h, w, c] */
export const activateChannels = (p: Parameters, name: string, x: Tensor4D): Tensor4D =>
  activate(x, p[`${name}/gain`] as Tensor1D);

/**
 * The largest number of each square of 2 x 2 pixels. Where several are the largest, they share the gradient equally.
 * @param x [N, h, w, c] @returns [N, h/2, w/2, c]
 */
export function maxPool(x: Tensor4D): Tensor4D {
  const [n, h, w, c] = x.shape;
  const op = tf.customGrad((...args) => {
    const corners = squares(args[0] as Tensor4D);
    const largest = corners.reduce((a, b) => tf.maximum(a, b));
    (args.at(-1) as tf.GradSaveFunc)([...corners, largest]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const y = saved[4];
      const are = saved.slice(0, 4).map((corner) => tf.cast(tf.equal(corner, y), 'float32'));
      const share = tf.div(tf.reshape(dy, y.shape), tf.addN(are));
      return [
        fromSquares(
          are.map((is) => tf.mul(is, share)),
          [n, h, w, c],
        ),
      ];
    };
    return { value: tf.reshape(largest, [n, h / 2, w / 2, c]), gradFunc: gradFunc as never };
  });
  return op(x) as Tensor4D;
}

/** Each pixel four times. @param x [N, h, w, c] @returns [N, 2 h, 2 w, c] */
export function enlarge(x: Tensor4D): Tensor4D {
  const [n, h, w, c] = x.shape;
  const pixels = tf.reshape(x, [n * h * w, 1, c]);
  return fromSquares([pixels, pixels, pixels, pixels], [n, 2 * h, 2 * w, c]);
}

/** The four corners of all squares of 2 x 2 pixels [N h/2 w/2, 1, c], row by row. */
function squares(x: Tensor4D): Tensor[] {
  const [n, h, w, c] = x.shape;
  const rows = tf.split(tf.reshape(x, [(n * h) / 2, 2, w * c]), 2, 1);
  return rows.flatMap((row) => tf.split(tf.reshape(row, [(n * h * w) / 4, 2, c]), 2, 1));
}

function fromSquares([a, b, c, d]: Tensor[], shape: [number, number, number, number]): Tensor4D {
  const [n, h, w, channels] = shape;
  const row = (left: Tensor, right: Tensor) => tf.reshape(tf.concat([left, right], 1), [(n * h) / 2, 1, w * channels]);
  return tf.reshape(tf.concat([row(a, b), row(c, d)], 1), shape);
}
