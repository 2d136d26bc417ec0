import { type ParameterEntry, rmsNorm, silu } from '@open-ada/onnx-jit';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Parameter tensors by name. */
export type Parameters = Record<string, Tensor>;

/** A parameter with its initial values. */
export interface InitialEntry extends ParameterEntry {
  /** All elements have this value; absent: a truncated normal. */
  fill?: number;
  /** The truncated normal has the variance `scale`² / `fan`. */
  fan?: number;
  scale?: number;
}

/** Source of noise: numbers in [0, 1). */
export interface NoiseSource {
  float(): number;
}

/** A linear map and its bias. With `scale` 0 the output is zero at first. */
export function linearEntries(name: string, inputs: number, outputs: number, scale = 1): InitialEntry[] {
  const kernel = { name: `${name}/kernel`, shape: [inputs, outputs] };
  return [
    scale === 0 ? { ...kernel, fill: 0 } : { ...kernel, fan: inputs, scale },
    { name: `${name}/bias`, shape: [outputs], fill: 0 },
  ];
}

/** The entries of {@link layer}. */
export function layerEntries(name: string, inputs: number, outputs: number): InitialEntry[] {
  return [...linearEntries(name, inputs, outputs), { name: `${name}/gain`, shape: [outputs], fill: 1 }];
}

/** The entries of {@link mlp}. */
export function mlpEntries(name: string, inputs: number, units: number, layers: number): InitialEntry[] {
  return Array.from({ length: layers }, (_, i) => layerEntries(`${name}/${i}`, i === 0 ? inputs : units, units)).flat();
}

/** x W + b. @param x [N, i] @returns [N, o] */
export function linear(p: Parameters, name: string, x: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(x, p[`${name}/kernel`] as Tensor2D), p[`${name}/bias`]);
}

/** SiLU of the root-mean-square norm, [..., n]. */
export function activate<T extends Tensor>(x: T, gain: Tensor): T {
  return silu(rmsNorm(x, gain as Tensor1D));
}

/** A linear map, norm and SiLU. @param x [N, i] @returns [N, o] */
export function layer(p: Parameters, name: string, x: Tensor2D): Tensor2D {
  return activate(linear(p, name, x), p[`${name}/gain`]);
}

/** Layers one after another. @param x [N, i] @returns [N, units] */
export function mlp(p: Parameters, name: string, x: Tensor2D, layers: number): Tensor2D {
  let y = x;
  for (let i = 0; i < layers; i++) y = layer(p, `${name}/${i}`, y);
  return y;
}

/** Standard deviation of a normal that is cut off at ±2, whose own is 1. */
const CUT = 0.8796256610342398;

/** Initial values in the order of the entries. */
export function initialValues(entries: readonly InitialEntry[], noise: NoiseSource): Float32Array {
  const values = entries.flatMap(({ shape, fill, fan = 1, scale = 1 }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const std = scale / Math.sqrt(fan) / CUT;
    return Array.from({ length: size }, () => fill ?? std * cutNormal(noise));
  });
  return Float32Array.from(values);
}

/** A standard normal number between −2 and 2 (Marsaglia's polar method). */
function cutNormal(noise: NoiseSource): number {
  for (;;) {
    const [u, v] = [2 * noise.float() - 1, 2 * noise.float() - 1];
    const square = u * u + v * v;
    if (square === 0 || square >= 1) continue;
    const normal = u * Math.sqrt((-2 * Math.log(square)) / square);
    if (Math.abs(normal) <= 2) return normal;
  }
}
