import * as tf from '@tensorflow/tfjs-core';
import { Graph } from '../graph/graph.js';
import { emitScan, ScanBody } from '../graph/scan.js';
import { TracingBackend } from '../trace/backend.js';

export interface ScanStep {
  /** As many as there are states, with the same shapes. */
  states: tf.Tensor[];
  outputs: tf.Tensor[];
}

/**
 * A loop over the first axis as one ONNX Scan; its graph does not grow with the number of steps. On eager backends it
 * is a loop in JavaScript. It has no gradient: wrap it in `tf.customGrad` together with one.
 *
 * A node costs 2 to 5 microseconds per step, so move everything that does not depend on the state out of the body.
 *
 * @param body one step: the states and one slice of each scanned tensor, without its first axis. It may read other
 *   tensors.
 * @param states initial states
 * @param scanned [T, ...] each
 * @param reverse runs from the last step to the first; outputs keep the positions of their steps
 * @returns the final states, and each output stacked to [T, ...]
 */
export function scan(
  body: (states: tf.Tensor[], step: tf.Tensor[]) => ScanStep,
  states: tf.Tensor[],
  scanned: tf.Tensor[],
  { reverse = false } = {},
): ScanStep {
  const backend = tf.backend();
  return backend instanceof TracingBackend
    ? traced(backend, body, states, scanned, reverse)
    : looped(body, states, scanned, reverse);
}

function looped(body: Parameters<typeof scan>[0], states: tf.Tensor[], scanned: tf.Tensor[], reverse: boolean) {
  const length = scanned[0].shape[0];
  const slices = scanned.map((x) => tf.unstack(x));
  const steps: tf.Tensor[][] = [];
  let current = states;
  for (let i = 0; i < length; i++) {
    const t = reverse ? length - 1 - i : i;
    const next = body(
      current,
      slices.map((each) => each[t]),
    );
    current = next.states;
    steps[t] = next.outputs;
  }
  return { states: current, outputs: steps[0].map((_, k) => tf.stack(steps.map((outputs) => outputs[k]))) };
}

function traced(
  backend: TracingBackend,
  body: Parameters<typeof scan>[0],
  states: tf.Tensor[],
  scanned: tf.Tensor[],
  reverse: boolean,
): ScanStep {
  const engine = tf.engine();
  const outer = backend.graph;
  const inner = new Graph(outer);
  const values = (tensors: tf.Tensor[]) => tensors.map((x) => backend.value(x, engine));
  const [stateValues, scannedValues] = [values(states), values(scanned)];
  const made = backend.within(inner, () => {
    const step = scannedValues.map(({ shape, dtype }) => ({ shape: shape.slice(1), dtype }));
    const inputs = [...stateValues, ...step].map(({ shape, dtype }) => inner.input('', shape, dtype));
    const tensors = inputs.map((value) => engine.makeTensorFromTensorInfo(backend.tensorInfo(value)));
    const next = body(tensors.slice(0, states.length), tensors.slice(states.length));
    return { inputs, outputs: values([...next.states, ...next.outputs]) };
  });
  const length = scanned[0].shape[0];
  const results = emitScan(
    outer,
    new ScanBody(inner, made.inputs, made.outputs, length),
    stateValues,
    scannedValues,
    reverse,
  );
  const tensors = results.map((value) => engine.makeTensorFromTensorInfo(backend.tensorInfo(value)));
  return { states: tensors.slice(0, states.length), outputs: tensors.slice(states.length) };
}
