import { type DreamerPolicySizes, exportPolicy, readPolicy } from '@open-ada/dreamer';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { DreamerAgent } from './dreamer-file.js';

/** What the policy file of an agent of train:dreamer says of it. */
export interface DreamerPolicyDescription {
  sizes: DreamerPolicySizes;
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
  /** Notes of the training run: settings of the world, steps, commit. */
  extra: Record<string, unknown>;
}

/**
 * An agent that was trained in XLand as a policy file. Its observations are flat: see FlatObservation.
 * @throws Error in one sentence for an agent of a small problem
 */
export function exportDreamerPolicy({ network, parameters, notes }: DreamerAgent): Uint8Array {
  const { observationSpec, actionSpec, world: _world, size: _size, ...extra } = notes;
  if (observationSpec === undefined) throw new Error('This agent was trained on a small problem, not in XLand.');
  return exportPolicy(network, parameters, { observationSpec, actionSpec, extra });
}

/** @returns undefined for a file of another kind */
export function readDreamerPolicy(onnx: Uint8Array): DreamerPolicyDescription | undefined {
  const read = readPolicy(onnx);
  return read && ({ sizes: read.sizes, ...read.about } as DreamerPolicyDescription);
}
