import { Random } from '@open-ada/production-rules';
import type { Item } from '../physics/item.js';
import { objectShape } from '../physics/object-shapes.js';
import type { Player } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import { passFlag, passList, type StateVisitor } from '../scene/state-visitor.js';
import type { RunningEpisode } from './running-episode.js';
import type { Seat } from './seat.js';

/**
 * Passes everything in an episode that a step changes. What follows from the task and the settings alone (map,
 * tokens, shapes, masses) is not passed, so the task must already be loaded.
 *
 * Of cannon-es, only a body's pose, velocities and sleep state must be kept: the world has no history (see
 * `CannonWorld`), forces are zero between physics steps, and the rest is derived from the shape. The inertia in world
 * axes is passed as it is, because it contains the rounding of past rotations.
 */
export function passEpisode(episode: RunningEpisode, visitor: StateVisitor): void {
  passProgress(episode, visitor);
  passScene(episode.scene, visitor);
  passRules(episode, visitor);
}

function passProgress(episode: RunningEpisode, visitor: StateVisitor): void {
  episode.running = passFlag(visitor, episode.running);
  episode.trials = visitor.number(episode.trials);
  episode.trial = visitor.number(episode.trial);
  episode.stepsTaken = visitor.number(episode.stepsTaken);
  episode.hideTrialIndex = passFlag(visitor, episode.hideTrialIndex);
  episode.firings = visitor.number(episode.firings);
  for (const seat of episode.seats) {
    passSeat(seat, visitor);
    if (!visitor.worldOnly) seat.passSeen(visitor, episode.scene);
  }
}

/** Passes what a player did last, and its headings to come. */
function passSeat(seat: Seat, visitor: StateVisitor): void {
  const { previousActions } = seat;
  for (let g = 0; g < previousActions.length; g++) previousActions[g] = visitor.number(previousActions[g]);
  seat.previousReward = visitor.number(seat.previousReward);
  seat.previousGrab = visitor.number(seat.previousGrab);
  const words = seat.random.state().map((word) => visitor.number(word));
  if (visitor.reading) seat.random = Random.fromState(words);
}

function passRules({ engine }: RunningEpisode, visitor: StateVisitor): void {
  if (engine === undefined) return;
  const { firings, blocked, before } = engine.state();
  const state = {
    firings: passList(visitor, firings),
    blocked: passList(visitor, blocked),
    before: before.map((pairs) => passList(visitor, pairs)),
  };
  if (visitor.reading) engine.restore(state);
}

function passScene(scene: Scene, visitor: StateVisitor): void {
  scene.indexCount = visitor.number(scene.indexCount);
  for (let objectIndex = 0; objectIndex < scene.indexCount; objectIndex++) passItem(scene.itemAt(objectIndex), visitor);
  if (visitor.reading)
    for (let objectIndex = scene.indexCount; objectIndex < scene.items.length; objectIndex++)
      scene.items[objectIndex].type = -1;
  for (const player of scene.players) passPlayer(player, visitor);
}

function passItem(item: Item, visitor: StateVisitor): void {
  item.type = visitor.number(item.type);
  // An empty object index keeps nothing of its former object.
  if (item.type < 0) return;
  const size = visitor.number(item.size);
  const frozen = passFlag(visitor, item.frozen);
  if (visitor.reading) item.become(item.type, objectShape(item.type, size), size, frozen);
  item.holder = visitor.number(item.holder);
  item.settled = passFlag(visitor, item.settled);
  item.restSteps = visitor.number(item.restSteps);
  const { body } = item;
  body.sleepState = visitor.number(body.sleepState) as typeof body.sleepState;
  for (const vector of [body.position, body.velocity, body.angularVelocity]) {
    vector.set(visitor.number(vector.x), visitor.number(vector.y), visitor.number(vector.z));
  }
  const turn = body.quaternion;
  turn.set(visitor.number(turn.x), visitor.number(turn.y), visitor.number(turn.z), visitor.number(turn.w));
  const inertia = body.invInertiaWorld.elements;
  for (let k = 0; k < inertia.length; k++) inertia[k] = visitor.number(inertia[k]);
}

/** Passes a player. The desired motion is not passed, because every step sets it again. */
function passPlayer(player: Player, visitor: StateVisitor): void {
  player.x = visitor.number(player.x);
  player.y = visitor.number(player.y);
  player.z = visitor.number(player.z);
  player.vx = visitor.number(player.vx);
  player.vy = visitor.number(player.vy);
  player.vz = visitor.number(player.vz);
  player.falling = visitor.number(player.falling);
  player.held = visitor.number(player.held);
  player.handDistance = visitor.number(player.handDistance);
  if (!visitor.worldOnly) {
    player.vanished = visitor.number(player.vanished);
    player.appeared = visitor.number(player.appeared);
  }
  const heading = visitor.number(player.heading);
  const look = visitor.number(player.look);
  if (!visitor.reading) return;
  player.setHeading(heading);
  player.setLook(look);
}
