import type { ActionSpec, SimulationSettings } from '@open-ada/xland-sim';

/** Everything that a person can do. Keys, mouse and fingers are translated into these controls. */
export type DesiredControls =
  | 'forward'
  | 'back'
  | 'left'
  | 'right'
  | 'slightly left'
  | 'slightly right'
  | 'step left'
  | 'step right'
  | 'up'
  | 'down'
  | 'nearer'
  | 'farther'
  | 'grab'
  | 'release';

/** State of the hand. It decides what `grab` means. */
export interface HandState {
  holding: boolean;
  /** An object that could be grabbed is in front of the hand. */
  aiming: boolean;
}

const DEGREES = Math.PI / 180;
/** Limit of the turn that is kept for later steps, radians. */
const MOST_DEBT = 75 * DEGREES;

/**
 * Turns controls into the actions of steps. A control counts in a step if it is pressed at that moment, or was pressed,
 * however briefly, since the previous step, so no tap is lost. Turns by mouse or finger accumulate, and the next steps
 * carry them out.
 */
export class Controls {
  private readonly held = new Set<DesiredControls>();
  private readonly tapped = new Set<DesiredControls>();
  private turnDebt = 0;
  private lookDebt = 0;

  press(wish: DesiredControls): void {
    this.held.add(wish);
    this.tapped.add(wish);
  }

  lift(wish: DesiredControls): void {
    this.held.delete(wish);
  }

  /** @param turn radians to the right @param look radians up */
  aim(turn: number, look: number): void {
    const limit = (debt: number): number => Math.max(-MOST_DEBT, Math.min(MOST_DEBT, debt));
    this.turnDebt = limit(this.turnDebt + turn);
    this.lookDebt = limit(this.lookDebt + look);
  }

  clear(): void {
    this.held.clear();
    this.tapped.clear();
    this.turnDebt = 0;
    this.lookDebt = 0;
  }

  /** One action per action group for the step that is due. */
  decide({ groups }: ActionSpec, settings: SimulationSettings, hand: HandState): number[] {
    const actions = groups.map(({ name }) => {
      switch (name) {
        case 'move':
          return this.either('back', 'forward');
        case 'strafe':
          return this.either('step left', 'step right');
        case 'turn':
          return this.turn(settings);
        case 'look':
          return this.look(settings);
        case 'hand':
          return this.hand(settings, hand);
        default:
          return this.either('nearer', 'farther');
      }
    });
    this.tapped.clear();
    return actions;
  }

  private wants(wish: DesiredControls): boolean {
    return this.held.has(wish) || this.tapped.has(wish);
  }

  /** Action 0, 1 (nothing) or 2 of a three-way group. */
  private either(low: DesiredControls, high: DesiredControls): number {
    return 1 + Number(this.wants(high)) - Number(this.wants(low));
  }

  /** Actions: large left, small left, stay, small right, large right. */
  private turn({ turn }: SimulationSettings): number {
    const large = Number(this.wants('right')) - Number(this.wants('left'));
    const small = Number(this.wants('slightly right')) - Number(this.wants('slightly left'));
    if (large !== 0 || small !== 0) {
      this.turnDebt = 0;
      return large !== 0 ? 2 + 2 * large : 2 + small;
    }
    const size = Math.abs(this.turnDebt) / DEGREES;
    const sign = Math.sign(this.turnDebt);
    if (size < turn.small / 2) return 2;
    const isLarge = size > (turn.small + turn.large) / 2;
    this.turnDebt -= sign * (isLarge ? turn.large : turn.small) * DEGREES;
    return 2 + sign * (isLarge ? 2 : 1);
  }

  private look({ look }: SimulationSettings): number {
    const asked = this.either('down', 'up');
    if (asked !== 1) {
      this.lookDebt = 0;
      return asked;
    }
    if (Math.abs(this.lookDebt) < (look.step / 2) * DEGREES) return 1;
    const sign = Math.sign(this.lookDebt);
    this.lookDebt -= sign * look.step * DEGREES;
    return 1 + sign;
  }

  /**
   * Actions: release, keep, grab. One key does both. If it is held down, the hand takes the first object that comes
   * into reach.
   */
  private hand({ swap }: SimulationSettings, { holding, aiming }: HandState): number {
    if (this.tapped.has('release')) return 0;
    if (!holding) return this.wants('grab') ? 2 : 1;
    if (!this.tapped.has('grab')) return 1;
    return swap && aiming ? 2 : 0;
  }
}
