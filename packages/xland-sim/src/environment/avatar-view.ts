import { OBJECT_TYPES, type ObjectType, taskFromSeat } from '@open-ada/production-rules';
import { type ToldTask, toldOf } from '../observation/told-task.js';
import type { Way } from '../observation/ways.js';
import type { PlayerState } from './environment-state.js';
import type { RunningEpisode } from './running-episode.js';

/** An object that the avatar sees or holds. It has no identity: as in the observation. */
export interface SeenObject {
  type: ObjectType;
  /** Centre, metres. */
  position: [number, number, number];
  size: number;
  frozen: boolean;
  /** 0: the avatar holds it; 1: the other player does; -1: nobody does. */
  holder: number;
}

/**
 * What a player of an environment is shown. Positions are in metres in the frame of the room, not of the
 * player. Nothing here depends on hidden or unseen parts of the world.
 */
export interface AvatarView {
  told: ToldTask;
  running: boolean;
  trial: number;
  step: number;
  trialSteps: number;
  /** `held` is an index into `objects`. */
  me: PlayerState;
  /** Nearest first. */
  objects: SeenObject[];
  /** Index into `objects` of what the hand would grab now, or -1. */
  aim: number;
  /**
   * Object types, as bits in the order of OBJECT_TYPES, that the player saw a rule consume and spawn in the last step.
   */
  vanished: number;
  appeared: number;
  /** The object type that the hand took in the last step, or undefined. */
  grabbed: ObjectType | undefined;
  /** Reward of the last step. */
  reward: number;
  /** The way to the nearest ground that has not been in view, if there is any and the settings tell of it. */
  frontier: Way | undefined;
  /** The way to a point, as the observation tells of ways to objects. Absent if the settings do not tell of ways. */
  wayTo?: (x: number, z: number) => Way | undefined;
}

/** @throws Error in one sentence before the first reset, or if the task has no such player */
export function viewOf(episode: RunningEpisode, seat: number): AvatarView {
  const { scene, task, running, trial, stepsTaken: step, trialSteps } = episode;
  if (task === undefined) throw new Error('This environment has no task yet; call reset first.');
  const told = toldOf(taskFromSeat(task, seat));
  const { previousGrab, previousReward } = episode.seats[seat];
  const player = scene.players[seat];
  const near: { objectIndex: number; square: number }[] = [];
  for (let objectIndex = 0; objectIndex < scene.indexCount; objectIndex++) {
    const { type, holder, position } = scene.items[objectIndex];
    if (type < 0 || (holder !== seat && !scene.playerSees(seat, objectIndex))) continue;
    const dx = position.x - player.x;
    const dz = position.z - player.z;
    near.push({ objectIndex, square: dx * dx + dz * dz });
  }
  near.sort((a, b) => a.square - b.square);
  const most = episode.settings.maxEntities;
  if (most > 0 && near.length > most) near.length = most;
  const objects = near.map(({ objectIndex }): SeenObject => {
    const { type, position, size, frozen, holder: by } = scene.items[objectIndex];
    const holder = by < 0 ? -1 : by === seat ? 0 : 1;
    return { type: OBJECT_TYPES[type], position: [position.x, position.y, position.z], size, frozen, holder };
  });
  const indexOf = (objectIndex: number): number =>
    objectIndex < 0 ? -1 : near.findIndex((each) => each.objectIndex === objectIndex);
  const { x, y, z, falling, heading, look, handDistance, vanished, appeared } = player;
  const ways = running ? episode.seats[seat].waysFrom(scene, seat) : undefined;
  return {
    told,
    running,
    trial,
    step,
    trialSteps,
    me: { x, y, z, grounded: falling === 0, heading, look, held: indexOf(player.held), handDistance },
    objects,
    aim: running ? indexOf(scene.hand.aim(scene, seat)) : -1,
    vanished,
    appeared,
    grabbed: previousGrab < 0 ? undefined : OBJECT_TYPES[previousGrab],
    reward: previousReward,
    frontier: ways?.toUnseen(player),
    wayTo: ways && ((toX, toZ) => ways.to(player, toX, toZ)),
  };
}
