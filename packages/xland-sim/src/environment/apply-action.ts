import { radians } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import { actionSpec } from '../settings/actions.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ActionGroup, ActionSpec } from '../settings/specs.js';

/** Index of each action group in an action vector, or -1 if the group is not enabled. */
export type Controls = Record<ActionGroup['name'], number> & { readonly groups: number };

export function controlsOf(settings: SimulationSettings): Controls {
  const names = actionSpec(settings).groups.map((group) => group.name);
  const at = (name: ActionGroup['name']): number => names.indexOf(name);
  return {
    groups: names.length,
    move: at('move'),
    strafe: at('strafe'),
    turn: at('turn'),
    look: at('look'),
    hand: at('hand'),
    reach: at('reach'),
  };
}

/**
 * Says in one sentence which option of a row does not exist. Returns undefined if all exist.
 * @param actions `[E, P, G]`, for P players each
 */
export function actionFault(
  { groups }: ActionSpec,
  actions: ArrayLike<number>,
  [i, seat, players]: readonly [environment: number, seat: number, players: number],
): string | undefined {
  for (let g = 0; g < groups.length; g++) {
    const option = actions[(i * players + seat) * groups.length + g];
    const count = groups[g].options.length;
    if ((option | 0) === option && option >= 0 && option < count) continue;
    const who = players > 1 ? `Player ${seat + 1} of environment ${i}` : `Environment ${i}`;
    return `${who} has no option ${option} of the action group "${groups[g].name}"; give a whole number from 0 to ${count - 1}.`;
  }
  return undefined;
}

const RELEASE = 0;
const GRAB = 2;
const SMALL = 1;

/** Option of a three-way group as -1, 0 or 1. A group that is not enabled gives 0. */
const sign = (actions: Int32Array, offset: number, group: number): number =>
  group < 0 ? 0 : actions[offset + group] - 1;

/** Turns the options of one step into a player's desired motion. The hand grabs or lets go at once. */
export function applyAction(
  controls: Controls,
  settings: SimulationSettings,
  scene: Scene,
  index: number,
  actions: Int32Array,
  offset: number,
): void {
  const player = scene.players[index];
  const physicsSteps = settings.actionRepeat;
  const ahead = sign(actions, offset, controls.move);
  const aside = sign(actions, offset, controls.strafe);
  const speed = ahead !== 0 && aside !== 0 ? settings.speed * Math.SQRT1_2 : settings.speed;
  player.walk = ahead * speed;
  player.strafe = aside * speed;
  const turn = controls.turn < 0 ? 0 : 2 - actions[offset + controls.turn];
  const angle = turn === 0 ? 0 : Math.abs(turn) === SMALL ? settings.turn.small : settings.turn.large;
  player.turnRate = (Math.sign(turn) * radians(angle)) / physicsSteps;
  player.lookRate = (sign(actions, offset, controls.look) * radians(settings.look.step)) / physicsSteps;
  player.handRate = (sign(actions, offset, controls.reach) * settings.hand.step) / physicsSteps;
  if (controls.hand < 0) return;
  const hand = actions[offset + controls.hand];
  if (hand === GRAB) scene.hand.grab(scene, index);
  else if (hand === RELEASE) scene.hand.release(scene, index);
}
