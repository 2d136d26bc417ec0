import type { BatchedEnvironment } from '../environment/batched-environment.js';
import type { EnvironmentState, ObjectState, PlayerState } from '../environment/environment-state.js';
import { EYE_HEIGHT, radians } from '../scene/player.js';
import { bearing, flatDistance } from './oracle/situation.js';
import { type DesiredControls, go, noDesire, write } from './oracle/steer.js';
import type { Step } from './steps.js';

/** As near as this the avatar is there, metres: a little more than half of what it walks in a step. */
const THERE = 0.33;
/** Nearer than this it does not walk to what it wants to take, metres. */
const IN_FRONT = 1;
/** While what it walks to is at most this far to the side it walks, degrees: so it keeps to straight lines. */
const AHEAD = 18;
/** A step that is not done after so many steps never will be. */
const PATIENCE = 150;

/**
 * Plays a list of steps and then does nothing. Unlike the oracle it decides nothing: what it plays is what was written,
 * mistakes included, which makes it the way to demonstrate traps.
 */
export class StepPlayer {
  /** The step that is being taken; all are done when it is the number of steps. */
  at = 0;
  private spent = 0;
  /** Object index of the object to take, and whether it was grabbed. */
  private taking = -1;
  private grabbed = false;
  private isMeeting = false;

  /**
   * @param seat of the player among those that meet
   * @param meetings `[players]`: meetings that each player has come to; shared by those that play together
   */
  constructor(
    private readonly steps: readonly Step[],
    private readonly seat = 0,
    private readonly meetings: number[] = [0],
  ) {}

  /**
   * Chooses one step for a player of environment i.
   * @param actions `[E, P, G]`; only the row of that player is written
   * @throws Error with one sentence where a step cannot be done
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array, seat = this.seat): void {
    const state = environment.state(i, seat);
    const desired = noDesire();
    while (this.at < this.steps.length && this.isDone(this.steps[this.at], state, environment)) {
      this.at++;
      this.spent = 0;
      this.taking = -1;
      this.grabbed = false;
      this.isMeeting = false;
    }
    const step = this.steps[this.at];
    if (step !== undefined) {
      if (this.spent++ === PATIENCE) throw new Error(this.stuck(step, state.players[0]));
      this.desiredFor(step, state, environment.aim(i, seat), desired);
    }
    write(environment, i * environment.players + seat, state.players[0], desired, actions);
  }

  private isDone(step: Step, { players: [me] }: EnvironmentState, { settings }: BatchedEnvironment): boolean {
    switch (step.kind) {
      case 'go':
        return Math.hypot(me.x - step.x, me.z - step.z) <= THERE;
      case 'face':
        return Math.abs(bearing(me.x, me.z, me.heading, step.x, step.z)) <= radians(settings.turn.small / 2);
      case 'take':
        return this.grabbed;
      case 'release':
        return this.spent > 0;
      case 'meet':
        if (!this.isMeeting) {
          this.isMeeting = true;
          this.meetings[this.seat]++;
        }
        return this.meetings.every((count) => count >= this.meetings[this.seat]);
      default:
        return this.spent >= step.steps;
    }
  }

  private desiredFor(
    step: Step,
    { players: [me], objects }: EnvironmentState,
    aim: number,
    desired: DesiredControls,
  ): void {
    switch (step.kind) {
      case 'go':
      case 'face':
        go(me, step.x, step.z, step.kind === 'go', desired, AHEAD);
        break;
      case 'take':
        this.take(step.x, step.z, me, objects, aim, desired);
        break;
      case 'release':
        desired.hand = 'release';
        break;
      case 'wait':
      case 'meet':
        break;
      default:
        desired.move = step.kind === 'forward' ? 1 : -1;
    }
  }

  private take(
    x: number,
    z: number,
    me: PlayerState,
    objects: ObjectState[],
    aim: number,
    desired: DesiredControls,
  ): void {
    if (this.taking < 0) {
      const lying = objects.filter(({ holder }) => holder < 0);
      lying.sort((a, b) => flatDistance(a, x, z) - flatDistance(b, x, z));
      if (lying.length > 0) this.taking = lying[0].objectIndex;
    }
    if (aim >= 0 && aim === this.taking) {
      desired.hand = 'grab';
      this.grabbed = true;
      return;
    }
    const object = objects.find(({ objectIndex }) => objectIndex === this.taking);
    const [toX, toY, toZ] = object?.position ?? [x, me.y, z];
    const gap = Math.hypot(toX - me.x, toZ - me.z);
    go(me, toX, toZ, gap > IN_FRONT, desired, AHEAD);
    desired.look = Math.atan2(toY - me.y - EYE_HEIGHT, gap) - me.look;
  }

  private stuck(step: Step, { x, z }: PlayerState): string {
    const where = `(${x.toFixed(1)}, ${z.toFixed(1)})`;
    return `Line ${step.line}, "${step.kind}", is not done after ${PATIENCE} steps; the avatar is at ${where}.`;
  }
}

/** Players of step lists, one for each seat, who can meet. */
export function stepPlayers(lists: readonly (readonly Step[])[]): StepPlayer[] {
  const meetings = lists.map(() => 0);
  return lists.map((steps, seat) => new StepPlayer(steps, seat, meetings));
}
