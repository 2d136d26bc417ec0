import {
  type Argument,
  AVATAR_RADIUS,
  OBJECT_TYPES,
  PREDICATES,
  type Predicate,
  type PredicateName,
} from '@open-ada/production-rules';
import type { ObjectState } from '../../environment/environment-state.js';
import { AVATAR_CENTRE, AVATAR_HEIGHT } from '../../scene/player.js';
import { apart, flatDistance, type Situation, shapeOf } from '../oracle/situation.js';

const ARGUMENTS = 1 + OBJECT_TYPES.length;
/** Surfaces closer than this touch, metres. */
const TOUCH_GAP = 0.02;
/** Number of steps in which an uncertain condition must appear true. */
const PATIENCE = 3;
const CERTAIN = 255;

const indexOf = (argument: Argument): number => (argument === 'me' ? 0 : 1 + OBJECT_TYPES.indexOf(argument as never));

function keyOf(name: PredicateName, a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return (PREDICATES.indexOf(name) * ARGUMENTS + low) * ARGUMENTS + high;
}

/** Conditions that an avatar has seen true without a firing. No rule has one of them. */
export class TestedConditions {
  private readonly times = new Uint8Array(PREDICATES.length * ARGUMENTS * ARGUMENTS);

  has(name: PredicateName, [a, b]: readonly Argument[]): boolean {
    return this.isTested(name, indexOf(a), indexOf(b));
  }

  hasPredicate({ name, arguments: given }: Predicate): boolean {
    return this.has(name, given);
  }

  /** Counts a condition as tested after it was tried long enough, until `doubt`. */
  giveUp({ name, arguments: [a, b] }: Predicate): void {
    const key = keyOf(name, indexOf(a), indexOf(b));
    this.times[key] = Math.max(this.times[key], PATIENCE);
  }

  /** Forgets the uncertain results. */
  doubt(): void {
    for (let k = 0; k < this.times.length; k++) if (this.times[k] < CERTAIN) this.times[k] = 0;
  }

  /** Records the conditions that hold between the objects in sight. */
  note(situation: Situation, inSight: readonly ObjectState[]): void {
    const { me } = situation;
    for (let j = 0; j < inSight.length; j++) {
      const object = inSight[j];
      const type = indexOf(object.type);
      const level = flatDistance(object, me.x, me.z);
      const [, y] = object.position;
      this.add('see', 0, type, true);
      if (object.holder === 0) this.add('hold', 0, type, true);
      if (Math.hypot(level, y - me.y - AVATAR_CENTRE) <= 1) this.add('near', 0, type, true);
      const { footRadius, restHeight, topHeight } = shapeOf(object);
      const isLevel = y - restHeight < me.y + AVATAR_HEIGHT && y + topHeight > me.y;
      if (isLevel && level <= AVATAR_RADIUS + footRadius + TOUCH_GAP) this.add('touching', 0, type, true);
      for (let k = j + 1; k < inSight.length; k++) this.notePair(situation, object, inSight[k]);
    }
  }

  private notePair(situation: Situation, a: ObjectState, b: ObjectState): void {
    const [left, right] = [indexOf(a.type), indexOf(b.type)];
    if (!this.isTested('see', left, right) && situation.seeEachOther(a, b)) {
      this.add('see', left, right, false);
    }
    const distance = apart(a, b);
    if (distance > 1) return;
    this.add('near', left, right, true);
    if (distance <= shapeOf(a).halfWidth + shapeOf(b).halfWidth + TOUCH_GAP) this.add('touching', left, right, false);
  }

  private isTested(name: PredicateName, a: number, b: number): boolean {
    return this.times[keyOf(name, a, b)] >= PATIENCE;
  }

  private add(name: PredicateName, a: number, b: number, certain: boolean): void {
    const key = keyOf(name, a, b);
    const before = this.times[key];
    if (before >= PATIENCE && (before === CERTAIN || !certain)) return;
    this.times[key] = certain ? CERTAIN : before + 1;
  }
}
