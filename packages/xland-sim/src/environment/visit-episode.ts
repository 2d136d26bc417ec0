import { Random } from '@open-ada/production-rules';
import type { Item } from '../physics/item.js';
import { objectShape } from '../physics/object-shapes.js';
import type { Player } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import type { RunningEpisode } from './running-episode.js';
import { passFlag, passList, type StateVisitor } from './state-visitor.js';

/**
 * Passes everything in an episode that a step changes. What follows from the task and the settings alone (map,
 * tokens, shapes, masses) is not passed, so the task must already be loaded.
 *
 * Of cannon-es, only a body's pose, velocities and sleep state must be kept: the world has no history (see
 * `CannonWorld`), forces are zero between physics steps, and the rest is derived from the shape. The inertia in world
 * axes is passed as it is, because it contains the rounding of past rotations.
 */
export function passEpisode(episode: RunningEpisode, tape: StateVisitor): void {
  passProgress(episode, tape);
  passScene(episode.scene, tape);
  passRules(episode, tape);
}

function passProgress(episode: RunningEpisode, tape: StateVisitor): void {
  episode.running = passFlag(tape, episode.running);
  episode.trials = tape.number(episode.trials);
  episode.trial = tape.number(episode.trial);
  episode.stepsTaken = tape.number(episode.stepsTaken);
  episode.hideTrialIndex = passFlag(tape, episode.hideTrialIndex);
  episode.firings = tape.number(episode.firings);
  const { previousActions } = episode;
  for (let g = 0; g < previousActions.length; g++) previousActions[g] = tape.number(previousActions[g]);
  episode.previousReward = tape.number(episode.previousReward);
  episode.previousGrab = tape.number(episode.previousGrab);
  const words = episode.random.state().map((word) => tape.number(word));
  if (tape.reading) episode.random = Random.fromState(words);
}

function passRules({ engine }: RunningEpisode, tape: StateVisitor): void {
  if (engine === undefined) return;
  const { firings, blocked, before } = engine.state();
  const state = {
    firings: passList(tape, firings),
    blocked: passList(tape, blocked),
    before: before.map((pairs) => passList(tape, pairs)),
  };
  if (tape.reading) engine.restore(state);
}

function passScene(scene: Scene, tape: StateVisitor): void {
  scene.indexCount = tape.number(scene.indexCount);
  for (let envIndex = 0; envIndex < scene.indexCount; envIndex++) passItem(scene.itemAt(envIndex), tape);
  if (tape.reading)
    for (let envIndex = scene.indexCount; envIndex < scene.items.length; envIndex++) scene.items[envIndex].type = -1;
  for (const player of scene.players) passPlayer(player, tape);
}

function passItem(item: Item, tape: StateVisitor): void {
  item.type = tape.number(item.type);
  // An empty object index keeps nothing of its former object.
  if (item.type < 0) return;
  const size = tape.number(item.size);
  const frozen = passFlag(tape, item.frozen);
  if (tape.reading) item.become(item.type, objectShape(item.type, size), size, frozen);
  item.holder = tape.number(item.holder);
  item.settled = passFlag(tape, item.settled);
  item.restSteps = tape.number(item.restSteps);
  const { body } = item;
  body.sleepState = tape.number(body.sleepState) as typeof body.sleepState;
  for (const vector of [body.position, body.velocity, body.angularVelocity]) {
    vector.set(tape.number(vector.x), tape.number(vector.y), tape.number(vector.z));
  }
  const turn = body.quaternion;
  turn.set(tape.number(turn.x), tape.number(turn.y), tape.number(turn.z), tape.number(turn.w));
  const inertia = body.invInertiaWorld.elements;
  for (let k = 0; k < inertia.length; k++) inertia[k] = tape.number(inertia[k]);
}

/** Passes a player. The desired motion is not passed, because every step sets it again. */
function passPlayer(player: Player, tape: StateVisitor): void {
  player.x = tape.number(player.x);
  player.y = tape.number(player.y);
  player.z = tape.number(player.z);
  player.vx = tape.number(player.vx);
  player.vy = tape.number(player.vy);
  player.vz = tape.number(player.vz);
  player.falling = tape.number(player.falling);
  player.held = tape.number(player.held);
  player.handDistance = tape.number(player.handDistance);
  if (!tape.worldOnly) {
    player.vanished = tape.number(player.vanished);
    player.appeared = tape.number(player.appeared);
  }
  const heading = tape.number(player.heading);
  const look = tape.number(player.look);
  if (!tape.reading) return;
  player.setHeading(heading);
  player.setLook(look);
}
