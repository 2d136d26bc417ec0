import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { PlayerState } from '../../environment/environment-state.js';
import { PHYSICS_DT } from '../../physics/cannon-world.js';
import { STEP_HEIGHT } from '../../scene/footing.js';
import { radians } from '../../scene/player.js';
import type { SimulationSettings } from '../../settings/settings.js';
import type { ActionGroup, ActionSpec } from '../../settings/specs.js';
import { WAY } from './grid.js';
import { bearing, type Situation } from './situation.js';

/** The desired controls of one step. `turn` and `look` are the desired changes of heading and look, radians. */
export interface DesiredControls {
  /** -1 back, 0 stay, 1 forward. */
  move: number;
  turn: number;
  look: number;
  hand: 'release' | 'keep' | 'grab';
  /** Desired distance of the hand, metres; 0: unchanged. */
  arm: number;
  /** Whether to walk off edges on the way. */
  drop: boolean;
  /** Whether it saves time to walk already while turning, if nothing is in the way of the arc. */
  arc: boolean;
}

/** State that lasts from one step to the next within an intent. */
export interface Progress {
  /** Consecutive steps in which the carried object was pressed against its target; negative: it is being pushed. */
  pressed: number;
  /**
   * Consecutive steps in which the object to grab was in reach but not in front of the hand, or was faced but not seen.
   */
  missed: number;
  /** Whether the intent serves a rule. If nothing changes, the rule's condition is not true, whatever it looks like. */
  forRule: boolean;
  /** Whether the goal held through the last step. */
  rewarded: boolean;
}

export const noDesire = (): DesiredControls => ({
  move: 0,
  turn: 0,
  look: 0,
  hand: 'keep',
  arm: 0,
  drop: false,
  arc: false,
});

/** The avatar walks while it turns if it is off its way by less than this, degrees. */
const AHEAD = 50;

/** The same for a point that is farther away than this, degrees and metres: walking in an arc is quicker than turning. */
const ARC = { ahead: 85, distance: 2.5 } as const;

/**
 * Turns towards a point and, with `walk`, walks there while it is roughly ahead.
 * @param ahead while it is off the way by less than this, degrees
 */
export function go(
  { x, z, heading }: PlayerState,
  toX: number,
  toZ: number,
  walk: boolean,
  desired: DesiredControls,
  ahead: number = AHEAD,
): void {
  desired.turn = bearing(x, z, heading, toX, toZ);
  desired.move = walk && Math.abs(desired.turn) < radians(ahead) ? 1 : 0;
  desired.arc = walk && Math.abs(desired.turn) < radians(ARC.ahead) && Math.hypot(toX - x, toZ - z) > ARC.distance;
}

/** The angle of the turn action nearest to the desired one, radians. */
function turnAngle(turn: number, settings: SimulationSettings): number {
  return radians(TURNS[turnOption(turn, settings)](settings));
}

const TURNS: readonly ((settings: SimulationSettings) => number)[] = [
  ({ turn }) => turn.large,
  ({ turn }) => turn.small,
  () => 0,
  ({ turn }) => -turn.small,
  ({ turn }) => -turn.large,
];

function turnOption(turn: number, settings: SimulationSettings): number {
  let best = 2;
  let least = Math.abs(turn);
  for (let k = 0; k < TURNS.length; k++) {
    const off = Math.abs(turn - radians(TURNS[k](settings)));
    if (off < least) {
      best = k;
      least = off;
    }
  }
  return best;
}

/** How far ahead nothing may be in the way of an arc, metres. */
const CLEAR = 0.9;

/** Walks already while turning, where that is quicker and nothing is in the way. */
export function cutCorner(situation: Situation, desired: DesiredControls): void {
  if (!desired.arc || desired.move !== 0 || desired.drop) return;
  if (isClearAhead(situation, Math.sign(desired.turn) * radians(15))) desired.move = 1;
}

/** Whether the avatar can walk on for a moment. @param turn off its heading, radians */
export function isClearAhead({ me, grid, finder }: Situation, turn = 0): boolean {
  const heading = me.heading + turn;
  const [x, z] = [me.x - Math.sin(heading) * CLEAR, me.z - Math.cos(heading) * CLEAR];
  return finder.toll[grid.cellAt(x, z)] === 0 && grid.way(me.x, me.y, me.z, x, z) === WAY.walk;
}

/** Stops the avatar where it would walk over an edge that it should not take. */
export function keepOnGround({ me, grid, settings }: Situation, desired: DesiredControls): void {
  const { terrain } = grid;
  if (terrain.flat || desired.move === 0 || desired.drop || !me.grounded) return;
  const physicsSteps = settings.actionRepeat;
  const turn = turnAngle(desired.turn, settings) / physicsSteps;
  let { x, z, heading } = me;
  let feet = me.y;
  for (let physicsStep = 0; physicsStep < physicsSteps; physicsStep++) {
    heading += turn;
    x -= Math.sin(heading) * settings.speed * PHYSICS_DT * desired.move;
    z -= Math.cos(heading) * settings.speed * PHYSICS_DT * desired.move;
    const ground = terrain.height(x, z);
    // Ground higher than a step stops the avatar: it slides along. The check looks no farther than that.
    if (ground > feet + STEP_HEIGHT) return;
    if (ground < feet - STEP_HEIGHT) {
      desired.move = 0;
      return;
    }
    feet = ground;
  }
}

/** Writes the actions nearest to the desired controls into a row of `[E, P, G]` actions. */
export function write(
  environment: BatchedEnvironment,
  row: number,
  me: PlayerState,
  desired: DesiredControls,
  actions: Int32Array,
): void {
  const { settings } = environment;
  const { groups } = environment.actionSpec;
  for (let g = 0; g < groups.length; g++) {
    const { name, options } = groups[g];
    let option = (options.length - 1) / 2;
    if (name === 'move') option += desired.move;
    else if (name === 'turn') option = turnOption(desired.turn, settings);
    else if (name === 'hand') option = options.indexOf(desired.hand);
    else if (name === 'look' && Math.abs(desired.look) > radians(settings.look.step / 2))
      option += Math.sign(desired.look);
    else if (name === 'reach' && desired.arm > 0 && Math.abs(desired.arm - me.handDistance) > settings.hand.step / 4) {
      option += Math.sign(desired.arm - me.handDistance);
    }
    actions[row * groups.length + g] = option;
  }
}

/** Where an action group stands, and its option that does nothing. */
export interface Place {
  /** -1 where there is no such group. */
  group: number;
  stay: number;
}

/** Places of the groups that walk and turn. */
export function motionGroups({ groups }: ActionSpec): { walk: Place; turn: Place } {
  const place = (name: ActionGroup['name']): Place => {
    const group = groups.findIndex((each) => each.name === name);
    return { group, stay: group < 0 ? 0 : (groups[group].options.length - 1) / 2 };
  };
  return { walk: place('move'), turn: place('turn') };
}
