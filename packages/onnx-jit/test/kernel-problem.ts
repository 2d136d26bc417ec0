import type { Data, SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type * as tf from '@tensorflow/tfjs-core';
import type { Case, Input } from './kernel-cases.js';
import { generator } from './random.js';

function elements({ shape, dtype = 'float32', range = [-2, 2] }: Input, random: () => number): Data {
  const size = shape.reduce((a, b) => a * b, 1);
  const [low, high] = range;
  const draw = (): number => low + random() * (high - low);
  if (dtype === 'int32') return Int32Array.from({ length: size }, () => Math.floor(draw()));
  if (dtype === 'bool') return Uint8Array.from({ length: size }, () => Math.round(random()));
  return Float32Array.from({ length: size }, draw);
}

/** A case at the given dimensions as a function of named inputs, with random elements. */
export function problemOf({ inputs, fn }: Case, dims: number[], broadcast: number, seed: number) {
  const random = generator(seed);
  const specs: SpecTree = {};
  const data: Record<string, Data> = {};
  for (const [i, input] of inputs(dims, broadcast).entries()) {
    specs[`x${i}`] = { shape: input.shape, dtype: input.dtype ?? 'float32' };
    data[`x${i}`] = elements(input, random);
  }
  const tree = (named: TensorTree): TensorTree => {
    const result = fn(...(Object.values(named) as tf.Tensor[]));
    const outputs = Array.isArray(result) ? result : [result];
    return Object.fromEntries(outputs.map((tensor, i) => [`y${i}`, tensor]));
  };
  return { specs, data, fn: tree };
}
