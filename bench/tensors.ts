import { availableParallelism } from 'node:os';
import { type Backend, jit, jitStep } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import type { Begin, Figures } from './figure.js';
import { matMulRate } from './mat-mul-rate.js';
import { flopsOf, initialise, MODELS, type ModelSizes, tokensOf, trainingStep } from './tensors-model.js';
import { pytorchRun } from './tensors-pytorch.js';

/**
 * Largest relative difference between the losses of two backends that run the same steps. Above it the comparison
 * fails.
 */
const TOLERANCE = 0.01;
const COMPARED_STEPS = 3;

interface StepTime {
  milliseconds: number;
  /** Losses of the first steps. */
  losses: number[];
}

/** The best of at least `COMPARED_STEPS` steps (slow backends: two) and of as many as fit into two seconds. */
async function stepTime(sizes: ModelSizes, backend: Backend, threads: number): Promise<StepTime> {
  const { update, specs, layout } = trainingStep(sizes);
  const step = await jitStep(update, specs, { backend, threads });
  step.setState({ p: initialise(layout) });
  const batch = tokensOf(sizes);
  const loss = new Float32Array(1);
  const losses: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  do {
    const start = performance.now();
    await step.run(batch, { loss });
    best = Math.min(best, performance.now() - start);
    losses.push(loss[0]);
  } while (performance.now() - begin < 2000 || losses.length < (best > 5000 ? 1 : COMPARED_STEPS));
  await step.release();
  return { milliseconds: best, losses };
}

/** The step time, or undefined where the backend cannot be loaded. */
async function stepTimeIfThere(sizes: ModelSizes, backend: Backend, threads: number): Promise<StepTime | undefined> {
  try {
    // `TFJS_NODE` may name the path of a build of tfjs-node outside this repository.
    if (backend === 'tfjs-node' && process.env.TFJS_NODE) await import(process.env.TFJS_NODE);
    const fn = ({ x }: Record<string, unknown>) => ({ y: tf.neg(x as tf.Tensor) });
    await (await jit(fn, { x: { shape: [1], dtype: 'float32' } }, { backend })).release();
  } catch (error) {
    console.error(`Without ${backend}: ${(error as Error).message}`);
    return undefined;
  }
  return stepTime(sizes, backend, threads);
}

function requireSameLosses(name: string, other: number[], losses: number[]): void {
  for (let i = 0; i < Math.min(COMPARED_STEPS, other.length, losses.length); i++) {
    if (Math.abs(other[i] / losses[i] - 1) < TOLERANCE) continue;
    throw new Error(`${name} computes another function: loss ${other[i]}, not ${losses[i]}, in step ${i + 1}.`);
  }
}

/** Compiled training steps, compared with other backends that run the same function on the same batch. */
export async function benchTensors(begin: Begin): Promise<Figures> {
  const threads = availableParallelism();
  const figures: Figures = {};
  for (const [name, sizes] of Object.entries(MODELS)) {
    const put = (key: string, value: number | null, unit: string) => {
      figures[`tensors.${name}.${key}`] = { value, unit };
    };
    // The matrix product is timed directly before and after the steps, because other load on the machine varies.
    begin(`${name}: compiled`);
    const before = await matMulRate(threads);
    const compiled = await stepTime(sizes, 'onnx-cpu', threads);
    const peak = Math.max(before, await matMulRate(threads));
    const gflops = flopsOf(sizes) / compiled.milliseconds / 1e6;
    put('milliseconds', compiled.milliseconds, 'ms per training step');
    put('gflops', gflops, 'GFLOP/s');
    put('matmulGflops', peak, `GFLOP/s of a plain product, ${threads} threads`);
    put('shareOfMatmul', gflops / peak, 'of a plain product');
    const others = [
      ['vsTfjsWasm', 'tfjs-wasm'],
      ['vsTfjsCpu', 'tfjs-cpu'],
      ['vsTfjsNode', 'tfjs-node'],
    ] as const;
    for (const [key, backend] of others) {
      begin(`${name}: ${backend}`);
      const other = await stepTimeIfThere(sizes, backend, threads);
      if (other) requireSameLosses(backend, other.losses, compiled.losses);
      put(key, other ? other.milliseconds / compiled.milliseconds : null, 'times as fast');
    }
    begin(`${name}: PyTorch`);
    const pytorch = pytorchRun(sizes, 15, threads);
    if (pytorch) requireSameLosses('PyTorch', pytorch.losses, compiled.losses);
    const unit = pytorch ? `times as fast as PyTorch ${pytorch.version}` : 'times as fast as PyTorch';
    put('vsPytorch', pytorch ? pytorch.milliseconds / compiled.milliseconds : null, unit);
  }
  return figures;
}
