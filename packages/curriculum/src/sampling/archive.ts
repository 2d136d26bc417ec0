import type { Family } from '../games/families.js';
import type { DrawnTask, TaskDraw, TaskFacts } from '../tasks/task-draw.js';
import { isScoreState, RunningScore } from './running-score.js';

/** A task that is kept: how to make it again, and what it is like. */
export type KeptTask = Pick<DrawnTask, 'draw' | 'facts'>;

/** Proposals over which the acceptance rate runs. */
const ACCEPTANCE_HORIZON = 256;

/** A bounded set of distinct tasks. When it is full, a better one takes the place of the worst. */
export class Archive<Kept extends KeptTask> {
  private kept: Kept[] = [];
  private readonly byKey = new Map<string, Kept>();
  /** Running share of the tasks offered that were taken. */
  readonly acceptance = new RunningScore(ACCEPTANCE_HORIZON);

  /** @param scoreOf higher is better; may change over time */
  constructor(
    private readonly capacity: number,
    private readonly scoreOf: (task: Kept) => number,
  ) {}

  /** Oldest first. */
  get tasks(): readonly Kept[] {
    return this.kept;
  }

  find(draw: TaskDraw): Kept | undefined {
    return this.byKey.get(keyOf(draw));
  }

  /** Takes the task if there is room, or if it is better than the worst, which then goes. A task that is there already is not taken again. */
  offer(task: Kept): boolean {
    const taken = this.take(task);
    this.acceptance.add(taken ? 1 : 0);
    return taken;
  }

  state(encode: (task: Kept) => number[]): ArchiveState {
    return {
      acceptance: this.acceptance.state(),
      tasks: this.kept.map((task) => [...encodeTask(task), ...encode(task)]),
    };
  }

  /** @throws Error with one sentence where this is not what `state` gave */
  restore(state: unknown, decode: (task: KeptTask, rest: number[]) => Kept, family: Family): void {
    const { acceptance, tasks } = (state ?? {}) as Partial<ArchiveState>;
    const valid = isScoreState(acceptance) && Array.isArray(tasks) && tasks.every(isTaskState);
    if (!valid) throw new Error(`This is not the state of an archive of "${family}".`);
    this.acceptance.restore(acceptance);
    this.kept = tasks.map((row) => {
      const { task, rest } = decodeTask(row, family);
      return decode(task, rest);
    });
    this.byKey.clear();
    for (const task of this.kept) this.byKey.set(keyOf(task.draw), task);
  }

  private take(task: Kept): boolean {
    if (this.find(task.draw)) return false;
    if (this.kept.length >= this.capacity) {
      let worst = 0;
      for (let i = 1; i < this.kept.length; i++) {
        if (this.scoreOf(this.kept[i]) < this.scoreOf(this.kept[worst])) worst = i;
      }
      if (this.scoreOf(task) <= this.scoreOf(this.kept[worst])) return false;
      const [dropped] = this.kept.splice(worst, 1);
      this.byKey.delete(keyOf(dropped.draw));
    }
    this.kept.push(task);
    this.byKey.set(keyOf(task.draw), task);
    return true;
  }
}

export interface ArchiveState {
  acceptance: number[];
  /** A row of numbers for each task. */
  tasks: number[][];
}

/** Numbers of a row that every kind of archive has. */
const TASK_NUMBERS = 7;
const ABSENT = -1;

export function encodeTask({ draw, facts }: KeptTask): number[] {
  const { seed, trials, tiles = ABSENT, complexity = ABSENT } = draw;
  return [seed, trials, tiles, complexity, facts.rules, facts.firings, facts.distractors];
}

/** @param row what `encodeTask` gave, and the `rest` */
export function decodeTask(row: readonly number[], family: Family): { task: KeptTask; rest: number[] } {
  const [seed, trials, tiles, complexity, rules, firings, distractors] = row;
  const world = tiles === ABSENT ? {} : { tiles, complexity };
  const task = { draw: { family, seed, trials, ...world }, facts: { rules, firings, distractors } };
  return { task, rest: row.slice(TASK_NUMBERS) };
}

export function isTaskState(row: unknown): row is number[] {
  return Array.isArray(row) && row.length >= TASK_NUMBERS && row.every(Number.isFinite);
}

/** Equal for equal draws of a family. */
export function keyOf({ seed, trials, tiles, complexity }: TaskDraw): string {
  return `${seed} ${trials} ${tiles} ${complexity}`;
}

/** Number of tasks, and means over them. */
export function describeTasks(tasks: readonly KeptTask[]): Record<string, number> {
  const mean = (of: (task: KeptTask) => number) => tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length;
  if (tasks.length === 0) return { size: 0 };
  const facts = (['rules', 'firings', 'distractors'] as const satisfies readonly (keyof TaskFacts)[]).map(
    (name) => [name, mean((task) => task.facts[name])] as const,
  );
  return { size: tasks.length, ...Object.fromEntries(facts), trials: mean(({ draw }) => draw.trials) };
}
