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
import { type AgentDescription, AgentPlayer } from './players/agent.js';
import { playOn, type SeatPlayer, Seats } from './players/player.js';
import { ReplayPlayer } from './players/replay.js';
import { isScripted, type Scripted, ScriptedPlayer } from './players/scripted.js';
import { type DeliveredAgent, readAgent, readText } from './server.js';

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
  /** `[seats][steps]`: what the player is about, in a phrase. Absent or empty where it does not say. */
  intents?: readonly (readonly string[])[];
  /** Who plays beside a person, on the other seat. */
  partner?: SeatPlayer;
}

const agents = new Map<string, Promise<DeliveredAgent>>();

/** Loads an agent. Each agent is loaded once. */
function openAgent(path: string): Promise<DeliveredAgent> {
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
function simulationOf({ extra, ...policy }: AgentDescription, path: string): SimulationSettings {
  const settings = withCurrentKeys(extra.simulation) as SimulationSettings | undefined;
  if (settings === undefined) throw new Error(`${path} does not say in which world it was trained.`);
  const otherActions = JSON.stringify(policy.actionSpec) !== JSON.stringify(actionSpec(settings));
  if (otherActions || specDifference(policy.observationSpec, observationSpec(settings)) !== undefined) {
    throw new Error(`${path} was trained in a world with other observations or actions than this one; train it again.`);
  }
  return settings;
}

/**
 * The same world for a player that needs no observation, so that a longer task fits as well, with a seat for each player
 * of the task.
 */
function roomFor(task: Task, settings: SimulationSettings): SimulationSettings {
  const maxRules = Math.max(settings.maxRules, task.rules.length);
  const goalSlots = Math.max(settings.goalSlots, task.goal.length);
  const seats = isForTwo(task) ? { players: 2 } : {};
  return { ...settings, maxRules, goalSlots, ...seats };
}

export const isForTwo = ({ players }: Task): boolean => players.length === 2;

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

/** How an episode is played. */
export interface Terms {
  trials: number;
  seed: number;
  mode?: 'greedy';
  /** Of tasks for two: seat of the player, from 0, and who plays the other one. Absent: the player itself. */
  seat?: number;
  beside?: string;
}

/** What the address says of an episode. Tasks for one say nothing of seats. */
const addressOf = (task: Task, player: string, { trials, seed, mode, seat = 0, beside }: Terms): Address => {
  const seats = isForTwo(task)
    ? { seat: seat > 0 ? seat + 1 : undefined, beside }
    : { seat: undefined, beside: undefined };
  return { player, trials, seed, mode, ...seats };
};

/** Opens a task that an agent plays. @throws Error in one sentence */
export async function openAgentPlay(task: Task, agent: string, terms: Terms): Promise<Episode> {
  const { trials, seed, seat = 0 } = terms;
  const mode = terms.mode ?? 'sample';
  const { description, actor } = await openAgent(agent);
  const settings = simulationOf(description, agent);
  const fault = roomFault(task, settings);
  if (fault !== undefined) throw new Error(`${agent} ${fault}; let the oracle play it, or play it yourself.`);
  const beside = isForTwo(task) ? terms.beside : undefined;
  if (beside !== undefined && settings.players !== 2) throw new Error(alone(agent));
  const recording = new Recording(settings, task, { trials, seed });
  const own = (on: number): SeatPlayer => new AgentPlayer(actor(), seed, mode, on);
  const other = beside === undefined ? own(1 - seat) : await openPartner(beside, settings, terms, 1 - seat);
  const player = new Seats(inOrder(own(seat), other, seat));
  return {
    address: addressOf(task, agent, terms),
    title: task.name,
    by: together(`agent ${shortName(agent)}`, beside),
    kind: 'agent',
    recording,
    play: (signal) => playOn(recording, player, signal),
    ...(other instanceof ScriptedPlayer && { intents: other.intents }),
  };
}

const alone = (agent: string): string =>
  `${agent} was trained alone: it has no seat for another player; take an agent of train:teacher --players 2.`;

const together = (player: string, beside: string | undefined): string =>
  beside === undefined ? player : `${player} beside ${isScripted(beside) ? `the ${beside}` : shortName(beside)}`;

const inOrder = <T>(own: T, other: T, seat: number): [T, T] => (seat === 0 ? [own, other] : [other, own]);

/**
 * Somebody for the other seat of a task for two.
 * @param settings of the world, in which an agent must have been trained
 * @throws Error in one sentence
 */
async function openPartner(
  who: string,
  settings: SimulationSettings,
  { seed, mode }: Terms,
  seat: number,
): Promise<SeatPlayer> {
  if (isScripted(who)) return new ScriptedPlayer(who);
  const { description, actor } = await openAgent(who);
  const own = simulationOf(description, who);
  if (own.players !== 2) throw new Error(alone(who));
  if (specDifference(observationSpec(own), observationSpec(settings)) !== undefined) {
    throw new Error(
      `${who} was trained in a world with other observations than who plays beside it; take another one.`,
    );
  }
  return new AgentPlayer(actor(), seed, mode ?? 'sample', seat);
}

/** The world of a task, shown while its agent is being loaded. */
export function waitingFor(task: Task, agent: string, terms: Terms): Episode {
  const { trials, seed } = terms;
  const recording = new Recording(roomFor(task, COMPACT), task, { trials, seed });
  return {
    address: addressOf(task, agent, terms),
    title: task.name,
    by: `loading ${shortName(agent)} ...`,
    kind: 'agent',
    recording,
  };
}

/** Opens a task that a scripted player plays, from both seats of a task for two, with the given settings. */
export function openScriptedPlay(who: Scripted, task: Task, settings: SimulationSettings, terms: Terms): Episode {
  const recording = new Recording(roomFor(task, settings), task, { trials: terms.trials, seed: terms.seed });
  const player = new ScriptedPlayer(who, isForTwo(task));
  const seats = new Seats([player, player]);
  return {
    address: addressOf(task, who, { ...terms, beside: undefined }),
    title: task.name,
    by: isForTwo(task) ? `two scripted ${who}s` : `scripted ${who}`,
    kind: who,
    recording,
    play: (signal) => playOn(recording, seats, signal),
    intents: player.intents,
  };
}

/** Opens a task for two that a scripted player plays beside somebody else. @throws Error in one sentence */
export async function openScriptBeside(who: Scripted, beside: string, task: Task, terms: Terms): Promise<Episode> {
  const { trials, seed, seat = 0 } = terms;
  const settings = roomFor(task, isScripted(beside) ? COMPACT : await worldOf(beside));
  const recording = new Recording(settings, task, { trials, seed });
  const player = new ScriptedPlayer(who);
  const other = await openPartner(beside, settings, terms, 1 - seat);
  const seats = new Seats(inOrder<SeatPlayer>(player, other, seat));
  const theirs = other instanceof ScriptedPlayer ? other.intents[1 - seat] : [];
  return {
    address: addressOf(task, who, { ...terms, beside }),
    title: task.name,
    by: together(`scripted ${who}`, beside),
    kind: who,
    recording,
    play: (signal) => playOn(recording, seats, signal),
    intents: inOrder(player.intents[seat], theirs, seat),
  };
}

/** Opens a task that a person plays, with the given settings, in a task for two beside somebody else. */
export async function openPersonPlay(task: Task, settings: SimulationSettings, terms: Terms): Promise<Episode> {
  const { trials, seed, seat = 0, beside = 'explorer' } = terms;
  const two = isForTwo(task);
  const world = roomFor(task, two && !isScripted(beside) ? await worldOf(beside) : settings);
  const partner = two ? await openPartner(beside, world, terms, 1 - seat) : undefined;
  return {
    address: addressOf(task, 'me', { ...terms, beside }),
    title: task.name,
    by: together('you', two ? beside : undefined),
    kind: 'person',
    recording: new Recording(world, task, { trials, seed }),
    partner,
  };
}

/** The world in which an agent was trained. @throws Error in one sentence */
async function worldOf(agent: string): Promise<SimulationSettings> {
  const { description } = await openAgent(agent);
  return simulationOf(description, agent);
}

/** The simulation settings of an agent; those of the laptop preset if there is no agent or it cannot be read. */
export async function conditionsOf(agent: string | undefined): Promise<SimulationSettings> {
  if (agent === undefined) return COMPACT;
  try {
    return await worldOf(agent);
  } catch {
    return COMPACT;
  }
}

/** Score of each trial of a player that has begun: the fraction of the trial in which its goal held. */
export function scoresOf(recording: Recording, upTo?: number, seat = 0): number[] {
  return recording.rewardByTrial(upTo, seat).map((reward) => reward / recording.trialSteps);
}
