import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { decodeAgent } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import {
  actionSpec,
  observationSpec,
  type SimulationSettings,
  specDifference,
  withCurrentKeys,
} from '@open-ada/xland-sim';

/** An agent file, with the world that the agent was trained in. */
export interface Checkpoint {
  file: string;
  bytes: Uint8Array;
  sha256: string;
  /** Settings of the world that the agent was trained in. */
  simulation: SimulationSettings;
  /** Notes of the training run: steps, minutes, family, commit. */
  extra: Record<string, unknown>;
}

/**
 * @throws InputError if the file is missing or broken, or its observations or actions differ from those of this
 *   simulator
 */
export function readCheckpoint(file: string): Checkpoint {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(readFileSync(file));
  } catch (error) {
    throw new InputError(`cannot read checkpoint ${file}: ${(error as Error).message}`);
  }
  let decoded: ReturnType<typeof decodeAgent>;
  try {
    decoded = decodeAgent(bytes, file);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
  const { agent, extra } = decoded;
  const simulation = withCurrentKeys(extra.simulation) as SimulationSettings | undefined;
  if (!simulation) throw new InputError(`${file} does not say in which world it was trained (no simulation settings).`);
  const seen = specDifference(agent.observationSpec, observationSpec(simulation));
  if (seen !== undefined) throw another(file, 'observation', seen);
  if (!isDeepStrictEqual(agent.actionSpec, actionSpec(simulation))) throw another(file, 'action');
  return {
    file,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    simulation,
    extra: { ...trainingNotes(extra), simulation },
  };
}

/** Notes of the training run in an agent file. Version 0.1 stored steps as `frames` and the iteration as `round`. */
export function trainingNotes({ frames, round, ...noted }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...(frames !== undefined && { steps: frames }),
    ...(round !== undefined && { iteration: round }),
    ...noted,
  };
}

function another(file: string, what: string, where?: string): InputError {
  const place = where === undefined ? '' : ` (${where})`;
  return new InputError(
    `${file} was trained with another ${what} spec than this version's world has${place}; train it again.`,
  );
}
