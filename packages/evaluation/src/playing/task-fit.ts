import { InputError } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import type { Checkpoint } from '@open-ada/rollout';
import { crowdNote, roomFault } from '@open-ada/xland-sim';

/** @throws InputError if a task has more rules or goals than the agent's observations have room for */
export function requireFit(
  tasks: readonly Task[],
  { file, simulation }: Pick<Checkpoint, 'file' | 'simulation'>,
): void {
  for (const task of tasks) {
    const fault = roomFault(task, simulation);
    if (fault === undefined) continue;
    throw new InputError(`${file} ${fault}; leave the task out, or train an agent with a larger --simulation.`);
  }
}

/** One sentence for each task with more objects than the agent can be told of at once. */
export function crowdNotes(
  tasks: readonly Task[],
  { file, simulation }: Pick<Checkpoint, 'file' | 'simulation'>,
): string[] {
  return tasks.flatMap((task) => {
    const note = crowdNote(task, simulation);
    return note === undefined ? [] : [`${file} ${note}.`];
  });
}
