import { OBJECT_TYPES, type ObjectType, type Task, taskFromSeat } from '@open-ada/production-rules';
import type { RunningEpisode } from './running-episode.js';

/** Copy of the state of an object. */
export interface ObjectState {
  objectIndex: number;
  type: ObjectType;
  /** Centre, metres. */
  position: [number, number, number];
  /** Orientation, a unit quaternion: x, y, z, w. */
  turn: [number, number, number, number];
  size: number;
  frozen: boolean;
  /** Player whose hand holds it, or -1. */
  holder: number;
}

/** Copy of the state of a player. */
export interface PlayerState {
  /** Metres; `y` is the height of the feet. */
  x: number;
  y: number;
  z: number;
  grounded: boolean;
  /** Radians about y; 0 looks along -z, positive to the left. */
  heading: number;
  look: number;
  /** Object index of the object in the hand, or -1. */
  held: number;
  handDistance: number;
}

/** Copy of the state of one environment, for the scripted players and tests. */
export interface EnvironmentState {
  task: Task;
  running: boolean;
  trial: number;
  trials: number;
  step: number;
  trialSteps: number;
  players: PlayerState[];
  objects: ObjectState[];
  /** Firings of each rule in this trial, in file order. */
  ruleFirings: number[];
}

/**
 * The state as the player on the second seat would put it: it is the first of `players`, holds what has the holder 0,
 * and the task names it `me`.
 * @throws Error in one sentence if the task has no second player
 */
export function stateFromSecond(state: EnvironmentState): EnvironmentState {
  const task = taskFromSeat(state.task, 1);
  const [first, second] = state.players;
  const objects = state.objects.map((object) => ({ ...object, holder: object.holder < 0 ? -1 : 1 - object.holder }));
  return { ...state, task, players: [second, first], objects };
}

export function stateOf(episode: RunningEpisode): EnvironmentState {
  const { scene, task, running, trial, trials, stepsTaken: step, trialSteps } = episode;
  if (task === undefined) throw new Error('This environment has no task yet; call reset first.');
  const objects: ObjectState[] = [];
  for (let objectIndex = 0; objectIndex < scene.indexCount; objectIndex++) {
    const { type, position, body, size, frozen, holder } = scene.items[objectIndex];
    if (type < 0) continue;
    const { x, y, z } = position;
    const { quaternion } = body;
    const turn: ObjectState['turn'] = [quaternion.x, quaternion.y, quaternion.z, quaternion.w];
    objects.push({ objectIndex, type: OBJECT_TYPES[type], position: [x, y, z], turn, size, frozen, holder });
  }
  const players = scene.players.map(({ x, y, z, falling, heading, look, held, handDistance }) => {
    return { x, y, z, grounded: falling === 0, heading, look, held, handDistance };
  });
  const ruleFirings = [...(episode.engine?.firings ?? [])];
  return { task, running, trial, trials, step, trialSteps, players, objects, ruleFirings };
}
