import { InputError } from '@open-ada/node-kit';
import { isPlayer, type Task, taskFromSeat } from '@open-ada/production-rules';
import type { Checkpoint } from '@open-ada/rollout';
import { solve } from '@open-ada/xland-sim';
import { ORACLE_SEED } from './reference-scores.js';

export const isForTwo = (tasks: readonly Task[]): boolean => tasks.some(({ players }) => players.length === 2);

/** Whether a task names no player in goal and rules, and the oracle solves it while the other player stands idle. */
export function isSolo(task: Task): boolean {
  const predicates = [...task.goal, ...task.rules.map(({ condition }) => condition)];
  const named = predicates.some(({ arguments: given }) => given.some((argument) => isPlayer(argument)));
  return !named && solve(task, { seed: ORACLE_SEED }).solved;
}

/** Whether the oracle solves a task from neither seat while the other player stands idle: it takes two. */
export function takesTwo(task: Task): boolean {
  return [0, 1].every((seat) => !solve(taskFromSeat(task, seat), { seed: ORACLE_SEED }).solved);
}

/** @throws InputError if the agent has no seat for a second player, or options for two are given with tasks for one */
export function requireSeats(
  tasks: readonly Task[],
  { file, simulation }: Pick<Checkpoint, 'file' | 'simulation'>,
  { coPlayer, solo }: { coPlayer?: string; solo?: boolean },
): void {
  if (!isForTwo(tasks)) {
    if ((coPlayer ?? 'self') === 'self' && !solo) return;
    const option = solo ? '--solo' : `--co-player ${coPlayer}`;
    throw new InputError(`${option} is for tasks for two; choose --family pairs.`);
  }
  if (simulation.players === 2) return;
  throw new InputError(`${file} was trained alone, and the tasks are for two; train an agent with --players 2.`);
}
