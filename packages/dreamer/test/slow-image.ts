import type { DreamerNetwork } from '../src/index.js';
import { activate, head, linear, mlp, parts, type Row, sigmoid, sum, symlog, type Weights } from './slow-network.js';

/** Encoder and decoder of images as loops over single pixels, written from the description. */

/** [height][width][channels] */
type Picture = Row[][];

const pictureOf = (x: Row, width: number, channels: number): Picture =>
  parts(x, Array(x.length / channels / width).fill(channels * width)).map((row) =>
    parts(row, Array(width).fill(channels)),
  );

function convolve(w: Weights, name: string, x: Picture): Picture {
  const { shape, data } = w[`${name}/kernel`];
  const [k, , inputs, outputs] = shape;
  return x.map((row, i) =>
    row.map((_, j) =>
      w[`${name}/bias`].data.map((bias, o) => {
        let total = bias;
        for (let a = 0; a < k; a++) {
          for (let b = 0; b < k; b++) {
            const pixel = x[i + a - 2]?.[j + b - 2];
            if (pixel === undefined) continue;
            for (let c = 0; c < inputs; c++) total += pixel[c] * data[((a * k + b) * inputs + c) * outputs + o];
          }
        }
        return total;
      }),
    ),
  );
}

const normed = (w: Weights, name: string, x: Picture): Picture =>
  x.map((row) => row.map((pixel) => activate(pixel, w[`${name}/gain`].data)));

const pooled = (x: Picture): Picture =>
  Array.from({ length: x.length / 2 }, (_, i) =>
    Array.from({ length: x[0].length / 2 }, (_, j) =>
      x[0][0].map((_, c) => Math.max(...[0, 1].flatMap((a) => [0, 1].map((b) => x[2 * i + a][2 * j + b][c])))),
    ),
  );

const doubled = (x: Picture): Picture => x.flatMap((row) => [0, 1].map(() => row.flatMap((pixel) => [pixel, pixel])));

/** Encoded observation: of the image, then of the numbers. */
export function slowTokens(w: Weights, { world }: DreamerNetwork, observation: Row): Row {
  const { height, width, channels } = world.image!;
  const pixels = height * width * channels;
  let x = pictureOf(
    observation.slice(0, pixels).map((each) => each - 0.5),
    width,
    channels,
  );
  for (let i = 0; `encoder/image/${i}/kernel` in w; i++) {
    x = normed(w, `encoder/image/${i}`, pooled(convolve(w, `encoder/image/${i}`, x)));
  }
  return [...x.flat(2), ...mlp(w, 'encoder', observation.slice(pixels).map(symlog))];
}

/** Squared errors of the decoded image and numbers. */
export function slowReconstruction(w: Weights, network: DreamerNetwork, h: Row, z: Row, observation: Row): number {
  const { height, width, channels } = network.world.image!;
  const { blocks } = network.size;
  const pixels = height * width * channels;
  const { shape, data } = w['decoder/image/deter/kernel'];
  const [, inputs, outputs] = shape;
  const own = parts(h, Array(blocks).fill(inputs)).map((part, g) =>
    Array.from({ length: outputs }, (_, o) => {
      const bias = w['decoder/image/deter/bias'].data[g * outputs + o];
      return bias + sum(part.map((each, i) => each * data[(g * inputs + i) * outputs + o]));
    }),
  );
  const hidden = activate(linear(w, 'decoder/image/stoch', z), w['decoder/image/stoch/gain'].data);
  const depth = w['decoder/image/inner/gain'].data.length;
  const side = Math.sqrt((outputs * blocks) / depth);
  const each = depth / blocks;
  let x = pictureOf(linear(w, 'decoder/image/inner', hidden), side, depth);
  x = x.map((row, i) =>
    row.map((pixel, j) =>
      pixel.map((value, c) => value + own[Math.floor(c / each)][(i * side + j) * each + (c % each)]),
    ),
  );
  x = normed(w, 'decoder/image/inner', x);
  for (let i = 9; i >= 0; i--) {
    if (!(`decoder/image/${i}/kernel` in w)) continue;
    x = normed(w, `decoder/image/${i}`, convolve(w, `decoder/image/${i}`, doubled(x)));
  }
  const shown = convolve(w, 'decoder/image/out', doubled(x)).flat(2).map(sigmoid);
  const told = head(w, 'decoder', [...h, ...z]);
  return (
    sum(shown.map((value, i) => (value - observation[i]) ** 2)) +
    sum(told.map((value, i) => (value - symlog(observation[pixels + i])) ** 2))
  );
}
