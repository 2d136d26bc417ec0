import type { ObservationSpec } from '../settings/specs.js';

/**
 * An observation of XLand as numbers that a network without embeddings can read: features as they are, each token as a
 * one-hot.
 */
export class FlatObservation {
  /** Floats of a flat observation. */
  readonly size: number;

  constructor(private readonly spec: ObservationSpec) {
    this.size = spec.parts.reduce((sum, { shape, cardinality = 1 }) => sum + product(shape) * cardinality, 0);
  }

  /** @param observation [spec.size] @param into [size], overwritten */
  write(observation: Float32Array, into: Float32Array): void {
    let at = 0;
    for (const { offset, shape, cardinality } of this.spec.parts) {
      const values = observation.subarray(offset, offset + product(shape));
      if (cardinality === undefined) {
        into.set(values, at);
        at += values.length;
        continue;
      }
      into.fill(0, at, at + values.length * cardinality);
      values.forEach((token, i) => {
        into[at + i * cardinality + token] = 1;
      });
      at += values.length * cardinality;
    }
  }
}

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
