import { atomHolds, type Condition, compileCondition, Fact } from './condition.js';
import { SlotsByType } from './slots-by-type.js';
import { OBJECT_TYPES, type Task } from './task.js';
import { MAX_OBJECTS, type World } from './world.js';

/** One production rule, resolved to numbers, with the memory that a negated condition needs. */
interface CompiledRule {
  readonly condition: Condition;
  readonly spawns: readonly number[];
  readonly consumed: number;
  /** `[MAX_OBJECTS, MAX_OBJECTS]`: where the atom held in the frame before; only for a negated condition. */
  readonly before: Uint8Array | undefined;
}

/** What an engine remembers between frames, as plain data. */
export interface EngineState {
  firings: number[];
  blocked: number[];
  /** Per negated rule, the pairs (first * MAX_OBJECTS + second) for which its atom held in the frame before. */
  before: number[][];
}

/**
 * Fires the production rules of one task, one physics frame at a time, without allocating.
 *
 * Rules are evaluated in file order on the objects that existed when the frame began, so a spawn fires nothing in the
 * frame of its birth; an object is consumed at most once per frame; pairs are tried in ascending order of slots. A
 * positive condition fires while it is true (also in the first frame). A negated condition fires in the frame in which
 * its atom ceases to hold for a pair of existing objects, and consumes that pair. A rule whose spawns would exceed
 * `MAX_OBJECTS`, or for which the world has no place, does not fire and is counted in `blocked`; a positive one is tried
 * again in the next frame, a negated one has missed its moment.
 */
export class RuleEngine {
  /** Firings of each rule since `reset`. */
  readonly firings: Int32Array;
  /** Times that each rule did not fit since `reset`. */
  readonly blocked: Int32Array;

  private readonly rules: readonly CompiledRule[];
  private readonly goal: readonly Condition[];
  private readonly byType = new SlotsByType();
  private readonly used = new Uint8Array(MAX_OBJECTS);
  private stale = true;
  private total = 0;
  private firedNow = 0;

  constructor(task: Pick<Task, 'rules' | 'goal'>) {
    this.rules = task.rules.map((rule) => {
      const condition = compileCondition(rule.condition);
      return {
        condition,
        spawns: rule.spawns.map((type) => OBJECT_TYPES.indexOf(type)),
        consumed: condition.second < 0 ? 1 : 2,
        before: condition.negated ? new Uint8Array(MAX_OBJECTS * MAX_OBJECTS) : undefined,
      };
    });
    this.goal = task.goal.map(compileCondition);
    this.firings = new Int32Array(this.rules.length);
    this.blocked = new Int32Array(this.rules.length);
  }

  /** Forgets everything: to be called whenever the world has been put back to its start. */
  reset(): void {
    this.firings.fill(0);
    this.blocked.fill(0);
    for (const rule of this.rules) rule.before?.fill(0);
    this.stale = true;
  }

  /** Fires what the present frame makes true. Returns the number of firings. */
  step(world: World): number {
    const { rules, byType } = this;
    if (rules.length === 0) return 0;
    if (this.stale) this.refresh(world);
    this.firedNow = 0;
    this.total = byType.total;
    for (let r = 0; r < rules.length; r++) {
      const { condition } = rules[r];
      if (byType.counts[condition.first] === 0) continue;
      if (condition.negated) this.fireCeased(world, r);
      else if (condition.fact === Fact.hold) this.fireHeld(world, r);
      else this.firePositive(world, r);
    }
    if (this.firedNow > 0) {
      this.used.fill(0);
      this.stale = true;
    }
    return this.firedNow;
  }

  /** Whether every predicate of the goal holds in the present frame. */
  goalHolds(world: World): boolean {
    if (this.stale) this.refresh(world);
    const { goal } = this;
    for (let g = 0; g < goal.length; g++) {
      if (this.holdsForSome(world, goal[g]) === goal[g].negated) return false;
    }
    return true;
  }

  /** Everything that a snapshot of the world must keep of the engine. */
  state(): EngineState {
    const before = this.rules.map((rule) =>
      Array.from(rule.before ?? []).flatMap((held, pair) => (held ? [pair] : [])),
    );
    return { firings: [...this.firings], blocked: [...this.blocked], before };
  }

  /** Puts back what `state` of an engine for the same task gave. */
  restore(state: EngineState): void {
    this.reset();
    this.firings.set(state.firings);
    this.blocked.set(state.blocked);
    this.rules.forEach((rule, r) => {
      for (const pair of state.before[r]) rule.before?.fill(1, pair, pair + 1);
    });
  }

  private refresh(world: World): void {
    this.byType.rebuild(world);
    this.stale = false;
  }

  /** At most one object is in a hand, so `hold` needs no search. */
  private fireHeld(world: World, r: number): void {
    const { player, first } = this.rules[r].condition;
    const slot = world.heldBy(player);
    if (slot >= 0 && this.used[slot] === 0 && this.wasOfType(slot, first)) this.fire(world, r, slot, -1);
  }

  private firePositive(world: World, r: number): void {
    const { condition } = this.rules[r];
    const { slots, counts } = this.byType;
    const { used } = this;
    const { first, second } = condition;
    for (let i = 0; i < counts[first]; i++) {
      const a = slots[first * MAX_OBJECTS + i];
      if (used[a] !== 0) continue;
      if (second < 0) {
        if (atomHolds(world, condition, a, -1)) this.fire(world, r, a, -1);
        continue;
      }
      for (let j = first === second ? i + 1 : 0; j < counts[second]; j++) {
        const b = slots[second * MAX_OBJECTS + j];
        if (used[b] === 0 && atomHolds(world, condition, a, b) && this.fire(world, r, a, b)) break;
      }
    }
  }

  private fireCeased(world: World, r: number): void {
    const { condition } = this.rules[r];
    const before = this.rules[r].before!;
    const { slots, counts } = this.byType;
    const { used } = this;
    const { first, second } = condition;
    const alone = second < 0;
    for (let i = 0; i < counts[first]; i++) {
      const a = slots[first * MAX_OBJECTS + i];
      const partners = alone ? 1 : counts[second];
      for (let j = first === second ? i + 1 : 0; j < partners; j++) {
        const b = alone ? -1 : slots[second * MAX_OBJECTS + j];
        if (used[a] !== 0) break;
        if (!alone && used[b] !== 0) continue;
        const pair = a * MAX_OBJECTS + (alone ? 0 : b);
        const now = atomHolds(world, condition, a, b);
        const ceased = before[pair] !== 0 && !now;
        before[pair] = now ? 1 : 0;
        if (ceased) this.fire(world, r, a, b);
      }
    }
  }

  private fire(world: World, r: number, a: number, b: number): boolean {
    const { spawns, consumed } = this.rules[r];
    const fits = this.total - consumed + spawns.length <= MAX_OBJECTS;
    if (!fits || !world.consume(a, b, spawns)) {
      this.blocked[r]++;
      return false;
    }
    this.total += spawns.length - consumed;
    this.firings[r]++;
    this.firedNow++;
    this.forget(a);
    if (b >= 0) this.forget(b);
    return true;
  }

  /** The slot's object is gone: neither usable in this frame nor remembered by a negated rule. */
  private forget(slot: number): void {
    this.used[slot] = 1;
    for (let r = 0; r < this.rules.length; r++) {
      const { before } = this.rules[r];
      if (before === undefined) continue;
      before.fill(0, slot * MAX_OBJECTS, (slot + 1) * MAX_OBJECTS);
      if (this.rules[r].condition.second < 0) continue;
      for (let other = 0; other < MAX_OBJECTS; other++) before[other * MAX_OBJECTS + slot] = 0;
    }
  }

  private holdsForSome(world: World, condition: Condition): boolean {
    const { first, second } = condition;
    if (condition.fact === Fact.hold) {
      const slot = world.heldBy(condition.player);
      return slot >= 0 && this.wasOfType(slot, first);
    }
    const { slots, counts } = this.byType;
    for (let i = 0; i < counts[first]; i++) {
      const a = slots[first * MAX_OBJECTS + i];
      if (second < 0) {
        if (atomHolds(world, condition, a, -1)) return true;
        continue;
      }
      for (let j = first === second ? i + 1 : 0; j < counts[second]; j++) {
        if (atomHolds(world, condition, a, slots[second * MAX_OBJECTS + j])) return true;
      }
    }
    return false;
  }

  /** By the lists, not the world: in a frame that has fired, a slot may already hold another object. */
  private wasOfType(slot: number, type: number): boolean {
    const { slots, counts } = this.byType;
    for (let i = 0; i < counts[type]; i++) if (slots[type * MAX_OBJECTS + i] === slot) return true;
    return false;
  }
}
