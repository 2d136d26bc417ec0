import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

/** Sizes by letter. A package that writes shapes as letters says what its letters mean. */
export type Sizes = Readonly<Record<string, number>>;

/** The tensor type for letters such as `B T A`. */
export type Shaped<Letters extends string> = Letters extends ''
  ? Scalar
  : Letters extends `${string} ${string} ${string} ${string}`
    ? Tensor4D
    : Letters extends `${string} ${string} ${string}`
      ? Tensor3D
      : Letters extends `${string} ${string}`
        ? Tensor2D
        : Tensor1D;

const lettersOf = (letters: string): string[] => letters.split(' ').filter((letter) => letter !== '');

/** The shape for a string of letters. @throws Error for a letter without a size */
export function shapeOf(letters: string, sizes: Sizes): number[] {
  return lettersOf(letters).map((letter) => {
    if (!(letter in sizes)) throw new Error(`shape [${letters}]: no size is given for ${letter}`);
    return sizes[letter];
  });
}

/**
 * Checks that tensors have a shape, for example `assertShape({ rewards, mask }, 'B T', { B, T })`. A letter without a
 * size gets its size from the first tensor. The check reads only shapes. A compiled function therefore runs it once,
 * during tracing.
 *
 * @returns the sizes, including those that were inferred
 * @throws Error naming the tensor, its shape and the letters
 */
export function assertShape(tensors: Record<string, Tensor>, letters: string, sizes: Sizes = {}): Sizes {
  const expected = lettersOf(letters);
  const known: Record<string, number> = { ...sizes };
  for (const [name, { shape }] of Object.entries(tensors)) {
    const fits = shape.length === expected.length && shape.every((size, i) => size === (known[expected[i]] ?? size));
    if (!fits) {
      const wanted = expected.map((letter) => (letter in known ? `${letter} = ${known[letter]}` : letter));
      throw new Error(`${name} has the shape [${shape.join(', ')}]; it must be [${wanted.join(', ')}]`);
    }
    for (const [i, letter] of expected.entries()) known[letter] = shape[i];
  }
  return known;
}

/**
 * Checks each entry of a record of tensors against its letters, and types it accordingly.
 * @throws Error as `assertShape`
 */
export function readTensors<Letters extends Record<string, string>>(
  tensors: Record<string, unknown>,
  letters: Letters,
  sizes: Sizes,
): { [Name in keyof Letters]: Shaped<Letters[Name]> } {
  for (const [name, shape] of Object.entries(letters)) {
    if (!tensors[name]) throw new Error(`${name} is missing; it must be [${shape}]`);
    assertShape({ [name]: tensors[name] as Tensor }, shape, sizes);
  }
  return tensors as { [Name in keyof Letters]: Shaped<Letters[Name]> };
}
