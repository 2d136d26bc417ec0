import { type Family, generateTask, isPair } from '@open-ada/curriculum';
import type { Task } from '@open-ada/production-rules';
import type { SimulationSettings } from '@open-ada/xland-sim';
import { solve } from '@open-ada/xland-sim';

/** A task with the best trial that the oracle played, in steps with the goal held. */
export interface ValidationTask {
  task: Task;
  reference: number;
}

/** Training draws its seeds from 32 bits. These lie outside, so that no run has trained on a validation task. */
export const FIRST_SEED = 2 ** 33;
/** Trials of the oracle of which the best is the reference. */
const ORACLE_TRIALS = 3;

/**
 * The first `count` tasks of a family that the oracle solves (in tasks for two, two oracles with a joint plan), from the
 * training side: settings are tuned on these, and the held-out tasks are read once per released agent. Their worlds are
 * those of the held-out files.
 */
export function validationTasks(family: Family, count: number, settings: SimulationSettings): ValidationTask[] {
  const found: ValidationTask[] = [];
  for (let seed = FIRST_SEED; found.length < count; seed++) {
    const task = generateTask(family, seed, { side: 'training' });
    const { rewards } = solve(task, { settings, trials: ORACLE_TRIALS, seed: 0, players: isPair(family) ? 2 : 1 });
    const reference = Math.max(...rewards);
    if (reference > 0) found.push({ task, reference });
  }
  return found;
}
