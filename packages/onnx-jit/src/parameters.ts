import * as tf from '@tensorflow/tfjs-core';

export interface ParameterEntry {
  name: string;
  shape: number[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

/**
 * Named parameter tensors stored one after another in one flat vector. Optimisers then work on a single vector, and the
 * gradient of `split` is a single concatenation.
 */
export class ParameterLayout {
  readonly size: number;
  readonly #places = new Map<string, { offset: number; shape: number[] }>();

  constructor(readonly entries: readonly ParameterEntry[]) {
    let offset = 0;
    for (const { name, shape } of entries) {
      if (this.#places.has(name)) throw new Error(`Two parameters are named '${name}'.`);
      if (sizeOf(shape) === 0) throw new Error(`The parameter '${name}' of shape [${shape}] has no elements.`);
      this.#places.set(name, { offset, shape });
      offset += sizeOf(shape);
    }
    this.size = offset;
  }

  /** Offset of a parameter in the flat vector, in elements, and its shape. */
  place(name: string): { offset: number; shape: number[] } {
    const place = this.#places.get(name);
    if (!place) throw new Error(`There is no parameter '${name}'.`);
    return place;
  }

  /** The named tensors of a flat vector of `size` elements. */
  split(flat: tf.Tensor1D): Record<string, tf.Tensor> {
    if (flat.size !== this.size) {
      throw new Error(`A parameter vector has ${flat.size} elements where the layout has ${this.size}.`);
    }
    const sizes = this.entries.map(({ shape }) => sizeOf(shape));
    const parts = this.entries.length === 1 ? [flat] : tf.split(flat, sizes);
    return Object.fromEntries(this.entries.map(({ name, shape }, i) => [name, tf.reshape(parts[i], shape)]));
  }

  /** A view of the elements of one parameter in a flat array. */
  view(flat: Float32Array, name: string): Float32Array {
    const { offset, shape } = this.place(name);
    return flat.subarray(offset, offset + sizeOf(shape));
  }
}
