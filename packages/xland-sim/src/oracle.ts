import { AVATAR_RADIUS, OBJECT_SIZE } from '@open-ada/production-rules';
import type { BatchedEnvironment } from './batched-environment.js';
import type { EnvironmentState, ObjectState, PlayerState } from './environment-state.js';
import { type Intent, Planner } from './oracle-plan.js';
import { radians } from './player.js';
import type { SimulationSettings } from './settings.js';

/** What the oracle remembers of a slot: where it was, and how long it has been stuck or steps aside. */
interface Memory {
  x: number;
  z: number;
  stuck: number;
  aside: number;
  walked: boolean;
}

/** One decision in words; `turn` is the wanted change of heading, radians. */
interface Wish {
  move: number;
  turn: number;
  hand: 'release' | 'keep' | 'grab';
  look: number;
  /** Something that is not wanted stands, or is pushed along, before what could be grabbed. */
  screened: boolean;
}

/** Turn towards (x, z), radians, positive to the left. */
function bearing(me: PlayerState, x: number, z: number): number {
  const error = Math.atan2(me.x - x, me.z - z) - me.heading;
  return error - 2 * Math.PI * Math.round(error / (2 * Math.PI));
}

const flat = (me: PlayerState, object: ObjectState): number =>
  Math.hypot(object.position[0] - me.x, object.position[2] - me.z);

const nearest = (me: PlayerState, objects: ObjectState[]): ObjectState =>
  objects.reduce((best, object) => (flat(me, object) < flat(me, best) ? object : best));

/** What an object adds to the distance at which its centre is in contact, metres: half its width and a little. */
const contactGap = (object: ObjectState): number => 0.5 * OBJECT_SIZE * object.size + 0.01;

/**
 * A scripted solver that knows everything, hidden rules included: it searches the rules for the next thing to do, walks
 * straight there, and slides along what is in the way. For flat rooms; it gives tasks a reference reward.
 */
export class Oracle {
  private readonly memories = new WeakMap<BatchedEnvironment, Memory[]>();

  /**
   * Chooses one decision for slot i.
   * @param actions `[E, G]`; only the row of slot i is written
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array): void {
    const state = environment.state(i);
    const memory = this.memory(environment, i);
    const [me] = state.players;
    const wish: Wish = { move: 0, turn: 0, hand: 'keep', look: 0, screened: false };
    if (state.running) {
      this.wishFor(new Planner(state.task, state).next(), environment, i, state, wish);
      stepAside(memory, me, wish, state.decision === 0);
    }
    write(environment, i, me, wish, actions);
  }

  private memory(environment: BatchedEnvironment, i: number): Memory {
    let memories = this.memories.get(environment);
    if (memories === undefined) {
      memories = Array.from({ length: environment.count }, () => ({ x: 0, z: 0, stuck: 0, aside: 0, walked: false }));
      this.memories.set(environment, memories);
    }
    return memories[i];
  }

  private wishFor(
    intent: Intent,
    environment: BatchedEnvironment,
    i: number,
    state: EnvironmentState,
    wish: Wish,
  ): void {
    const [me] = state.players;
    switch (intent.kind) {
      case 'hold':
        if (!intent.objects.some(({ holder }) => holder === 0)) fetch(environment, i, me, intent.objects, wish);
        break;
      case 'bring': {
        const { carried, target, contact } = intent;
        if (carried.holder !== 0) {
          fetch(environment, i, me, [carried], wish);
          break;
        }
        const gap = Math.hypot(carried.position[0] - target.position[0], carried.position[2] - target.position[2]);
        go(
          me,
          target.position[0],
          target.position[2],
          gap > (contact ? contactGap(carried) + contactGap(target) : 0.9),
          wish,
        );
        break;
      }
      case 'approach': {
        const target = nearest(me, intent.objects);
        go(
          me,
          target.position[0],
          target.position[2],
          flat(me, target) > (intent.contact ? AVATAR_RADIUS + contactGap(target) : 0.8),
          wish,
        );
        break;
      }
      case 'face': {
        const target = nearest(me, intent.objects);
        go(me, target.position[0], target.position[2], flat(me, target) > 3, wish);
        break;
      }
      case 'leave':
        go(me, 2 * me.x - intent.object.position[0], 2 * me.z - intent.object.position[2], true, wish);
        break;
      case 'release':
        wish.hand = 'release';
        break;
      default:
    }
  }
}

/** Turns to a point and walks there while it is roughly ahead. */
function go(me: PlayerState, x: number, z: number, walk: boolean, wish: Wish): void {
  wish.turn = bearing(me, x, z);
  const ahead = Math.abs(wish.turn) < radians(50);
  wish.move = walk && ahead ? 1 : 0;
}

/** Distance at which the oracle stops walking towards what it wants to grab, metres. */
const GRAB_DISTANCE = 1.1;
/** Nearer than this it steps back to get a better angle, metres. */
const TOO_CLOSE = 0.62;

/** Gets one of the objects into the hand. */
function fetch(environment: BatchedEnvironment, i: number, me: PlayerState, objects: ObjectState[], wish: Wish): void {
  const loose = objects.filter((object) => !object.frozen);
  if (loose.length === 0) return;
  const target = nearest(me, loose);
  const gap = flat(me, target);
  go(me, target.position[0], target.position[2], gap > GRAB_DISTANCE, wish);
  wish.look = Math.atan2(target.position[1] - 1, gap) - me.look;
  if (me.held >= 0) {
    wish.hand = 'release';
    return;
  }
  const aimed = environment.aim(i);
  if (loose.some(({ slot }) => slot === aimed)) {
    wish.hand = 'grab';
    // It comes to the hand by itself.
    if (Math.abs(wish.turn) < radians(20)) wish.turn = 0;
  } else if (Math.abs(wish.turn) < radians(10)) {
    // Something else is nearer the crosshair: come closer, or step back where it is underfoot.
    wish.move = gap < TOO_CLOSE ? -1 : 1;
    wish.screened = aimed >= 0 && gap < environment.settings.reach;
  }
}

const STUCK_DECISIONS = 3;
const ASIDE_DECISIONS = 4;

/** Notices that walking leads nowhere and then walks off at an angle for a moment. */
function stepAside(memory: Memory, me: PlayerState, wish: Wish, fresh: boolean): void {
  if (fresh) Object.assign(memory, { stuck: 0, aside: 0, walked: false });
  const moved = Math.hypot(me.x - memory.x, me.z - memory.z);
  memory.stuck = wish.screened || (memory.walked && moved < 0.1) ? memory.stuck + 1 : 0;
  if (memory.stuck >= STUCK_DECISIONS) memory.aside = ASIDE_DECISIONS;
  if (memory.aside > 0) {
    memory.aside--;
    wish.turn = memory.aside >= ASIDE_DECISIONS - 2 ? radians(60) : 0;
    wish.move = memory.aside >= ASIDE_DECISIONS - 1 ? -1 : 1;
  }
  memory.walked = wish.move !== 0;
  memory.x = me.x;
  memory.z = me.z;
}

/** The option of a five-way turn whose angle is nearest the wanted one. */
function turnOption(turn: number, settings: SimulationSettings): number {
  const small = radians(settings.turn.small);
  const large = radians(settings.turn.large);
  const angles = [large, small, 0, -small, -large];
  let best = 2;
  for (let k = 0; k < angles.length; k++) if (Math.abs(turn - angles[k]) < Math.abs(turn - angles[best])) best = k;
  return best;
}

function write(environment: BatchedEnvironment, i: number, me: PlayerState, wish: Wish, actions: Int32Array): void {
  const { groups } = environment.actionSpec;
  groups.forEach(({ name, options }, g) => {
    let option = (options.length - 1) / 2;
    if (name === 'move') option += wish.move;
    else if (name === 'turn') option = turnOption(wish.turn, environment.settings);
    else if (name === 'hand') option = options.indexOf(wish.hand);
    else if (name === 'look' && Math.abs(wish.look) > radians(environment.settings.look.step / 2)) {
      option += Math.sign(me.held >= 0 ? -me.look : wish.look);
    }
    actions[i * groups.length + g] = option;
  });
}
