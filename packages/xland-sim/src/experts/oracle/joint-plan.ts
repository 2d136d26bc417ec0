import { goalOf, OBJECT_TYPES, type ObjectType, type Predicate, type Task, typesOf } from '@open-ada/production-rules';
import type { ObjectState, PlayerState } from '../../environment/environment-state.js';
import { RuleSearch } from './rules.js';
import { flatDistance } from './situation.js';

/** What is to be made true, and by whom. */
type Seats = readonly [Predicate | undefined, Predicate | undefined];

/** The two players and the objects, by seat, as far as the assignment of work looks at them. */
export interface PairState {
  players: readonly PlayerState[];
  objects: readonly ObjectState[];
  trial: number;
}

const ownerOf = ({ arguments: given }: Predicate): number | undefined =>
  given.includes('me') ? 0 : given.includes('other') ? 1 : undefined;

/** The predicate as the player says it that it names. */
const unnamed = (predicate: Predicate): Predicate => {
  const [first, second] = predicate.arguments;
  const me = (given: Predicate['arguments'][number]) => (given === 'other' ? 'me' : given);
  return { ...predicate, arguments: [me(first), me(second)] };
};

/**
 * Divides the work of a task between two players. Rules and goals that name a player are that player's. Everything
 * else is done by the one that is nearer, and by the other one if the first cannot do it.
 */
export class JointPlan {
  /** The task of a single player that could do what either can. */
  readonly task: Pick<Task, 'goal' | 'rules'>;
  private readonly search: RuleSearch;
  private readonly owners = new Map<Predicate, number | undefined>();
  /** Who does what names nobody, and whether the first choice has failed. */
  private readonly chosen = new Map<Predicate, { seat: number; turned: boolean }>();
  private trial = -1;

  constructor(task: Task) {
    const own = (predicate: Predicate): Predicate => {
      const mine = unnamed(predicate);
      this.owners.set(mine, ownerOf(predicate));
      return mine;
    };
    const goals = task.players[1].goal ? [...task.goal, ...goalOf(task, 1)] : task.goal;
    this.task = {
      goal: goals.map(own),
      rules: task.rules.map((rule) => ({ ...rule, condition: own(rule.condition) })),
    };
    this.search = new RuleSearch(this.task);
  }

  /** Whether a player can make a predicate of `task` true. */
  isFor(predicate: Predicate, seat: number): boolean {
    const owner = this.owners.get(predicate);
    return owner === undefined || owner === seat;
  }

  /** The goals and rules of `task` that a player can make true. */
  partOf(seat: number): Pick<Task, 'goal' | 'rules'> {
    const { goal, rules } = this.task;
    return {
      goal: goal.filter((predicate) => this.isFor(predicate, seat)),
      rules: rules.filter(({ condition }) => this.isFor(condition, seat)),
    };
  }

  /**
   * What each player works on now. Rules fire in the order of the path, but two that do not depend on each other are
   * worked on at the same time.
   * @param path rules that are to fire, by index
   */
  assign(path: readonly number[], state: PairState): Seats {
    if (state.trial !== this.trial) {
      this.chosen.clear();
      this.trial = state.trial;
    }
    const work: [Predicate | undefined, Predicate | undefined] = [undefined, undefined];
    const take = (predicate: Predicate): void => {
      const free = [0, 1].filter((seat) => work[seat] === undefined && this.isFor(predicate, seat));
      if (free.length > 0) work[free.length === 1 ? free[0] : this.choose(predicate, state)] = predicate;
    };
    if (path.length === 0) this.task.goal.forEach(take);
    else {
      path.forEach((_, k) => {
        if (this.canBeNext(path, k, state.objects)) take(this.task.rules[path[k]].condition);
      });
    }
    return work;
  }

  /** Gives what a player cannot do to the other one, if it names nobody and has not been given back before. */
  turnDown(predicate: Predicate): void {
    const known = this.chosen.get(predicate);
    if (known !== undefined && !known.turned) this.chosen.set(predicate, { seat: 1 - known.seat, turned: true });
  }

  /** Whether the k-th rule of a path can fire before all others of it, which still can fire after that. */
  private canBeNext(path: readonly number[], k: number, objects: readonly ObjectState[]): boolean {
    let counts: number[] = OBJECT_TYPES.map((type) => objects.filter((object) => object.type === type).length);
    for (const rule of [path[k], ...path.filter((_, other) => other !== k)]) {
      if (!this.search.fireable(counts, rule)) return false;
      counts = this.search.fired(counts, rule);
    }
    return true;
  }

  private choose(predicate: Predicate, state: PairState): number {
    let known = this.chosen.get(predicate);
    if (known === undefined) {
      const [first, second] = state.players.map((_, seat) => way(predicate, state, seat));
      known = { seat: second < first ? 1 : 0, turned: false };
      this.chosen.set(predicate, known);
    }
    return known.seat;
  }
}

/** Rough way of a player to what a predicate names, metres: 0 with such an object in the hand. */
function way(predicate: Predicate, { players, objects }: PairState, seat: number): number {
  const { x, z, held } = players[seat];
  const types: readonly ObjectType[] = typesOf(predicate);
  const named = objects.filter(({ type, frozen }) => types.includes(type) && !frozen);
  if (named.some(({ objectIndex }) => objectIndex === held)) return 0;
  return Math.min(...named.map((object) => flatDistance(object, x, z)));
}
