import { goalOf } from '../language/seats.js';
import { type Game, OBJECT_TYPES } from '../language/task.js';
import { MAX_OBJECTS, type World } from '../language/world.js';
import { atomHolds, type Condition, compileCondition, Fact } from './condition.js';
import { DuePairs } from './due-pairs.js';
import { ObjectsByType } from './objects-by-type.js';

/** What an engine remembers between physics steps, as plain data. */
export interface EngineState {
  firings: number[];
  blocked: number[];
  /**
   * For each negated rule, the pairs (first * MAX_OBJECTS + second) for which its atom held in the previous physics
   * step.
   */
  before: number[][];
}

/**
 * Fires the production rules of one task, one physics step at a time, without allocating.
 *
 * All conditions are evaluated on the world as it was at the start of the physics step. Then the rules fire in file
 * order, and the pairs of one rule fire in ascending order of indices. So a spawn fires nothing in the physics step
 * in which it appears. Neither does anything that it hides, nor anything that a consumed object no longer hides. An
 * object is consumed at most once per physics step.
 *
 * A positive condition fires while it is true, also in the first physics step. A negated condition fires in the
 * physics step in which its atom ceases to hold for a pair of existing objects, and it consumes that pair. A rule
 * does not fire if its spawns would exceed `MAX_OBJECTS` or if the world has no free place for them; this is counted
 * in `blocked`. A positive rule is tried again in the next physics step. A negated rule has missed its moment and is
 * not tried again.
 */
export class RuleEngine {
  /** Firings of each rule since `reset`. */
  readonly firings: Int32Array;
  /** How often each rule was due since `reset` but its spawns did not fit. */
  readonly blocked: Int32Array;

  private readonly conditions: readonly Condition[];
  private readonly spawns: readonly (readonly number[])[];
  /** By seat. One list where the players share a goal. */
  private readonly goals: readonly (readonly Condition[])[];
  private readonly due: DuePairs;
  private readonly byType = new ObjectsByType();
  private readonly used = new Uint8Array(MAX_OBJECTS);
  private stale = true;
  private total = 0;

  constructor(game: Game) {
    const { rules } = game;
    this.conditions = rules.map(({ condition }) => compileCondition(condition));
    this.spawns = rules.map(({ spawns }) => spawns.map((type) => OBJECT_TYPES.indexOf(type)));
    const seats = game.players?.[1]?.goal === undefined ? [0] : [0, 1];
    this.goals = seats.map((seat) => goalOf(game, seat).map(compileCondition));
    this.due = new DuePairs(this.conditions);
    this.firings = new Int32Array(rules.length);
    this.blocked = new Int32Array(rules.length);
  }

  /** Forgets everything. Call it whenever the world has been put back to its start. */
  reset(): void {
    this.firings.fill(0);
    this.blocked.fill(0);
    this.due.reset();
    this.stale = true;
  }

  /** Fires all rules that are due in the current physics step. Returns the number of firings. */
  step(world: World): number {
    if (this.conditions.length === 0) return 0;
    if (this.stale) this.refresh(world);
    return this.due.find(world, this.byType) > 0 ? this.fireDue(world) : 0;
  }

  /** Number of goals: 2 where the second player has its own. */
  get goalCount(): number {
    return this.goals.length;
  }

  /**
   * Whether every predicate of the goal holds in the current physics step.
   * @param which 1: the second player's own goal, if `goalCount` is 2
   */
  goalHolds(world: World, which = 0): boolean {
    if (this.stale) this.refresh(world);
    const goal = this.goals[which];
    for (let g = 0; g < goal.length; g++) {
      if (this.holdsForSome(world, goal[g]) === goal[g].negated) return false;
    }
    return true;
  }

  /** The engine's part of a snapshot of the world. */
  state(): EngineState {
    const before = this.due.before.map((held) => Array.from(held ?? []).flatMap((is, pair) => (is ? [pair] : [])));
    return { firings: [...this.firings], blocked: [...this.blocked], before };
  }

  /** Restores what `state` returned for an engine of the same task. */
  restore(state: EngineState): void {
    this.reset();
    this.firings.set(state.firings);
    this.blocked.set(state.blocked);
    this.due.before.forEach((held, r) => {
      for (const pair of state.before[r]) held?.fill(1, pair, pair + 1);
    });
  }

  private refresh(world: World): void {
    this.byType.rebuild(world);
    this.stale = false;
  }

  private fireDue(world: World): number {
    const { conditions, used } = this;
    const { pairs, ends } = this.due;
    this.total = this.byType.total;
    let fired = 0;
    let k = 0;
    for (let r = 0; r < conditions.length; r++) {
      const alone = conditions[r].second < 0;
      for (; k < ends[r]; k++) {
        const a = Math.floor(pairs[k] / MAX_OBJECTS);
        const b = alone ? -1 : pairs[k] % MAX_OBJECTS;
        if (used[a] === 0 && (alone || used[b] === 0) && this.fire(world, r, a, b)) fired++;
      }
    }
    if (fired > 0) {
      used.fill(0);
      this.stale = true;
    }
    return fired;
  }

  private fire(world: World, r: number, a: number, b: number): boolean {
    const spawns = this.spawns[r];
    const consumed = b < 0 ? 1 : 2;
    const fits = this.total - consumed + spawns.length <= MAX_OBJECTS;
    if (!fits || !world.consume(a, b, spawns)) {
      this.blocked[r]++;
      return false;
    }
    this.total += spawns.length - consumed;
    this.firings[r]++;
    this.consumed(a);
    if (b >= 0) this.consumed(b);
    return true;
  }

  /** Marks an object as gone: no rule can use it in this physics step, and negated rules forget it. */
  private consumed(objectIndex: number): void {
    this.used[objectIndex] = 1;
    this.due.forget(objectIndex);
  }

  private holdsForSome(world: World, condition: Condition): boolean {
    const { first, second } = condition;
    if (condition.fact === Fact.hold) {
      const objectIndex = world.heldBy(condition.player);
      return objectIndex >= 0 && world.typeOf(objectIndex) === first;
    }
    const { indices, counts } = this.byType;
    for (let i = 0; i < counts[first]; i++) {
      const a = indices[first * MAX_OBJECTS + i];
      if (second < 0) {
        if (atomHolds(world, condition, a, -1)) return true;
        continue;
      }
      for (let j = first === second ? i + 1 : 0; j < counts[second]; j++) {
        if (atomHolds(world, condition, a, indices[second * MAX_OBJECTS + j])) return true;
      }
    }
    return false;
  }
}
