import { type Predicate, typesOf } from '@open-ada/production-rules';
import type { ChainTask } from './generate-chain-task.js';

/** Fractions of a total by name, the most frequent first. */
export type Shares = Record<string, number>;

class Tally {
  private readonly counts = new Map<string, number>();
  private total = 0;

  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.total++;
  }

  shares(): Shares {
    const entries = [...this.counts].sort(([, a], [, b]) => b - a);
    return Object.fromEntries(entries.map(([name, count]) => [name, count / this.total]));
  }
}

/** Name of a predicate's form, e.g. `near(me, x)`, `not see(x, y)`. */
function formName(predicate: Predicate): string {
  const given = typesOf(predicate).length === 1 ? 'me, x' : 'x, y';
  return `${predicate.negated ? 'not ' : ''}${predicate.name}(${given})`;
}

export interface Means {
  rules: number;
  /** Rule firings that the solution needs. */
  firings: number;
  /** Objects at the start. */
  objects: number;
  /** Objects that the solution does not need. */
  distractors: number;
  /** Rules that the solution does not need. */
  deadEnds: number;
  trialSeconds: number;
}

/** Statistics of the tasks of a chain family. */
export class TaskStatistics {
  private readonly goals = new Tally();
  private readonly conditions = new Tally();
  private readonly hiding = new Tally();
  private readonly trials = new Tally();
  private readonly worlds = new Tally();
  private readonly sums: Means = { rules: 0, firings: 0, objects: 0, distractors: 0, deadEnds: 0, trialSeconds: 0 };
  count = 0;

  add({ task, game }: ChainTask): void {
    const { sums } = this;
    this.count++;
    sums.rules += task.rules.length;
    sums.firings += game.rules.length;
    sums.objects += task.objects.length;
    sums.distractors += task.objects.length - game.needed.length;
    sums.deadEnds += task.rules.length - game.rules.length;
    sums.trialSeconds += task.trialSeconds;
    this.goals.add(formName(game.goal));
    for (const { condition } of task.rules) this.conditions.add(formName(condition));
    const { types, predicates } = task.hiding;
    const whole = task.rules.some(({ hidden }) => hidden) ? 'rules' : 'nothing';
    this.hiding.add(types.length > 0 ? 'types' : predicates.length > 0 ? 'predicates' : whole);
    this.trials.add(`${task.trialSeconds} s`);
    this.worlds.add(task.world.rows.every((row) => /^0*$/.test(row)) ? 'flat' : 'layered');
  }

  /** Means over the tasks. */
  means(): Means {
    const entries = Object.entries(this.sums).map(([name, sum]) => [name, sum / this.count]);
    return Object.fromEntries(entries) as unknown as Means;
  }

  /** Distributions of goals, conditions of rules, ways of hiding, trial lengths and worlds. */
  distributions(): Record<'goals' | 'conditions' | 'hiding' | 'trials' | 'worlds', Shares> {
    const { goals, conditions, hiding, trials, worlds } = this;
    return {
      goals: goals.shares(),
      conditions: conditions.shares(),
      hiding: hiding.shares(),
      trials: trials.shares(),
      worlds: worlds.shares(),
    };
  }
}
