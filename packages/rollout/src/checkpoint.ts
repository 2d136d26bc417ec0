import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { AdaAgent } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import {
  actionSpec,
  observationSpec,
  type SimulationSettings,
  specDifference,
  withCurrentKeys,
} from '@open-ada/xland-sim';
import { decodePlayable, type PlayableAgent } from './seated-agent.js';

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

/** A checkpoint with its agent, of any training. */
export interface PlayableCheckpoint extends Checkpoint {
  agent: PlayableAgent;
}

/** As {@link readPlayable}, but agents of train:dreamer are refused. */
export function readCheckpoint(file: string): Checkpoint {
  const { agent, ...checkpoint } = readPlayable(file);
  if ('agent' in agent) return checkpoint;
  throw new InputError(`${file} is an agent of train:dreamer; only eval:heldout, eval:probes and watch play those.`);
}

/**
 * @throws InputError if the file is missing or broken, or its observations or actions differ from those of this
 *   simulator
 */
export function readPlayable(file: string): PlayableCheckpoint {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(readFileSync(file));
  } catch (error) {
    throw new InputError(`cannot read checkpoint ${file}: ${(error as Error).message}`);
  }
  let playable: PlayableAgent;
  try {
    playable = decodePlayable(bytes, file);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
  const { observationSpec: seen, actionSpec: chosen, extra } = described(playable);
  const simulation = withCurrentKeys(extra.simulation) as SimulationSettings | undefined;
  if (!simulation) throw new InputError(`${file} does not say in which world it was trained (no simulation settings).`);
  const difference = seen && specDifference(seen, observationSpec(simulation));
  if (!seen || difference !== undefined) throw another(file, 'observation', difference);
  if (!isDeepStrictEqual(chosen, actionSpec(simulation))) throw another(file, 'action');
  return {
    file,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    simulation,
    extra: { ...trainingNotes(extra), simulation },
    agent: playable,
  };
}

/** What an agent sees and does, and the notes of its training. */
function described(
  playable: PlayableAgent,
): Partial<Pick<AdaAgent, 'observationSpec' | 'actionSpec'>> & { extra: Record<string, unknown> } {
  if ('agent' in playable) {
    const { agent, extra = {} } = playable;
    return { observationSpec: agent.observationSpec, actionSpec: agent.actionSpec, extra };
  }
  const { observationSpec: seen, actionSpec: chosen, world: _world, ...extra } = playable.notes;
  return { observationSpec: seen, actionSpec: chosen, extra };
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
