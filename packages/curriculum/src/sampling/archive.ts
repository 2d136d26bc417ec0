import type { Family } from '../games/families.js';
import type { DrawnTask, TaskDraw, TaskFacts } from '../tasks/task-draw.js';
import { isScoreState, RunningScore } from './running-score.js';

/** An archived task: how to make it again, and how hard it is. */
export type KeptTask = Pick<DrawnTask, 'draw' | 'facts'>;

/** Number of proposals over which the acceptance rate is averaged. */
const ACCEPTANCE_HORIZON = 256;

/** A bounded set of distinct tasks. When it is full, a better task replaces the worst one. */
export class Archive<Kept extends KeptTask> {
  private kept: Kept[] = [];
  private readonly byKey = new Map<string, Kept>();
  /** Running fraction of the offered tasks that were taken. */
  readonly acceptance = new RunningScore(ACCEPTANCE_HORIZON);

  /** @param scoreOf score of a task, higher is better; it may change over time */
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

  /**
   * Takes the task if there is room, or if it is better than the worst task, which is then removed. A task that is
   * already in the archive is not taken again.
   */
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

  /** @throws Error with one sentence if `state` is not a result of `state()` */
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
  /** One row of numbers per task. */
  tasks: number[][];
}

/** Number of row entries that every kind of archive has. */
const TASK_NUMBERS = 7;
const ABSENT = -1;

export function encodeTask({ draw, facts }: KeptTask): number[] {
  const { seed, trials, tiles = ABSENT, complexity = ABSENT } = draw;
  return [seed, trials, tiles, complexity, facts.rules, facts.firings, facts.distractors];
}

/** @param row result of `encodeTask`, followed by the `rest` */
export function decodeTask(row: readonly number[], family: Family): { task: KeptTask; rest: number[] } {
  const [seed, trials, tiles, complexity, rules, firings, distractors] = row;
  const world = tiles === ABSENT ? {} : { tiles, complexity };
  const task = { draw: { family, seed, trials, ...world }, facts: { rules, firings, distractors } };
  return { task, rest: row.slice(TASK_NUMBERS) };
}

export function isTaskState(row: unknown): row is number[] {
  return Array.isArray(row) && row.length >= TASK_NUMBERS && row.every(Number.isFinite);
}

/** Key of a draw. It is equal for equal draws of a family. */
export function keyOf({ seed, trials, tiles, complexity }: TaskDraw): string {
  return `${seed} ${trials} ${tiles} ${complexity}`;
}

/** Number of tasks and means over them. */
export function describeTasks(tasks: readonly KeptTask[]): Record<string, number> {
  const mean = (of: (task: KeptTask) => number) => tasks.reduce((sum, task) => sum + of(task), 0) / tasks.length;
  if (tasks.length === 0) return { size: 0 };
  const facts = (['rules', 'firings', 'distractors'] as const satisfies readonly (keyof TaskFacts)[]).map(
    (name) => [name, mean((task) => task.facts[name])] as const,
  );
  return { size: tasks.length, ...Object.fromEntries(facts), trials: mean(({ draw }) => draw.trials) };
}
