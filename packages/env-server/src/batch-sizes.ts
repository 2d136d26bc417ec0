import type { ServedBatch } from './served-batch.js';
import { type Hello, PROTOCOL } from './wire.js';

/** What the server says of a batch. */
export function helloOf({ environment, settings }: ServedBatch, stepsPerSecond: number): Hello {
  const { observationSpec, actionSpec, players, count } = environment;
  return {
    protocol: PROTOCOL,
    environments: count,
    players,
    trials: settings.trials,
    observation: { size: observationSpec.size, parts: observationSpec.parts },
    actions: actionSpec.groups,
    stepsPerSecond,
  };
}

/** Lengths of the payloads of a batch, bytes. */
export function payloadBytes({ environment }: ServedBatch): { reset: number; step: number } {
  const { count, players, actionSpec } = environment;
  return { reset: 5 * count, step: count * players * actionSpec.groups.length };
}
