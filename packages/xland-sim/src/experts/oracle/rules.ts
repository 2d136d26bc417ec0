import { OBJECT_TYPES, type ObjectType, type Predicate, type Task, typesOf } from '@open-ada/production-rules';

/** How many objects of each type there are, by type index. */
export type Counts = readonly number[];

/** Which rules to fire, in which order, until every object that the goal needs exists and none that it forbids. */
export interface RulePlan {
  /** Indices of rules; empty where no object has to be made. */
  steps: number[];
  /** Rough amount of work, metres; infinite where the rules cannot make what the goal needs. */
  cost: number;
}

interface KnownRule {
  /** Type indices that one firing consumes. */
  takes: number[];
  gives: number[];
  work: number;
}

/** Rough amount of work until a condition holds, metres. */
const WORK = { hold: 3, near: 6, touching: 7, see: 2 } as const;
/** Counts are capped here: more objects of a type are never needed. */
const MOST = 6;
const MOST_STATES = 3000;

export const typeIndex = (type: ObjectType): number => OBJECT_TYPES.indexOf(type);

/** Searches the rules of one task for firings that lead to the goal and firings that make it unreachable. */
export class RuleSearch {
  private readonly rules: KnownRule[];
  /** Lists of type indices that must exist together. */
  private readonly wanted: number[][];

  /** @param doubts per rule, work that is added because it may not be true; default: none */
  constructor(
    private readonly task: Pick<Task, 'goal' | 'rules'>,
    doubts: readonly number[] = [],
  ) {
    this.rules = task.rules.map(({ condition, spawns }, r) => ({
      takes: typesOf(condition).map(typeIndex),
      gives: spawns.map(typeIndex),
      work: WORK[condition.name] + (condition.negated ? WORK[condition.name] : 0) + (doubts[r] ?? 0),
    }));
    this.wanted = task.goal
      .filter((predicate) => !predicate.negated)
      .map((predicate) => typesOf(predicate).map(typeIndex));
  }

  /**
   * The cheapest sequence of firings, by uniform-cost search over the number of objects of each type.
   * @param usable whether the avatar can make the condition of a rule true, given the objects that exist
   * @param gone lists of type indices that must not exist together
   */
  plan(
    counts: Counts,
    usable: (rule: number, counts: Counts) => boolean,
    gone: readonly (readonly number[])[] = [],
  ): RulePlan {
    const known = new Map<string, number>();
    const open: { counts: number[]; cost: number; steps: number[] }[] = [{ counts: [...counts], cost: 0, steps: [] }];
    for (let states = 0; open.length > 0 && states < MOST_STATES; states++) {
      let first = 0;
      for (let k = 1; k < open.length; k++) if (open[k].cost < open[first].cost) first = k;
      const state = open[first];
      open[first] = open[open.length - 1];
      open.pop();
      const done =
        this.wanted.every((types) => has(state.counts, types)) && !gone.some((types) => has(state.counts, types));
      if (done) return { steps: state.steps, cost: state.cost };
      this.rules.forEach((rule, r) => {
        if (!has(state.counts, rule.takes) || !usable(r, state.counts)) return;
        const next = this.fired(state.counts, r);
        const cost = state.cost + rule.work;
        const key = next.join();
        if ((known.get(key) ?? Number.POSITIVE_INFINITY) <= cost) return;
        known.set(key, cost);
        open.push({ counts: next, cost, steps: [...state.steps, r] });
      });
    }
    return { steps: [], cost: Number.POSITIVE_INFINITY };
  }

  /** Whether every object that a rule consumes exists. */
  fireable(counts: Counts, rule: number): boolean {
    return has(counts, this.rules[rule].takes);
  }

  /** The counts after one firing. */
  fired(counts: Counts, rule: number): number[] {
    const next = [...counts];
    for (const type of this.rules[rule].takes) next[type]--;
    for (const type of this.rules[rule].gives) next[type] = Math.min(MOST, next[type] + 1);
    return next;
  }

  /** Explains in words which object is missing and cannot be made, starting from those that the goal names. */
  missing(counts: Counts): string {
    const absent = this.wanted.flat().find((type) => counts[type] === 0);
    if (absent === undefined) return 'there are too few objects for the goal';
    return this.whyNot(absent, counts, []);
  }

  private whyNot(type: number, counts: Counts, above: number[]): string {
    const name = OBJECT_TYPES[type];
    const makers = this.rules.filter(({ gives }) => gives.includes(type));
    if (makers.length === 0) return `there is no ${name} and no rule makes one`;
    for (const { takes } of makers) {
      const lack = takes.find((taken) => counts[taken] === 0 && taken !== type && !above.includes(taken));
      if (lack !== undefined) {
        return `there is no ${name}, and what makes one needs a ${OBJECT_TYPES[lack]}: ${this.whyNot(lack, counts, [...above, type])}`;
      }
    }
    return `there is no ${name}, and its rules consume what is needed elsewhere`;
  }

  /** The rule that consumes the objects of a positive goal predicate as soon as the predicate is true, or -1. */
  defeats(predicate: Predicate): number {
    const [a, b] = predicate.arguments;
    return this.task.rules.findIndex(({ condition: { name, negated, arguments: given } }) => {
      const same = (given[0] === a && given[1] === b) || (given[0] === b && given[1] === a);
      return !negated && name === predicate.name && same;
    });
  }
}

function has(counts: Counts, types: readonly number[]): boolean {
  for (let k = 0; k < types.length; k++) {
    const need = types[k] === types[k + 1] || types[k] === types[k - 1] ? 2 : 1;
    if (counts[types[k]] < need) return false;
  }
  return true;
}
