import { jit } from './jit.js';
import { allocateAll, checkArray } from './run/arrays.js';
import { flattenSpecs } from './tree.js';
import type { Data, JitOptions, SpecTree, TensorSpec, TensorTree } from './types.js';

/** A compiled training step that owns its state: two sets of arrays that are swapped at each step. */
export interface StatefulStep {
  specs: { state: Record<string, TensorSpec>; batch: Record<string, TensorSpec>; metrics: Record<string, TensorSpec> };
  /**
   * The current state by flat name (without the prefix 'state/'). These are live arrays: the second step from now
   * overwrites them.
   */
  state(): Record<string, Data>;
  /** Copies the given values over the current state. Names that are absent keep their values. */
  setState(values: Record<string, Data>): void;
  /** Runs one step. Batch and metrics are given by flat name; metrics are written into the given arrays. */
  run(batch: Record<string, Data>, metrics: Record<string, Data>): Promise<void>;
  /** The graph as an ONNX file; absent on eager backends. */
  onnx?: Uint8Array;
  release(): Promise<void>;
}

const prefixed = <T>(prefix: string, record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}/${name}`, value]));

const part = <T>(prefix: string, record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), value]] : [],
    ),
  );

/** Compiles `(state, batch) -> (state, metrics)`. The new state must have the same names and shapes as the old one. */
export async function jitStep(
  update: (state: TensorTree, batch: TensorTree) => { state: TensorTree; metrics: TensorTree },
  specs: { state: SpecTree; batch: SpecTree },
  options: JitOptions = {},
): Promise<StatefulStep> {
  const fn = (inputs: TensorTree): TensorTree => {
    const { state, metrics } = update(inputs.state as TensorTree, inputs.batch as TensorTree);
    return { state, metrics };
  };
  const compiled = await jit(fn, { state: specs.state, batch: specs.batch }, options);
  const state = flattenSpecs(specs.state);
  const next = part('state', compiled.outputs);
  for (const name of new Set([...Object.keys(state), ...Object.keys(next)])) {
    const [a, b] = [state[name], next[name]];
    if (a && b && a.dtype === b.dtype && a.shape.join() === b.shape.join()) continue;
    const text = [a, b].map((spec) => (spec ? `${spec.dtype} [${spec.shape}]` : 'absent'));
    await compiled.release();
    throw new Error(
      `The step's state '${name}' is ${text[0]} before and ${text[1]} after the step; both must be the same.`,
    );
  }

  let current = allocateAll(state);
  let other = allocateAll(state);
  // Inputs and outputs of the graph for both directions of the swap. Batch and metrics are added at each step.
  let forth = { inputs: prefixed('state', current), outputs: prefixed('state', other) };
  let back = { inputs: prefixed('state', other), outputs: prefixed('state', current) };
  const batchSpecs = part('batch', compiled.inputs);
  const metricSpecs = part('metrics', compiled.outputs);
  const batchNames = Object.keys(batchSpecs).map((name) => [name, `batch/${name}`] as const);
  const metricNames = Object.keys(metricSpecs).map((name) => [name, `metrics/${name}`] as const);
  return {
    specs: { state, batch: batchSpecs, metrics: metricSpecs },
    onnx: compiled.onnx,
    state: () => current,
    setState(values) {
      for (const [name, value] of Object.entries(values)) {
        checkArray('state', name, value, state[name]);
        current[name].set(value);
      }
    },
    async run(batch, metrics) {
      for (const [name, flat] of batchNames) forth.inputs[flat] = batch[name];
      for (const [name, flat] of metricNames) {
        if (metrics[name]) forth.outputs[flat] = metrics[name];
        else delete forth.outputs[flat];
      }
      await compiled.run(forth.inputs, forth.outputs);
      [forth, back] = [back, forth];
      [current, other] = [other, current];
    },
    release: () => compiled.release(),
  };
}
