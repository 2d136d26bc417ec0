import { Random } from '@open-ada/production-rules';
import { expect, it } from 'vitest';
import { cosine, sine } from '../src/physics/trigonometry.js';

/** Angles all over [-2 pi, 2 pi], whole degrees, and angles at all distances from the multiples of pi / 4. */
function* angles(): Generator<number> {
  const random = new Random(1);
  for (let k = 0; k < 200_000; k++) yield random.range(-2 * Math.PI, 2 * Math.PI);
  for (let degrees = -360; degrees <= 360; degrees++) yield degrees * (Math.PI / 180);
  for (let k = 0; k < 100_000; k++) {
    const near = (random.int(8) * Math.PI) / 4 + random.range(-1, 1) * 2 ** -random.int(60);
    if (Math.abs(near) <= 2 * Math.PI) yield near;
  }
  yield* [0, -0, Number.MIN_VALUE, 2 * Math.PI, -2 * Math.PI];
}

it('is what Node computes, to the last bit', () => {
  for (const angle of angles()) {
    if (!Object.is(sine(angle), Math.sin(angle))) throw new Error(`sine(${angle}) is ${sine(angle)}`);
    if (!Object.is(cosine(angle), Math.cos(angle))) throw new Error(`cosine(${angle}) is ${cosine(angle)}`);
  }
  expect([sine(1), cosine(1)]).toEqual([0.8414709848078965, 0.5403023058681398]);
});
