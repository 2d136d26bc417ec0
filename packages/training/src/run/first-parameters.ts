import { isDeepStrictEqual } from 'node:util';
import { type AdaAgent, canGrow, decodeAgent, encodeAgent, grow } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { readCheckpoint } from '@open-ada/rollout';
import type { RunConfig } from '../config/config.js';
import { agentFile } from '../storage/agent-file.js';
import { agentNotes, type Parent, parentOf } from '../storage/agent-notes.js';
import { agentOf } from './setups.js';

/**
 * Parameters that a new run starts from, and the file that they come from.
 * @param known the file with which the run began, where it began before
 * @throws InputError when the given file does not fit the agent, or is another than the run began with
 */
export function firstParameters(
  config: RunConfig,
  agent: AdaAgent,
  known?: Parent,
): { parameters: Float32Array; parent?: Parent } {
  if (config.initial === '') return { parameters: agent.initialise(config.seed) };
  const { bytes, file, sha256, extra } = readCheckpoint(agentFile(config.initial, '--initial'));
  if (known && known.sha256 !== sha256) {
    throw new InputError(
      `--initial ${file} has changed since ${config.run} was begun with it (SHA-256 ${known.sha256.slice(0, 12)}, now ` +
        `${sha256.slice(0, 12)}); bring it back, or choose another directory with --run.`,
    );
  }
  const parent = parentOf(file, bytes, extra);
  const { agent: other, parameters } = decodeAgent(bytes, file);
  if (canGrow(agent, other)) return { parameters: grow(agent, other, parameters, config.seed), parent };
  for (const key of ['config', 'observationSpec', 'actionSpec'] as const) {
    if (isDeepStrictEqual(comparable(other)[key], comparable(agent)[key])) continue;
    throw new InputError(`--initial ${config.initial} has another ${key} than this run's agent; give one that fits.`);
  }
  return { parameters, parent };
}

/** The length of the memory window is not a parameter: it may change from run to run. */
function comparable({ config, observationSpec, actionSpec }: AdaAgent) {
  return { config: { ...config, memory: 0 }, observationSpec, actionSpec };
}

/**
 * The agent file of a run before its first step: an agent of `--initial` grown into the world of the run. It acts as the
 * given one does, since what is new has no effect at first.
 * @throws InputError when the given file does not fit the run's agent
 */
export function startingAgent(config: RunConfig): Uint8Array {
  const agent = agentOf(config);
  const { parameters, parent: initial } = firstParameters(config, agent);
  const counters = { steps: 0, minutes: 0, iteration: 0 };
  return encodeAgent(agent, parameters, agentNotes(config, counters, { initial }, {}));
}
