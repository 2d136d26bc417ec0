import { isDeepStrictEqual } from 'node:util';
import { type AdaAgent, canGrow, decodeAgent, encodeAgent, grow } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { readCheckpoint } from '@open-ada/rollout';
import type { RunConfig } from '../config/config.js';
import { FROM_TEACHER } from '../config/run-settings.js';
import { agentFile } from '../storage/agent-file.js';
import { agentNotes, type Parent, parentOf } from '../storage/agent-notes.js';
import { agentOf } from './setups.js';

/** An agent file that was read. */
export interface ReadAgentFile {
  bytes: Uint8Array;
  file: string;
}

/**
 * Parameters that a new run starts from, and the file that they come from.
 * @param teacher the network that teaches, if there is one
 * @param known the file with which the run began, where it began before
 * @throws InputError when the given file does not fit the agent, or is another than the run began with
 */
export function firstParameters(
  config: RunConfig,
  agent: AdaAgent,
  teacher?: ReadAgentFile,
  known?: Parent,
): { parameters: Float32Array; parent?: Parent } {
  if (config.initial === '') return { parameters: agent.initialise(config.seed) };
  const { bytes, file } = initialFile(config, teacher);
  const { agent: other, parameters, extra } = decodeAgent(bytes, file);
  // The run has its own copy of its teacher.
  const parent = known && config.initial === FROM_TEACHER ? known : parentOf(file, bytes, extra);
  if (known && known.sha256 !== parent.sha256) {
    throw new InputError(
      `--initial ${file} has changed since ${config.run} was begun with it (SHA-256 ${known.sha256.slice(0, 12)}, now ` +
        `${parent.sha256.slice(0, 12)}); bring it back, or choose another directory with --run.`,
    );
  }
  if (canGrow(agent, other)) return { parameters: grow(agent, other, parameters, config.seed), parent };
  for (const key of ['config', 'observationSpec', 'actionSpec'] as const) {
    if (isDeepStrictEqual(comparable(other)[key], comparable(agent)[key])) continue;
    const instead = config.initial === FROM_TEACHER ? 'begin afresh with --initial none' : 'give one that fits';
    throw new InputError(`--initial ${config.initial} has another ${key} than this run's agent; ${instead}.`);
  }
  return { parameters, parent };
}

function initialFile({ initial }: RunConfig, teacher: ReadAgentFile | undefined): ReadAgentFile {
  if (initial === FROM_TEACHER && teacher) return teacher;
  return readCheckpoint(agentFile(initial, '--initial'));
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
