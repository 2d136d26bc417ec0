import { type Argument, type ObjectType, PLAYERS, type Predicate, type Task } from '@open-ada/production-rules';
import type { EnvironmentState, ObjectState } from './environment-state.js';

/** What to do next in the world. */
export type Intent =
  | { kind: 'hold'; objects: ObjectState[] }
  | { kind: 'bring'; carried: ObjectState; target: ObjectState; contact: boolean }
  | { kind: 'approach'; objects: ObjectState[]; contact: boolean }
  | { kind: 'face'; objects: ObjectState[] }
  | { kind: 'release' }
  | { kind: 'leave'; object: ObjectState }
  | { kind: 'wait' };

const WAIT: Intent = { kind: 'wait' };
/** Metres of walking that one more grab costs, for comparing ways. */
const GRAB_COST = 1;

const isPlayer = (argument: Argument): boolean => (PLAYERS as readonly string[]).includes(argument);
const distance = (a: ObjectState, b: { x: number; z: number }): number =>
  Math.hypot(a.position[0] - b.x, a.position[2] - b.z);

/** Finds the next step towards the goal by searching the rules backwards from what the goal needs. */
export class Planner {
  private readonly objects: ObjectState[];

  constructor(
    private readonly task: Task,
    private readonly state: EnvironmentState,
  ) {
    this.objects = state.objects;
  }

  /** The step towards the first goal predicate that can be worked on. */
  next(): Intent {
    for (const predicate of this.task.goal) {
      const intent = predicate.negated ? this.undo(predicate) : this.pursue(predicate);
      if (intent.kind !== 'wait') return intent;
    }
    return WAIT;
  }

  private all(type: Argument): ObjectState[] {
    return this.objects.filter((object) => object.type === type);
  }

  /** Firings needed until an object of a type exists; infinite where no rule can make one. */
  private cost(type: Argument, visited: readonly Argument[]): number {
    if (isPlayer(type) || this.all(type).length > 0) return 0;
    if (visited.includes(type)) return Number.POSITIVE_INFINITY;
    return this.bestRule(type as ObjectType, visited).cost;
  }

  private bestRule(type: ObjectType, visited: readonly Argument[]): { cost: number; condition?: Predicate } {
    let best: { cost: number; condition?: Predicate } = { cost: Number.POSITIVE_INFINITY };
    for (const { condition, spawns } of this.task.rules) {
      if (condition.negated || !spawns.includes(type)) continue;
      const costs = condition.arguments.map((argument) => this.cost(argument, [...visited, type]));
      const cost = 1 + costs[0] + costs[1];
      if (cost < best.cost) best = { cost, condition };
    }
    return best;
  }

  /** The step that works towards a predicate, or towards making what it lacks. */
  private pursue(predicate: Predicate): Intent {
    const [left, right] = predicate.arguments;
    for (const argument of [left, right]) {
      if (isPlayer(argument) || this.all(argument).length > 0) continue;
      const { condition } = this.bestRule(argument as ObjectType, []);
      return condition === undefined ? WAIT : this.pursue(condition);
    }
    const contact = predicate.name === 'touching';
    const things = [left, right].filter((argument) => !isPlayer(argument));
    if (things.length === 2) return this.bring(this.all(left), this.all(right), contact);
    const objects = this.all(things[0]);
    if (predicate.name === 'hold') return { kind: 'hold', objects };
    if (predicate.name === 'see') return { kind: 'face', objects };
    return { kind: 'approach', objects, contact };
  }

  /** The cheapest pair, and which of the two to carry; the first one carried saves a grab, since its spawn inherits the grip. */
  private bring(lefts: ObjectState[], rights: ObjectState[], contact: boolean): Intent {
    const [me] = this.state.players;
    let best: Intent = WAIT;
    let bestCost = Number.POSITIVE_INFINITY;
    const consider = (carried: ObjectState, target: ObjectState, extra: number): void => {
      if (carried.frozen || carried.slot === target.slot) return;
      const way = distance(target, { x: carried.position[0], z: carried.position[2] });
      const cost = extra + way + (carried.holder === 0 ? 0 : GRAB_COST + distance(carried, me));
      if (cost >= bestCost) return;
      bestCost = cost;
      best = { kind: 'bring', carried, target, contact };
    };
    for (const left of lefts) {
      for (const right of rights) {
        consider(left, right, 0);
        consider(right, left, GRAB_COST);
      }
    }
    return best;
  }

  /** The step that ends a state which a negated goal forbids. */
  private undo({ name, arguments: [left, right] }: Predicate): Intent {
    const [me] = this.state.players;
    const things = [left, right].filter((argument) => !isPlayer(argument));
    const objects = this.all(things[0]);
    if (name === 'hold') return objects.some(({ holder }) => holder === 0) ? { kind: 'release' } : WAIT;
    if (things.length === 1) {
      const close = objects.find((object) => distance(object, me) < 1.5);
      return close === undefined ? WAIT : { kind: 'leave', object: close };
    }
    for (const a of objects) {
      for (const b of this.all(things[1])) {
        if (a.slot === b.slot || distance(a, { x: b.position[0], z: b.position[2] }) > 1.3) continue;
        const carried = a.frozen ? b : a;
        return carried.holder === 0
          ? { kind: 'leave', object: carried === a ? b : a }
          : { kind: 'hold', objects: [carried] };
      }
    }
    return WAIT;
  }
}
