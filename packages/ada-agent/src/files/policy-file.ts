import { exportOnnx, flattenSpecs, readOnnxMetadata, type TensorTree } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { defaultWindows } from '../acting/acting-memory.js';
import { actingSpecs, actWith } from '../acting/acting-step.js';
import { nameOfNew, type PolicyDescription } from '../acting/policy-actor.js';
import type { AdaAgent } from '../network/agent.js';
import { completeConfig } from '../network/config.js';
import { withFeatures } from '../network/former-features.js';
import type { Parameters } from '../network/layers.js';
import { MASKED } from '../network/memory-code.js';

const FORMAT = 'open-ada policy 1';

/** The content of a policy file besides the network. */
export interface PolicyFileOptions {
  /** E: number of environments that act in lockstep. The shapes in the file are fixed. Default: 1. */
  environments?: number;
  /** Further metadata: settings of the world, steps trained. */
  extra?: Record<string, unknown>;
}

/**
 * Encodes the acting function as an ONNX file for any runtime with opset 20 and ONNX Runtime's FusedMatMul; in practice
 * this is ONNX Runtime, on any platform. The parameters are initialisers. One run is one step of E environments. The
 * caller keeps the memory.
 *
 * Inputs, all float32 (L blocks, H heads, d model width, M memory, F position pairs, A options of all action groups):
 * - `observations` [E, size], in the layout of the observation spec
 *
 * With an attention memory:
 * - `keys/l`, `values/l` [E, H, M, d/H] for l = 0 .. L-1: the rows that earlier steps returned, at any memory index;
 *   zero at an empty index
 * - `mask` [E, M]: 0 at an index to attend to; -10000 at an empty index and at a step before the environment's memory
 *   was reset
 * - `positionKeys` [M, 2F], `positionNow` [1, 2F]: position codes of the step at each index and of this step, s = 0, 1,
 *   ...: sin(s w_0) .. sin(s w_F-1), cos(s w_0) .. cos(s w_F-1) with w_f = 10000^(-f/F). Only differences of s matter.
 *
 * With a recurrent memory: `hidden/l` [E, d], the result of the previous step; zero if the environment's memory is
 * empty. Likewise `hidden/intent` [E, I] of agents that keep intents: the likeliest one, as one-hots.
 *
 * Outputs: `logits` [E, A], one softmax per action group in the order of the action spec; `value` [E], expected
 * discounted reward; `newKeys/l`, `newValues/l` [E, H, 1, d/H], which replace the rows of the oldest step;
 * `newHidden/l` [E, d] and `newHidden/intent` [E, I]. With `gru+attention` only the last of every `memoryStride` steps
 * is stored, and positions count strides.
 *
 * Metadata: `format`, and as JSON `agent` (config, observationSpec, actionSpec), `inputs` and `outputs` (name, shape,
 * dtype, meaning), `mask` (seen, hidden), `positionFrequencies` [F] and `extra`.
 *
 * @param parameters [P]
 */
export function exportPolicy(agent: AdaAgent, parameters: Float32Array, options: PolicyFileOptions = {}): Uint8Array {
  const { environments = 1, extra = {} } = options;
  const { config, observationSpec, actionSpec } = agent;
  if (parameters.length !== agent.parameters.size) {
    throw new Error(`policy file: ${parameters.length} parameters given, the agent has ${agent.parameters.size}`);
  }
  const window = defaultWindows(config).at(-1) as number;
  const specs = actingSpecs(agent, environments, window);
  const row = [environments, config.heads, 1, config.modelWidth / config.heads];
  const left = Object.entries(flattenSpecs(specs)).flatMap(([name, { shape }]) =>
    /^(keys|values|hidden)\//.test(name) ? [[nameOfNew(name), name.startsWith('hidden') ? shape : row] as const] : [],
  );
  const fn = (inputs: TensorTree): TensorTree => {
    const { logits, value, left } = actWith(agent, constants(agent, parameters), inputs);
    const renamed = Object.entries(left).map(([name, tree]) => [nameOfNew(name), tree]);
    return { logits, value, ...Object.fromEntries(renamed) };
  };
  const choices = agent.actionDims.reduce((a, b) => a + b, 0);
  const outputs: Record<string, number[]> = {
    logits: [environments, choices],
    value: [environments],
    ...Object.fromEntries(left),
  };
  const inputs = Object.fromEntries(Object.entries(flattenSpecs(specs)).map(([name, { shape }]) => [name, shape]));
  const pairs = config.positionPairs;
  return exportOnnx(fn, specs, {
    metadata: {
      format: FORMAT,
      agent: JSON.stringify({ config, observationSpec, actionSpec }),
      inputs: JSON.stringify(described(inputs)),
      outputs: JSON.stringify(described(outputs)),
      mask: JSON.stringify({ seen: 0, hidden: MASKED }),
      positionFrequencies: JSON.stringify(Array.from({ length: pairs }, (_, f) => 10_000 ** (-f / pairs))),
      extra: JSON.stringify(extra),
    },
  });
}

/**
 * Reads the description that a policy file contains.
 * @param file name for error messages
 * @throws Error in one sentence if the bytes are not a policy file of this version
 */
export function readPolicyDescription(onnx: Uint8Array, file: string): PolicyDescription {
  let metadata: Record<string, string>;
  try {
    metadata = readOnnxMetadata(onnx);
  } catch {
    throw new Error(`${file}: not an ONNX file, or a part of one`);
  }
  if (metadata.format !== FORMAT) throw new Error(`${file}: not a policy file of this version ("${FORMAT}")`);
  const { config, observationSpec, actionSpec } = JSON.parse(metadata.agent) as PolicyDescription;
  const inputs = JSON.parse(metadata.inputs) as { name: string; shape: number[] }[];
  const state = inputs.flatMap(({ name, shape }) => (name.startsWith('hidden/') ? [[name, shape] as const] : []));
  const extra = JSON.parse(metadata.extra) as Record<string, unknown>;
  return {
    environments: inputs[0].shape[0],
    config: completeConfig(config, file),
    observationSpec: withFeatures(observationSpec, actionSpec, file),
    actionSpec,
    state: Object.fromEntries(state),
    extra,
  };
}

const MEANING: Record<string, string> = {
  observations: 'observation of each environment, laid out as agent.observationSpec says',
  keys: 'rows of newKeys that earlier steps returned, one per slot, slots in any order; 0 where there is none',
  values: 'rows of newValues that earlier steps returned, in the slots of their keys',
  mask: 'mask.seen for slots to look at, mask.hidden for empty slots and for those before the memory was cleared',
  positionKeys: 'sines, then cosines, of (step number of each slot) x positionFrequencies',
  positionNow: 'sines, then cosines, of (number of this step) x positionFrequencies',
  logits: 'policy logits of all action groups of agent.actionSpec, joined: one softmax per group',
  value: 'expected discounted reward',
  hidden: 'newHidden of the step before; 0 where the memory is empty',
  newHidden: 'state after this step',
  newKeys: 'row of this step, to be put into the slot of the oldest one',
  newValues: 'row of this step, to be put into the slot of the oldest one',
};

function described(shapes: Record<string, number[]>): object[] {
  return Object.entries(shapes).map(([name, shape]) => {
    return { name, shape, dtype: 'float32', meaning: MEANING[name.split('/')[0]] };
  });
}

/** The parameters, created while tracing so that they become constants of the graph. */
function constants(agent: AdaAgent, flat: Float32Array): Parameters {
  return Object.fromEntries(
    agent.parameters.entries.map(({ name, shape }) => [name, tf.tensor(agent.parameters.view(flat, name), shape)]),
  );
}
