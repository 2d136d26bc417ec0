import type { PolicyActor, PolicyDescription } from '@open-ada/ada-agent/acting';
import { parseTask, type Task } from '@open-ada/production-rules';
import {
  actionSpec,
  COMPACT,
  observationSpec,
  parseReplay,
  type Replay,
  roomFault,
  type SimulationSettings,
  specDifference,
  withCurrentKeys,
} from '@open-ada/xland-sim';
import type { Address } from './address.js';
import { Recording } from './episode/recording.js';
import type { Series } from './hud/chart.js';
import { AgentPlayer } from './players/agent.js';
import { playOn } from './players/player.js';
import { ReplayPlayer } from './players/replay.js';
import { type Scripted, ScriptedPlayer } from './players/scripted.js';
import { readAgent, readText } from './server.js';

/** An opened episode. `play` plays it to its end; it is absent where a person plays. */
export interface Episode {
  address: Address;
  /** Title of the task. */
  title: string;
  /** Name of the player, for display. */
  by: string;
  kind: Series['kind'];
  recording: Recording;
  play?: (signal: AbortSignal) => Promise<void>;
  /** By step: what the player is about, in a phrase. Absent or empty where it does not say. */
  intents?: readonly string[];
}

interface OpenAgent {
  description: PolicyDescription;
  actor: () => PolicyActor;
}

const agents = new Map<string, Promise<OpenAgent>>();

/** Loads an agent. Each agent is loaded once. */
function openAgent(path: string): Promise<OpenAgent> {
  let agent = agents.get(path);
  if (agent === undefined) {
    agent = readAgent(path);
    agents.set(path, agent);
    agent.catch(() => agents.delete(path));
  }
  return agent;
}

/**
 * The settings of the world that an agent was trained in. @throws Error in one sentence where the agent cannot act in
 * the present version of the world
 */
function simulationOf({ extra, ...policy }: PolicyDescription, path: string): SimulationSettings {
  const settings = withCurrentKeys(extra.simulation) as SimulationSettings | undefined;
  if (settings === undefined) throw new Error(`${path} does not say in which world it was trained.`);
  const otherActions = JSON.stringify(policy.actionSpec) !== JSON.stringify(actionSpec(settings));
  if (otherActions || specDifference(policy.observationSpec, observationSpec(settings)) !== undefined) {
    throw new Error(`${path} was trained in a world with other observations or actions than this one; train it again.`);
  }
  return settings;
}

/** The same world for a player that needs no observation, so that a longer task fits as well. */
function roomFor(task: Task, settings: SimulationSettings): SimulationSettings {
  const maxRules = Math.max(settings.maxRules, task.rules.length);
  const goalSlots = Math.max(settings.goalSlots, task.goal.length);
  return { ...settings, maxRules, goalSlots };
}

const shortName = (path: string): string =>
  path
    .replace(/^(checkpoints|runs|given)\//, '')
    .replace(/\/policy\.onnx$/, '')
    .replace(/\.(safetensors|onnx|replay)$/, '');

/** @throws Error in one sentence */
export async function openReplay(path: string, text?: string): Promise<Episode> {
  return episodeOfReplay(parseReplay(text ?? (await readText(path)), path), { replay: path });
}

function episodeOfReplay(replay: Replay, address: Address): Episode {
  const recording = new Recording(replay.settings, replay.task, replay.options);
  const player = new ReplayPlayer(replay);
  return {
    address,
    title: replay.task.name,
    by: `replay ${shortName(address.replay ?? '')}`,
    kind: 'replay',
    recording,
    play: (signal) => playOn(recording, player, signal),
  };
}

export const readTask = async (path: string): Promise<Task> => parseTask(await readText(path), path);

export interface Terms {
  trials: number;
  seed: number;
  mode?: 'greedy';
}

/** Opens a task that an agent plays. @throws Error in one sentence */
export async function openAgentPlay(task: Task, agent: string, { trials, seed, mode }: Terms): Promise<Episode> {
  const { description, actor } = await openAgent(agent);
  const settings = simulationOf(description, agent);
  const fault = roomFault(task, settings);
  if (fault !== undefined) throw new Error(`${agent} ${fault}; let the oracle play it, or play it yourself.`);
  const recording = new Recording(settings, task, { trials, seed });
  const player = new AgentPlayer(actor(), seed, mode ?? 'sample');
  return {
    address: { player: agent, trials, seed, mode },
    title: task.name,
    by: `agent ${shortName(agent)}`,
    kind: 'agent',
    recording,
    play: (signal) => playOn(recording, player, signal),
  };
}

/** The world of a task, shown while its agent is being loaded. */
export function waitingFor(task: Task, agent: string, { trials, seed }: Terms): Episode {
  const recording = new Recording(roomFor(task, COMPACT), task, { trials, seed });
  return {
    address: { player: agent, trials, seed },
    title: task.name,
    by: `loading ${shortName(agent)} ...`,
    kind: 'agent',
    recording,
  };
}

/** Opens a task that a scripted player plays, with the given settings. */
export function openScriptedPlay(
  who: Scripted,
  task: Task,
  settings: SimulationSettings,
  { trials, seed }: Terms,
): Episode {
  const recording = new Recording(roomFor(task, settings), task, { trials, seed });
  const player = new ScriptedPlayer(who);
  return {
    address: { player: who, trials, seed },
    title: task.name,
    by: `scripted ${who}`,
    kind: who,
    recording,
    play: (signal) => playOn(recording, player, signal),
    intents: player.intents,
  };
}

/** Opens a task that a person plays, with the given settings. */
export function openPersonPlay(task: Task, settings: SimulationSettings, { trials, seed }: Terms): Episode {
  const recording = new Recording(roomFor(task, settings), task, { trials, seed });
  return { address: { player: 'me', trials, seed }, title: task.name, by: 'you', kind: 'person', recording };
}

/** The simulation settings of an agent; those of the laptop preset if there is no agent or it cannot be read. */
export async function conditionsOf(agent: string | undefined): Promise<SimulationSettings> {
  if (agent === undefined) return COMPACT;
  try {
    const { description } = await openAgent(agent);
    return simulationOf(description, agent);
  } catch {
    return COMPACT;
  }
}

/** Score of each trial that has begun: the fraction of the trial in which the goal held. */
export function scoresOf(recording: Recording, upTo?: number): number[] {
  return recording.rewardByTrial(upTo).map((reward) => reward / recording.trialSteps);
}
