import { MAX_OBJECTS, type World } from '../language/world.js';
import { atomHolds, type Condition, Fact } from './condition.js';
import type { ObjectsByType } from './objects-by-type.js';

/** Largest number of pairs of a rule's types that a world can hold at once. */
function mostPairs({ first, second }: Condition): number {
  if (second < 0) return MAX_OBJECTS;
  return first === second ? (MAX_OBJECTS * (MAX_OBJECTS - 1)) / 2 : (MAX_OBJECTS / 2) ** 2;
}

/** The pairs of objects for which rules fire in one physics step. */
export class DuePairs {
  /**
   * Pairs encoded as first * MAX_OBJECTS + second (second is 0 if the first argument is a player). They are ordered
   * by rule and ascend within a rule.
   */
  readonly pairs: Uint16Array;
  /** End of each rule's range in `pairs`. */
  readonly ends: Int32Array;
  /**
   * For each rule with a negated condition, `[MAX_OBJECTS, MAX_OBJECTS]`: whether its atom held in the previous
   * physics step.
   */
  readonly before: readonly (Uint8Array | undefined)[];
  private count = 0;

  constructor(private readonly conditions: readonly Condition[]) {
    this.pairs = new Uint16Array(conditions.reduce((sum, condition) => sum + mostPairs(condition), 0));
    this.ends = new Int32Array(conditions.length);
    this.before = conditions.map(({ negated }) => (negated ? new Uint8Array(MAX_OBJECTS * MAX_OBJECTS) : undefined));
  }

  /** Evaluates all conditions in the current physics step. Returns the number of pairs. */
  find(world: World, byType: ObjectsByType): number {
    const { conditions } = this;
    this.count = 0;
    for (let r = 0; r < conditions.length; r++) {
      const condition = conditions[r];
      if (byType.counts[condition.first] > 0) {
        if (condition.negated) this.findCeased(world, byType, condition, this.before[r]!);
        else if (condition.fact === Fact.hold) this.findHeld(world, condition);
        else this.findTrue(world, byType, condition);
      }
      this.ends[r] = this.count;
    }
    return this.count;
  }

  /** Forgets all atoms that have held. */
  reset(): void {
    for (const before of this.before) before?.fill(0);
  }

  /** Forgets what negated rules remember of an object index, because its object is gone. */
  forget(objectIndex: number): void {
    for (let r = 0; r < this.before.length; r++) {
      const before = this.before[r];
      if (before === undefined) continue;
      before.fill(0, objectIndex * MAX_OBJECTS, (objectIndex + 1) * MAX_OBJECTS);
      if (this.conditions[r].second < 0) continue;
      for (let other = 0; other < MAX_OBJECTS; other++) before[other * MAX_OBJECTS + objectIndex] = 0;
    }
  }

  /** A player holds at most one object, so `hold` needs no search. */
  private findHeld(world: World, { player, first }: Condition): void {
    const objectIndex = world.heldBy(player);
    if (objectIndex >= 0 && world.typeOf(objectIndex) === first) this.pairs[this.count++] = objectIndex * MAX_OBJECTS;
  }

  private findTrue(world: World, { indices, counts }: ObjectsByType, condition: Condition): void {
    const { first, second } = condition;
    for (let i = 0; i < counts[first]; i++) {
      const a = indices[first * MAX_OBJECTS + i];
      if (second < 0) {
        if (atomHolds(world, condition, a, -1)) this.pairs[this.count++] = a * MAX_OBJECTS;
        continue;
      }
      for (let j = first === second ? i + 1 : 0; j < counts[second]; j++) {
        const b = indices[second * MAX_OBJECTS + j];
        if (atomHolds(world, condition, a, b)) this.pairs[this.count++] = a * MAX_OBJECTS + b;
      }
    }
  }

  private findCeased(world: World, { indices, counts }: ObjectsByType, condition: Condition, before: Uint8Array): void {
    const { first, second } = condition;
    const alone = second < 0;
    for (let i = 0; i < counts[first]; i++) {
      const a = indices[first * MAX_OBJECTS + i];
      const partners = alone ? 1 : counts[second];
      for (let j = first === second ? i + 1 : 0; j < partners; j++) {
        const b = alone ? -1 : indices[second * MAX_OBJECTS + j];
        const pair = a * MAX_OBJECTS + (alone ? 0 : b);
        const now = atomHolds(world, condition, a, b);
        if (before[pair] !== 0 && !now) this.pairs[this.count++] = pair;
        before[pair] = now ? 1 : 0;
      }
    }
  }
}
