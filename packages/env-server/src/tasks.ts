import { type Family, type GenerateOptions, generateTask } from '@open-ada/curriculum';
import type { Random, Task } from '@open-ada/production-rules';

/** Draws the task of the next episode of one environment. */
export type DrawTask = (random: Random) => Task;

/** Seeds of generated tasks lie below this number. */
const SEEDS = 2 ** 32;

/** Generated training tasks: each episode has a new task of one of the families, drawn evenly. */
export function tasksOfFamilies(families: readonly Family[], options: Omit<GenerateOptions, 'side'>): DrawTask {
  return (random) => generateTask(random.pick(families), random.int(SEEDS), { ...options, side: 'training' });
}

/** Tasks of a list: each episode has one of them, drawn evenly. */
export function tasksOfList(tasks: readonly Task[]): DrawTask {
  return (random) => random.pick(tasks);
}
