import * as tf from '@tensorflow/tfjs-core';
import { scan } from './scan.js';

/** Inputs of one step. */
export interface RecurrenceStep {
  /** States before the step, each [B, n]. */
  states: tf.Tensor2D[];
  /** One step of each input. */
  inputs: tf.Tensor[];
  /** One step of each constant. */
  constants: tf.Tensor[];
  parameters: tf.Tensor[];
}

export interface RecurrenceInputs {
  /** Tensors that every step reads. */
  parameters: tf.Tensor[];
  /** States before the first step, each [B, n]. */
  initial: tf.Tensor2D[];
  /** [T, ...] each. */
  inputs: tf.Tensor[];
  /** [T, ...] each; they get no gradient. For example noise and masks. */
  constants?: tf.Tensor[];
}

/**
 * A recurrence with a gradient: the states of all T steps from a function of one step. It uses one scan for the forward
 * pass and one for the backward pass, so its graph does not grow with T. The backward scan computes each step anew from
 * the state before it, and sums the parameters' gradients over the steps. Everything that does not depend on the state
 * should be computed before, for all steps at once.
 *
 * @param step computes the new states [B, n] from its arguments alone; its gradient is taken by tfjs
 * @returns the states after each step, each [T, B, n]
 */
export function recurrence(
  step: (args: RecurrenceStep) => tf.Tensor2D[],
  { parameters, initial, inputs, constants = [] }: RecurrenceInputs,
): tf.Tensor3D[] {
  const counts = [parameters.length, initial.length, inputs.length, constants.length];
  const widths = initial.map(({ shape }) => shape[1]);
  const op = tf.customGrad((...args) => {
    const [p, first, x, c] = parts(args as tf.Tensor[], counts);
    const save = args.at(-1) as tf.GradSaveFunc;
    const body = (states: tf.Tensor[], slices: tf.Tensor[]) => {
      const [now, given] = parts(slices, counts.slice(2));
      const next = step({ states: states as tf.Tensor2D[], inputs: now, constants: given, parameters: p });
      return { states: next, outputs: next };
    };
    const value = tf.concat(scan(body, first, [...x, ...c]).outputs, 2);
    save([...p, ...first, ...x, ...c, value]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => backward(step, counts, dy, saved);
    return { value, gradFunc: gradFunc as (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[] };
  });
  const all = op(...parameters, ...initial, ...inputs, ...constants);
  return widths.length === 1 ? [all as tf.Tensor3D] : (tf.split(all, widths, 2) as tf.Tensor3D[]);
}

/** Consecutive parts of a list. */
function parts<T>(list: readonly T[], counts: readonly number[]): T[][] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return list.slice(start - count, start);
  });
}

/** Gradients of parameters, initial states, inputs and constants. @param dy of the joined states [T, B, sum of n] */
function backward(
  step: (args: RecurrenceStep) => tf.Tensor2D[],
  counts: number[],
  dy: tf.Tensor,
  saved: tf.Tensor[],
): tf.Tensor[] {
  const [p, first, x, c, [value]] = parts(saved, [...counts, 1]);
  const widths = first.map(({ shape }) => shape[1] as number);
  const before = tf.concat([tf.expandDims(tf.concat(first, 1), 0), tf.slice(value, 0, value.shape[0] - 1)], 0);
  const body = (carried: tf.Tensor[], slices: tf.Tensor[]) => {
    const [later, sums] = parts(carried, [1, p.length]);
    const [[given, joined], now, constants] = parts(slices, [2, ...counts.slice(2)]);
    const states = widths.length === 1 ? [joined] : tf.split(joined, widths, 1);
    const next = (...args: tf.Tensor[]): tf.Tensor => {
      const [parameters, from, inputs] = parts(args, counts);
      return tf.concat(step({ states: from as tf.Tensor2D[], inputs, constants, parameters }), 1);
    };
    const gradients = nestedGradients(next, [...p, ...states, ...now], tf.add(later[0], given));
    const [ofParameters, ofStates, ofInputs] = parts(gradients, counts);
    return {
      states: [tf.concat(ofStates, 1), ...sums.map((sum, i) => tf.add(sum, ofParameters[i]))],
      outputs: ofInputs,
    };
  };
  const zeros = [
    tf.zeros([first[0].shape[0], widths.reduce((a, b) => a + b)]),
    ...p.map((each) => tf.zeros(each.shape)),
  ];
  const { states, outputs } = scan(body, zeros, [dy, before, ...x, ...c], { reverse: true });
  const ofFirst = widths.length === 1 ? [states[0]] : tf.split(states[0], widths, 1);
  return [...states.slice(1), ...ofFirst, ...outputs, ...c.map((each) => tf.zeros(each.shape))];
}

/**
 * Gradients of f by each tensor; zeros where f does not depend on it. tfjs keeps one tape at a time and forgets it after
 * a backward pass. This is called in the middle of one, so the outer tape is put back.
 */
function nestedGradients(f: (...x: tf.Tensor[]) => tf.Tensor, x: tf.Tensor[], dy: tf.Tensor): tf.Tensor[] {
  const engine = tf.engine();
  const { state } = engine;
  const [tape, depth] = [state.activeTape, state.gradientDepth];
  state.gradientDepth = 0;
  try {
    const { grads } = engine.gradients(() => f(...x), x, dy, true);
    return grads.map((gradient, i) => gradient ?? tf.zeros(x[i].shape));
  } finally {
    state.activeTape = tape;
    state.gradientDepth = depth;
  }
}
