import { Actor, type AdaAgent, decodeAgent, type Mode } from '@open-ada/ada-agent';
import { DreamerActor, optionsOf } from '@open-ada/dreamer';
import { InputError } from '@open-ada/node-kit';
import { FlatObservation } from '@open-ada/xland-sim';
import { type DreamerAgent, decodeDreamer } from './dreamer-file.js';
import { agentPolicy, type Policy } from './policy.js';
import type { Rng } from './rng.js';

/** An agent that can be played: of train:teacher and train:student, or of train:dreamer. */
export type PlayableAgent =
  | { agent: AdaAgent; parameters: Float32Array; extra?: Record<string, unknown> }
  | DreamerAgent;

/** The session in which an agent plays the rows of a batch. */
export interface SeatedAgent {
  /** Call it once for each rollout. */
  policy(mode: Mode): Policy;
  release(): Promise<void>;
}

/** @throws Error in one sentence if the file holds no agent */
export function decodePlayable(bytes: Uint8Array, file: string): PlayableAgent {
  return decodeDreamer(bytes, file) ?? decodeAgent(bytes, file);
}

/** @param rows environments times players */
export async function seatAgent(playable: PlayableAgent, rows: number): Promise<SeatedAgent> {
  if ('network' in playable) return seatDreamer(playable, rows);
  const actor = await Actor.create(playable.agent, { environments: rows, threads: 1 });
  actor.setParameters(playable.parameters);
  return { policy: (mode) => agentPolicy(actor, mode), release: () => actor.release() };
}

/** @throws InputError for a mode in which agents of train:dreamer do not play */
export function requireMode(playable: PlayableAgent, mode: Mode): void {
  if ('network' in playable && mode !== 'sample') {
    throw new InputError('--mode greedy: agents of train:dreamer choose by sampling; leave it out.');
  }
}

async function seatDreamer({ network, parameters, notes }: DreamerAgent, rows: number): Promise<SeatedAgent> {
  if (notes.observationSpec === undefined) throw new Error('This agent was trained on a small problem, not in XLand.');
  const actor = await DreamerActor.create(network, { environments: rows, threads: 1 });
  actor.setParameters(parameters);
  const flat = new FlatObservation(notes.observationSpec);
  const { size: floats } = notes.observationSpec;
  const seen = new Float32Array(rows * flat.size);
  const { actionDims } = network.world;
  const { stoch } = network.size;
  const draws = stoch + actionDims.length;
  const policy = (mode: Mode): Policy => {
    requireMode({ network, parameters, notes }, mode);
    // What a memory is cleared to is what it is where an episode begins.
    const first = new Float32Array(rows).fill(1);
    return {
      draws,
      async act(observations, random, { actions }) {
        for (let row = 0; row < rows; row++) {
          flat.write(
            observations.subarray(row * floats, (row + 1) * floats),
            seen.subarray(row * flat.size, (row + 1) * flat.size),
          );
        }
        const chosen = (await actor.step(seen, first, byRow(random, rows, stoch, draws))).actions;
        first.fill(0);
        for (let row = 0; row < rows; row++) {
          actions.set(optionsOf(chosen.subarray(row * network.actions), actionDims), row * actionDims.length);
        }
      },
      clear: (row) => first.fill(1, row, row + 1),
      clearAll: () => first.fill(1),
    };
  };
  return { policy, release: () => actor.release() };
}

/**
 * The actor takes the numbers for the latents of all rows first, then those for their actions. They are drawn row by row,
 * so that a row's numbers do not depend on how many rows there are.
 */
function byRow(random: Rng, rows: number, stoch: number, draws: number): { float(): number } {
  const numbers = Float32Array.from({ length: rows * draws }, () => random.float());
  const groups = draws - stoch;
  let taken = 0;
  return {
    float() {
      const i = taken++;
      if (i < rows * stoch) return numbers[Math.floor(i / stoch) * draws + (i % stoch)];
      const rest = i - rows * stoch;
      return numbers[Math.floor(rest / groups) * draws + stoch + (rest % groups)];
    },
  };
}
