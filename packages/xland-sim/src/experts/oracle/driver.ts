import type { PlayerState } from '../../environment/environment-state.js';
import { radians } from '../../scene/player.js';
import { act } from './acts.js';
import { layTolls } from './avoidance-costs.js';
import type { Hazard } from './choose.js';
import { type Intent, intentKey, targets } from './intent.js';
import { flatDistance, type Situation } from './situation.js';
import { cutCorner, type DesiredControls, isClearAhead, keepOnGround, type Place, type Progress } from './steer.js';
import { Trail } from './trail.js';

/** How much farther away than the hand something carried may be, metres. */
const STRAY = 0.8;
const STUCK_STEPS = 3;
const ASIDE_STEPS = 4;
/** Where nothing marks the way in view, a turn of more than this cannot be foreseen either, degrees. */
const UNMARKED = 40;

/** What counts up while an intent is carried out. */
interface Counters {
  pressed: number;
  missed: number;
  /** How long the avatar has been stuck, or steps aside. */
  stuck: number;
  aside: number;
  /** Times that it stepped aside: the sides take turns. */
  detours: number;
  walked: boolean;
}

const none = (): Counters => ({ pressed: 0, missed: 0, stuck: 0, aside: 0, detours: 0, walked: false });

/** What was asked for in the last step, and the counters as they were before it. */
interface Asked {
  options: Int32Array;
  before: Counters;
}

/**
 * Turns intents into actions, one step after another. It counts what it has tried; a step in which something else was
 * done than it asked for counts as not tried, so its answers do not depend on who acts.
 */
export class Driver {
  readonly progress: Progress = { pressed: 0, missed: 0, forRule: false, rewarded: false };
  private readonly trail: Trail | undefined;
  private counters = none();
  private asked: Asked | undefined;
  private x = 0;
  private z = 0;
  /** Side to which someone else turns the avatar, against what was asked for: 1 left, -1 right, 0 neither. */
  private turnedTo = 0;
  /** Whether someone else walks the avatar straight on, against what was asked for. */
  private walksOn = false;
  /** Whether the way lay outside the view in the last step. */
  private wasOutside = false;
  private readonly steady: boolean;

  /**
   * @param keepsWay whether a way that was found is followed, instead of looking for one at each step
   * @param steady whether to ask for the side to which someone else began to turn, while the way lies outside the view.
   *   Otherwise the shorter way is asked for
   */
  constructor({ keepsWay = false, steady = false } = {}) {
    this.trail = keepsWay ? new Trail() : undefined;
    this.steady = steady;
  }

  /** Whether the way that was followed last lay outside the view. Only a steady driver looks. */
  get isWayOutside(): boolean {
    return this.wasOutside;
  }

  /** Side to which a steady driver asks to turn, because someone else began to: 1 left, -1 right, 0 neither. */
  get side(): number {
    return this.turnedTo;
  }

  /** Begins a trial. */
  restart(): void {
    const { detours } = this.counters;
    this.take({ ...none(), pressed: this.progress.pressed, missed: this.progress.missed, detours });
    this.asked = undefined;
    this.turnedTo = 0;
    this.walksOn = false;
    this.wasOutside = false;
  }

  /** Begins a new intent. */
  startIntent(): void {
    Object.assign(this.progress, { pressed: 0, missed: 0 });
  }

  /**
   * Looks at what was done in the last step. True where it is what was asked for (or nothing was).
   * @param done option of each action group, -1 where there is none
   */
  settle(done: Int32Array, { walk, turn }: { walk: Place; turn: Place }): boolean {
    const { asked } = this;
    if (asked === undefined || asked.options.every((option, g) => option === done[g])) return true;
    this.noteTurn(Math.sign(turn.stay - done[turn.group]), Math.sign(turn.stay - asked.options[turn.group]));
    this.walksOn = done[walk.group] > walk.stay && done[turn.group] === turn.stay;
    this.take(asked.before);
    this.counters.walked = done[walk.group] >= 0 && done[walk.group] !== walk.stay;
    return false;
  }

  /** Turns an intent into the desired controls of one step. Returns what is in the way where nothing can be done. */
  drive(
    intent: Intent,
    situation: Situation,
    { hazards, aim }: { hazards: readonly Hazard[]; aim: number },
    desired: DesiredControls,
  ): string | undefined {
    const { me, held } = situation;
    layTolls(situation, hazards, held?.type ?? '', targets(intent));
    this.follow(situation, intentKey(intent));
    const problem = act(intent, situation, aim, this.progress, desired);
    // What is carried can catch on an edge and stay behind.
    if (held !== undefined && flatDistance(held, me.x, me.z) > me.handDistance + STRAY) desired.hand = 'release';
    this.finish(situation, desired);
    return problem;
  }

  /** Has the way be kept while nothing that it depends on changes; `aim` says where it is to lead. */
  follow(situation: Situation, aim: string): void {
    if (this.trail === undefined) return;
    const { pressed, missed } = this.progress;
    this.trail.begin(`${aim} ${pressed} ${missed} ${situation.tollKey} ${situation.held?.objectIndex}`);
    situation.trail = this.trail;
  }

  /**
   * Steps aside where walking leads nowhere, and keeps off edges.
   * @param search set if a place is to be seen at which there is no mark yet, by a turn, by a walk, or by a walk along a
   *   way that the observation tells
   */
  finish(situation: Situation, desired: DesiredControls, search?: 'turn' | 'walk' | 'told'): void {
    if (this.steady && search !== 'told') {
      const walks = search === 'walk' && this.walksOn && isClearAhead(situation);
      if (walks) Object.assign(desired, { turn: 0, move: 1, arc: false });
      else this.turnOn(desired, search ? UNMARKED : situation.settings.fieldOfView.azimuth / 2);
      this.walksOn = walks;
    }
    if (this.trail !== undefined) cutCorner(situation, desired);
    this.stepAside(situation.me, desired);
    keepOnGround(situation, desired);
  }

  /** Counters before the step that is being made: to be taken before anything counts. */
  snapshot(): Counters {
    const { stuck, aside, detours, walked } = this.counters;
    const { pressed, missed } = this.progress;
    return { pressed, missed, stuck, aside, detours, walked };
  }

  /** Notes what is asked for: row i of `[E, G]` actions. */
  ask(actions: Int32Array, i: number, groups: number, before: Counters): void {
    this.asked = { options: actions.slice(i * groups, (i + 1) * groups), before };
  }

  private take(counters: Counters): void {
    this.counters = { ...counters };
    this.progress.pressed = counters.pressed;
    this.progress.missed = counters.missed;
  }

  /** @param side of the turn that was made. @param asked side of the turn that was asked for */
  private noteTurn(side: number, asked: number): void {
    if (this.wasOutside && side !== asked) this.turnedTo = side;
  }

  /**
   * Turns on to the side to which someone else turns, while the way lies outside the view. A learner that does not know
   * where the way lies can foresee that. The shorter way would be a matter of chance to it, and it would learn to swing
   * to and fro.
   * @param view half of its angle, degrees
   */
  private turnOn(desired: DesiredControls, view: number): void {
    const isOutside = Math.abs(desired.turn) > radians(view);
    if (!isOutside) this.turnedTo = 0;
    this.wasOutside = isOutside;
    if (this.turnedTo === 0 || Math.sign(desired.turn) === this.turnedTo) return;
    desired.turn += this.turnedTo * 2 * Math.PI;
    desired.move = 0;
    desired.arc = false;
  }

  /** Notices that walking leads nowhere and then walks off at an angle for a moment. */
  private stepAside(me: PlayerState, desired: DesiredControls): void {
    const { counters } = this;
    const moved = Math.hypot(me.x - this.x, me.z - this.z);
    counters.stuck = counters.walked && moved < 0.1 ? counters.stuck + 1 : 0;
    if (counters.stuck >= STUCK_STEPS) {
      counters.aside = ASIDE_STEPS;
      counters.stuck = 0;
      counters.detours++;
    }
    if (counters.aside > 0) {
      counters.aside--;
      desired.turn = counters.aside >= ASIDE_STEPS - 2 ? radians(counters.detours % 2 === 1 ? 60 : -60) : 0;
      desired.move = counters.aside >= ASIDE_STEPS - 1 ? -1 : 1;
    }
    counters.walked = desired.move !== 0;
    this.x = me.x;
    this.z = me.z;
  }
}
