import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ObjectType, parseTask, type Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  EVENT,
  Oracle,
  parseReplay,
  parseStepLists,
  type Replay,
  stepPlayers,
} from '@open-ada/xland-sim';
import { root } from './task-command.js';

const FOR_ONE = join(root, 'tasks', 'probes');
/** Folder of the probes for two players. */
export const FOR_TWO = join(FOR_ONE, 'two-players');

/** Names of all demonstrations, without the ending: `17-protect-the-egg`, `17-protect-the-egg.trap`. */
export const demonstrationNames = (folder = FOR_ONE): string[] =>
  readdirSync(join(folder, 'demonstrations'))
    .filter((file) => file.endsWith('.steps'))
    .map((file) => file.replace(/\.steps$/, ''))
    .sort();

/** The task that a demonstration is of. */
export function taskOf(demonstration: string, folder = FOR_ONE): Task {
  const file = `${demonstration.replace(/\..*$/, '')}.jsonc`;
  return parseTask(readFileSync(join(folder, file), 'utf8'), file);
}

export function replayOf(demonstration: string, folder = FOR_ONE): Replay {
  const file = join(folder, 'demonstrations', `${demonstration}.replay`);
  return parseReplay(readFileSync(file, 'utf8'), file);
}

/** What came of one trial. Rewards are those of the first player. */
export interface Played {
  /** `[steps][players x groups]` */
  actions: number[][];
  /** Reward while the steps were taken, and after them. */
  during: number;
  after: number;
  /** Steps up to the first one with full reward. */
  stepsToGoal: number | undefined;
  /** Numbers of the rules that fired, from 1, as often as they did. */
  fired: number[];
  /** Objects that there are at the end. */
  left: ObjectType[];
}

/**
 * Plays the steps of a demonstration and then, to the end of the trial, does nothing or what the oracle does.
 * @param task another one in which the steps are taken
 */
export function playSteps(
  demonstration: string,
  then: 'nothing' | 'oracle',
  task: Task = taskOf(demonstration),
  folder = FOR_ONE,
): Played {
  const text = readFileSync(join(folder, 'demonstrations', `${demonstration}.steps`), 'utf8');
  const lists = parseStepLists(text, demonstration);
  const environment = new BatchedEnvironment(task.players.length === 2 ? { ...COMPACT, players: 2 } : COMPACT, 1);
  environment.reset(0, task, { trials: 1, seed: 0 });
  const players = stepPlayers(lists);
  const oracle = new Oracle();
  const actions = new Int32Array(environment.players * environment.actionSpec.groups.length);
  const [rewards, events] = [new Float32Array(environment.players), new Uint8Array(1)];
  const played: Played = { actions: [], during: 0, after: 0, stepsToGoal: undefined, fired: [], left: [] };
  let state = environment.state(0);
  do {
    for (const player of players) player.act(environment, 0, actions);
    const done = players.every(({ at }, seat) => at === lists[seat].length);
    if (done && then === 'oracle') oracle.act(environment, 0, actions);
    played.actions.push([...actions]);
    // Before the last step: after it the world is gone.
    state = environment.state(0);
    environment.step(actions, rewards, events);
    played[done ? 'after' : 'during'] += rewards[0];
    if (rewards[0] > 1 - 1e-6) played.stepsToGoal ??= played.actions.length;
  } while (events[0] === EVENT.none);
  played.fired = state.ruleFirings.flatMap((times, rule) => Array(times).fill(rule + 1));
  played.left = state.objects.map(({ type }) => type);
  return played;
}
