import type { DreamerNetwork } from '../src/index.js';

/** The networks of DreamerV3 on one row of plain numbers at a time, written from the description. */

export type Row = number[];
export type Weights = Record<string, { shape: number[]; data: Row }>;

export const sum = (x: Row): number => x.reduce((a, b) => a + b, 0);
export const mean = (x: Row): number => sum(x) / x.length;
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const symlog = (x: number): number => Math.sign(x) * Math.log(Math.abs(x) + 1);

export function named(layout: DreamerNetwork['parameters'], flat: Row): Weights {
  const weights: Weights = {};
  for (const { name, shape } of layout.entries) {
    const { offset } = layout.place(name);
    weights[name] = { shape, data: flat.slice(offset, offset + shape.reduce((a, b) => a * b, 1)) };
  }
  return weights;
}

function softmax(logits: Row): Row {
  const top = Math.max(...logits);
  const exps = logits.map((x) => Math.exp(x - top));
  return exps.map((x) => x / sum(exps));
}

export const mixed = (logits: Row, mix: number): Row => softmax(logits).map((p) => (1 - mix) * p + mix / logits.length);

/** Consecutive parts of the given lengths. */
export function parts(x: Row, lengths: number[]): Row[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return x.slice(start - length, start);
  });
}

/** The class in whose interval of cumulative probability the noise lies. */
export function draw(probabilities: Row, noise: number): Row {
  let before = 0;
  let chosen = 0;
  probabilities.forEach((p, c) => {
    if (noise >= before) chosen = c;
    before += p;
  });
  return probabilities.map((_, c) => Number(c === chosen));
}

export function linear(w: Weights, name: string, x: Row): Row {
  const { shape, data } = w[`${name}/kernel`];
  return w[`${name}/bias`].data.map((bias, o) => bias + sum(x.map((each, i) => each * data[i * shape[1] + o])));
}

export function activate(x: Row, gain: Row): Row {
  const root = Math.sqrt(mean(x.map((each) => each ** 2)) + 1e-4);
  return x.map((each, i) => (each / root) * gain[i]).map((each) => each * sigmoid(each));
}

const layer = (w: Weights, name: string, x: Row): Row => activate(linear(w, name, x), w[`${name}/gain`].data);

export function mlp(w: Weights, name: string, x: Row): Row {
  let y = x;
  for (let i = 0; `${name}/${i}/kernel` in w; i++) y = layer(w, `${name}/${i}`, y);
  return y;
}

/** Each block's part of x goes through the block's own matrix. */
function blockLinear(w: Weights, name: string, x: Row[]): Row[] {
  const { shape, data } = w[`${name}/kernel`];
  const [, inputs, outputs] = shape;
  return x.map((row, g) =>
    Array.from({ length: outputs }, (_, o) => {
      const bias = w[`${name}/bias`].data[g * outputs + o];
      return bias + sum(row.map((each, i) => each * data[(g * inputs + i) * outputs + o]));
    }),
  );
}

export const encode = (w: Weights, observation: Row): Row => mlp(w, 'encoder', observation.map(symlog));
export const head = (w: Weights, name: string, features: Row): Row => linear(w, `${name}/out`, mlp(w, name, features));
export const priorLogits = (w: Weights, h: Row): Row => linear(w, 'prior/logits', mlp(w, 'prior', h));
export const posteriorLogits = (w: Weights, h: Row, token: Row): Row =>
  linear(w, 'post/logits', layer(w, 'post/0', [...h, ...token]));

/** The sequence model: h' from h, z and the action. */
export function core(w: Weights, h: Row, z: Row, action: Row, blocks: number): Row {
  const shared = [layer(w, 'dyn/deter', h), layer(w, 'dyn/stoch', z), layer(w, 'dyn/action', action)].flat();
  const own = parts(h, Array<number>(blocks).fill(h.length / blocks));
  const inner = blockLinear(
    w,
    'dyn/hidden',
    own.map((part) => [...part, ...shared]),
  ).flat();
  const hidden = activate(inner, w['dyn/hidden/gain'].data);
  const gates = blockLinear(w, 'dyn/gates', parts(hidden, Array<number>(blocks).fill(h.length / blocks)));
  return gates.flatMap((gate, g) => {
    const each = h.length / blocks;
    return own[g].map((old, i) => {
      const candidate = Math.tanh(sigmoid(gate[i]) * gate[each + i]);
      const rate = sigmoid(gate[2 * each + i] - 1);
      return rate * candidate + (1 - rate) * old;
    });
  });
}

/** Centres of the bins. */
function centres(bins: number): Row {
  return Array.from({ length: bins }, (_, i) => {
    const x = -20 + (40 * i) / (bins - 1);
    return Math.sign(x) * (Math.exp(Math.abs(x)) - 1);
  });
}

export const decodeTwoHot = (logits: Row): number => {
  const b = centres(logits.length);
  return sum(softmax(logits).map((p, i) => p * b[i]));
};

export function encodeTwoHot(x: number, bins: number): Row {
  const b = centres(bins);
  const above = b.findIndex((each) => each > x);
  if (above === -1) return b.map((_, i) => Number(i === bins - 1));
  if (above === 0) return b.map((_, i) => Number(i === 0));
  const fraction = (x - b[above - 1]) / (b[above] - b[above - 1]);
  return b.map((_, i) => (i === above - 1 ? 1 - fraction : i === above ? fraction : 0));
}

export const crossEntropy = (code: Row, logits: Row): number => {
  const log = softmax(logits).map(Math.log);
  return -sum(code.map((each, i) => each * log[i]));
};
