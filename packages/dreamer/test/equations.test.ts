import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { blockGru, blockProduct } from '../src/equations/block-gru.js';
import {
  categoricalEntropy,
  categoricalKl,
  sampleOneHot,
  straightThrough,
  unimix,
} from '../src/equations/categorical.js';
import { balancedKl } from '../src/equations/kl-balance.js';
import { lambdaReturn } from '../src/equations/lambda-return.js';
import { actorLoss, continueLoss, reconstructionLoss, twoHotLoss } from '../src/equations/losses.js';
import { boundedNormal, normalEntropy, normalLogProb, sampleNormal } from '../src/equations/normal.js';
import { percentile, returnScale } from '../src/equations/return-scale.js';
import { symexp, symlog } from '../src/equations/symlog.js';
import { SymexpTwoHot } from '../src/equations/two-hot.js';
import { DREAMER_DEFAULTS } from '../src/index.js';
import { PolicyHead } from '../src/network/policy-head.js';
import { uniforms } from './random.js';
import { encodeTwoHot, sigmoid } from './slow-network.js';

beforeAll(() => tf.setBackend('cpu'));

const list = (x: tf.Tensor): number[] => [...x.dataSync()];
const numbers = (count: number, seed: number, spread = 1): number[] => {
  const random = uniforms(seed);
  return Array.from({ length: count }, () => Math.fround(2 * spread * (random() - 0.5)));
};
const close = (actual: tf.Tensor, expected: number[], digits = 5): void => {
  expect(actual.size).toBe(expected.length);
  list(actual).forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i], digits);
  });
};

describe('symlog', () => {
  it('is the identity near zero, a logarithm far away, and undone by symexp', () => {
    const x = [0, 1e-4, -1e-4, Math.E - 1, 1 - Math.E, 1e6];
    close(symlog(tf.tensor1d(x)), [0, 1e-4, -1e-4, 1, -1, Math.log(1e6 + 1)]);
    list(symexp(symlog(tf.tensor1d(x)))).forEach((back, i) => {
      expect(Math.abs(back - x[i])).toBeLessThanOrEqual(3e-6 * Math.abs(x[i]) + 1e-9);
    });
  });
});

describe('symexp two-hot', () => {
  const twoHot = new SymexpTwoHot(255);
  const last = Math.expm1(20);
  const values = [
    0,
    0.01,
    -0.01,
    1,
    -1,
    3.7,
    1234.5,
    -98765,
    4e8,
    last,
    -last,
    1e9,
    twoHot.centres[140],
    twoHot.centres[3],
  ];

  it('has bins that are symmetric and reach symexp(20)', () => {
    expect([twoHot.centres[0], twoHot.centres[127], twoHot.centres[254]]).toEqual([
      Math.fround(-last),
      0,
      Math.fround(last),
    ]);
    twoHot.centres.forEach((x, i) => {
      expect(twoHot.centres[254 - i] + x).toBe(0);
    });
  });

  it('shares each number between its two neighbours, as a search through the bins does', () => {
    const codes = twoHot.encode(tf.tensor1d(values)).arraySync();
    codes.forEach((code, row) => {
      encodeTwoHot(Math.fround(values[row]), 255).forEach((p, k) => {
        expect(code[k]).toBeCloseTo(p, 4);
      });
      expect(code.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      expect(code.filter((p) => p > 0).length).toBeLessThanOrEqual(2);
    });
  });

  it('decodes what it encoded', () => {
    const codes = twoHot.encode(tf.tensor1d(values));
    list(twoHot.decode(tf.log(tf.add(codes, 1e-30)))).forEach((x, i) => {
      const value = Math.min(Math.max(values[i], -last), last);
      expect(Math.abs(x - value)).toBeLessThanOrEqual(2e-5 * Math.abs(value) + 1e-6);
    });
  });

  it('says exactly zero at equal logits', () => {
    expect(list(twoHot.decode(tf.fill([2, 255], 0.3)))).toEqual([0, 0]);
  });

  it('refuses an even number of bins', () => {
    expect(() => new SymexpTwoHot(254)).toThrow('must be odd');
  });
});

describe('categoricals', () => {
  it('unimix leaves every class its share', () => {
    close(unimix(tf.tensor2d([[0, 0, 200, 0]]), 0.01), [0.0025, 0.0025, 0.9925, 0.0025]);
  });

  it('samples each class as often as its probability says, and always exactly one', () => {
    const rows = 1000;
    const probabilities = tf.tile(tf.tensor2d([[0.1, 0, 0.6, 0.3]]), [rows, 1]) as tf.Tensor2D;
    const noise = tf.tensor1d(Array.from({ length: rows }, (_, i) => (i + 0.5) / rows));
    const drawn = sampleOneHot(probabilities, noise);
    close(tf.sum(drawn, 0), [100, 0, 600, 300]);
    close(tf.sum(drawn, 1), Array<number>(rows).fill(1));
    close(sampleOneHot(tf.tensor2d([[0.2, 0.8]]), tf.tensor1d([0])), [1, 0]);
    close(sampleOneHot(tf.tensor2d([[0.2, 0.8]]), tf.tensor1d([1 - 2 ** -24])), [0, 1]);
  });

  it('a sample has the gradient of its probabilities', () => {
    const weights = tf.tensor2d([[3, -2, 5]]);
    const logits = tf.tensor2d([[0.3, -1, 0.7]]);
    const through = tf.grad((x) => {
      const p = unimix(x as tf.Tensor2D, 0.01);
      return tf.sum(tf.mul(straightThrough(sampleOneHot(p, tf.tensor1d([0.5])), p), weights));
    })(logits);
    const direct = tf.grad((x) => tf.sum(tf.mul(unimix(x as tf.Tensor2D, 0.01), weights)))(logits);
    close(through, list(direct));
    expect(Math.hypot(...list(through))).toBeGreaterThan(0.1);
    const drawn = straightThrough(tf.tensor2d([[0, 1, 0]]), unimix(logits, 0.01));
    expect(list(drawn)).toEqual([0, 1, 0]);
  });

  it('divergence and entropy at hand-worked numbers', () => {
    const [p, q] = [tf.tensor2d([[0.5, 0.5]]), tf.tensor2d([[0.25, 0.75]])];
    close(categoricalKl(p, q), [0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)]);
    close(categoricalEntropy(p), [Math.LN2]);
  });
});

describe('KL balance', () => {
  const gradients = (spread: number, freeNats: number) => {
    const [a, b] = [tf.tensor2d(numbers(12, 3, spread), [4, 3]), tf.tensor2d(numbers(12, 4, spread), [4, 3])];
    const of = (which: 'dyn' | 'rep') =>
      tf
        .grads((x, y) => {
          const probabilities = { posterior: unimix(x as tf.Tensor2D, 0.01), prior: unimix(y as tf.Tensor2D, 0.01) };
          // Without the zeros tfjs refuses a tensor that gets no gradient.
          const nothing = tf.mul(tf.add(tf.sum(x), tf.sum(y)), 0);
          return tf.add(balancedKl({ ...probabilities, latents: 2, freeNats })[which], nothing);
        })([a, b])
        .map((g) => Math.hypot(...list(g)));
    return { dyn: of('dyn'), rep: of('rep') };
  };

  it('dyn moves the prior alone, rep the posterior alone', () => {
    const { dyn, rep } = gradients(5, 1);
    expect([dyn[0], rep[1]]).toEqual([0, 0]);
    expect(Math.min(dyn[1], rep[0])).toBeGreaterThan(0.01);
  });

  it('has no gradient below the free nats', () => {
    expect(gradients(0.1, 1)).toEqual({ dyn: [0, 0], rep: [0, 0] });
  });

  it('clips the sum over the latents, state by state', () => {
    const p = tf.tensor2d([0.9, 0.1, 0.9, 0.1, 0.5, 0.5, 0.5, 0.5], [4, 2]);
    const q = tf.tensor2d([0.3, 0.7, 0.3, 0.7, 0.5, 0.5, 0.5, 0.5], [4, 2]);
    const one = 0.9 * Math.log(3) + 0.1 * Math.log(1 / 7);
    expect(one).toBeLessThan(1);
    // Two latents of 0.79 nats are above one nat together; the second state counts as one nat.
    close(balancedKl({ posterior: p, prior: q, latents: 2, freeNats: 1 }).rep, [(2 * one + 1) / 2]);
  });
});

describe('block-diagonal GRU', () => {
  it('a block product is a product with zeros outside the blocks', () => {
    const [x, kernel] = [numbers(2 * 6, 5), numbers(3 * 2 * 4, 6)];
    const expected = Array.from({ length: 2 * 12 }, (_, place) => {
      const [row, g, o] = [Math.floor(place / 12), Math.floor((place % 12) / 4), place % 4];
      return [0, 1].reduce((sum, i) => sum + x[row * 6 + g * 2 + i] * kernel[(g * 2 + i) * 4 + o], 0);
    });
    close(blockProduct(tf.tensor2d(x, [2, 6]), tf.tensor3d(kernel, [3, 2, 4])), expected);
  });

  it('a step is the loop', () => {
    const [gates, h] = [numbers(2 * 12, 7, 3), numbers(2 * 4, 8)];
    const expected = h.map((old, place) => {
      const [row, g, i] = [Math.floor(place / 4), Math.floor((place % 4) / 2), place % 2];
      const [reset, candidate, update] = [0, 1, 2].map((part) => gates[row * 12 + g * 6 + part * 2 + i]);
      const rate = sigmoid(update - 1);
      return rate * Math.tanh(sigmoid(reset) * candidate) + (1 - rate) * old;
    });
    close(blockGru(tf.tensor2d(gates, [2, 12]), tf.tensor2d(h, [2, 4]), 2), expected);
  });
});

describe('lambda returns', () => {
  const row = (...x: number[]) => tf.tensor2d([x]);

  it('are the loop from the end', () => {
    const [N, L] = [3, 6];
    const [rewards, values] = [numbers(N * L, 9, 4), numbers(N * L, 10, 4)];
    const discounts = numbers(N * L, 11).map((x) => Math.abs(x));
    const last = numbers(N * L, 12).map((x) => Number(x > 0.5));
    const expected: number[] = [];
    for (let n = 0; n < N; n++) {
      let later = values[n * L + L - 1];
      for (let t = L - 2; t >= 0; t--) {
        const next = n * L + t + 1;
        const trace = 0.9 * (1 - last[next]);
        later = rewards[next] + discounts[next] * ((1 - trace) * values[next] + trace * later);
        expected[n * (L - 1) + t] = later;
      }
    }
    const tensor = (x: number[]) => tf.tensor2d(x, [N, L]);
    const inputs = {
      rewards: tensor(rewards),
      discounts: tensor(discounts),
      values: tensor(values),
      last: tensor(last),
    };
    close(lambdaReturn({ ...inputs, lambda: 0.9 }), expected, 4);
  });

  it('take the value at a time limit and nothing after a terminal state', () => {
    const inputs = { rewards: row(9, 1, 2, 3), values: row(9, 10, 20, 30), lambda: 1 };
    const zeros = row(0, 0, 0, 0);
    const limit = { ...inputs, last: row(0, 0, 1, 0), discounts: row(1, 0.5, 0.5, 0.5) };
    close(lambdaReturn(limit), [1 + 0.5 * (2 + 0.5 * 20), 2 + 0.5 * 20, 3 + 0.5 * 30]);
    close(lambdaReturn({ ...inputs, last: zeros, discounts: row(1, 0.5, 0, 0.5) }), [1 + 0.5 * 2, 2, 3 + 0.5 * 30]);
  });
});

describe('scale of the returns', () => {
  it('percentiles are interpolated between neighbours in order', () => {
    const x = tf.tensor1d([30, 0, 10, 20]);
    for (const [percent, expected] of [
      [0, 0],
      [5, 1.5],
      [50, 15],
      [95, 28.5],
      [100, 30],
    ]) {
      close(percentile(x, percent), [expected]);
    }
    const many = numbers(501, 13, 7);
    const sorted = [...many].sort((a, b) => a - b);
    close(percentile(tf.tensor1d(many), 5), [sorted[25]]);
    close(percentile(tf.tensor1d(many), 95), [sorted[475]]);
    close(percentile(tf.tensor1d([4]), 95), [4]);
  });

  it('averages start from zero, and the scale is at least one', () => {
    const returns = tf.tensor1d(Array.from({ length: 101 }, (_, i) => 10 * i - 500));
    const common = { percentiles: [5, 95] as [number, number], rate: 0.01, least: 1 };
    const once = returnScale({ returns, low: tf.scalar(0), high: tf.scalar(0), ...common });
    close(once.low, [-4.5]);
    close(once.high, [4.5]);
    close(once.scale, [9]);
    close(returnScale({ returns: tf.div(returns, 1000), low: tf.scalar(0), high: tf.scalar(0), ...common }).scale, [1]);
  });
});

describe('losses at hand-worked numbers', () => {
  it('reconstruction: squared errors in symlog space, summed over an observation', () => {
    const observations = tf.tensor2d([
      [Math.E - 1, 0],
      [0, 1 - Math.E],
    ]);
    close(
      reconstructionLoss(
        tf.tensor2d([
          [0, 2],
          [0, -1],
        ]),
        observations,
      ),
      [(1 + 4) / 2],
    );
  });

  it('two-hot: cross-entropy, weighted by step', () => {
    const logits = tf.log(
      tf.tensor2d([
        [0.25, 0.75],
        [0.5, 0.5],
      ]),
    ) as tf.Tensor2D;
    const codes = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    close(twoHotLoss(logits, codes), [(Math.log(4) + Math.log(2)) / 2]);
    close(twoHotLoss(logits, codes, tf.tensor1d([0, 3])), [(3 * Math.log(2)) / 2]);
  });

  it('continue: its least is at the flag times the discount', () => {
    const at = (p: number) => continueLoss(tf.tensor1d([Math.log(p / (1 - p))]), tf.tensor1d([0]), 10).dataSync()[0];
    expect(at(0.9)).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 5);
    expect(Math.min(at(0.85), at(0.95))).toBeGreaterThan(at(0.9));
    close(continueLoss(tf.tensor1d([0]), tf.tensor1d([1]), 10), [Math.LN2]);
  });

  it('actor: log-probability of the joint action times the advantage, plus the entropy', () => {
    const head = new PolicyHead({ observation: 1, actionDims: [2, 2] }, DREAMER_DEFAULTS);
    const policy = { options: tf.tensor2d([[0.25, 0.75, 0.5, 0.5]]) };
    const entropy = head.entropy(policy);
    const bits = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75) + Math.LN2;
    close(entropy, [bits]);
    const logProb = head.logProb(policy, tf.tensor2d([[1, 0, 0, 1]]));
    const rest = { advantages: tf.tensor1d([2]), weights: tf.tensor1d([0.5]), entropyWeight: 0.1 };
    close(actorLoss({ logProb, entropy, ...rest }), [-0.5 * (2 * Math.log(0.125) + 0.1 * bits)]);
  });
});

describe('bounded normal', () => {
  const bounds = { minStd: 0.1, maxStd: 1 };
  const row = (...x: number[]) => tf.tensor2d([x]);

  it('has a mean within one, and a deviation between its bounds', () => {
    const { mean, std } = boundedNormal({ mean: row(0, 0.5, 40, -40), std: row(0, -2, 40, -40) }, bounds);
    close(mean, [0, Math.tanh(0.5), 1, -1]);
    close(std, [0.1 + 0.9 * sigmoid(2), 0.55, 1, 0.1]);
  });

  it('log-density and entropy at hand-worked numbers, summed over the actions', () => {
    const normal = { mean: row(0.5, -0.25), std: row(0.2, 1) };
    const log = [-2 - Math.log(0.2), -0.5 * 0.75 ** 2].map((x) => x - 0.5 * Math.log(2 * Math.PI));
    close(normalLogProb(normal, row(0.9, 0.5)), [log[0] + log[1]]);
    close(normalEntropy(normal), [Math.log(0.2) + Math.log(2 * Math.PI) + 1]);
  });

  it('the gradient moves the mean towards an action that was better, and is REINFORCE’s', () => {
    const [m, s, a] = [0.3, -0.4, 0.9];
    const [dm, ds] = tf.grads((mean, std) =>
      tf.sum(normalLogProb(boundedNormal({ mean, std } as { mean: tf.Tensor2D; std: tf.Tensor2D }, bounds), row(a))),
    )([row(m), row(s)]);
    const std = 0.1 + 0.9 * sigmoid(s + 2);
    const off = (a - Math.tanh(m)) / std;
    close(dm, [(off / std) * (1 - Math.tanh(m) ** 2)]);
    close(ds, [((off ** 2 - 1) / std) * 0.9 * sigmoid(s + 2) * (1 - sigmoid(s + 2))]);
    expect(list(dm)[0]).toBeGreaterThan(0);
  });

  it('samples have the mean and the deviation, and the extreme noise is finite', () => {
    const n = 64;
    // A grid of both kinds of noise.
    const noise = Array.from({ length: n * n }, (_, i) => [(Math.floor(i / n) + 0.5) / n, ((i % n) + 0.5) / n]);
    const of = (x: number) => tf.fill([n * n, 1], x) as tf.Tensor2D;
    const drawn = list(sampleNormal({ mean: of(0.5), std: of(0.25) }, tf.tensor2d(noise)));
    const mean = drawn.reduce((a, b) => a + b) / drawn.length;
    expect(mean).toBeCloseTo(0.5, 4);
    expect(Math.sqrt(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length)).toBeCloseTo(0.25, 2);
    // One in six lies beyond one deviation above.
    expect(drawn.filter((x) => x > 0.75).length / drawn.length).toBeCloseTo(0.159, 2);
    const edge = list(sampleNormal({ mean: row(0, 0), std: row(1, 1) }, row(1, 0, 0, 1)));
    expect(edge).toEqual([expect.closeTo(Math.sqrt(50 * Math.LN2), 4), 0]);
  });

  it('refuses actions of another width, and a world without actions', () => {
    expect(() => normalLogProb({ mean: row(0, 0), std: row(1, 1) }, row(0))).toThrow('actions');
    const head = new PolicyHead({ observation: 1, actionDims: [2], continuous: 1 }, DREAMER_DEFAULTS);
    const policy = { options: row(0.5, 0.5), continuous: { mean: row(0), std: row(1) } };
    expect(() => head.logProb(policy, row(1, 0))).toThrow('actions');
    expect(() => head.sample(policy, row(0.5, 0.5))).toThrow('noise');
    expect(() => new PolicyHead({ observation: 1, actionDims: [] }, DREAMER_DEFAULTS)).toThrow('needs an action');
  });
});
