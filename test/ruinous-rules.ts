import type { ObjectType, Task } from '@open-ada/production-rules';
import { afterEach, fewestFirings } from './kit/fewest-firings.js';

/** Firings from the start after which rules are looked at: the probes' dead ends lie nearer. */
const DEPTH = 3;

/** Whether the goal can still be made from some objects, wherever they are. */
export const canBeMade = (task: Task, types: readonly string[]): boolean =>
  fewestFirings({
    ...task,
    objects: types.map((type) => ({ type: type as ObjectType, at: [0, 0], size: 1, frozen: false })),
  }) >= 0;

/**
 * Numbers of the rules, from 1, that can use up what the goal needs: they lead from where it can be made to where it cannot.
 * A negated goal needs nothing.
 */
export function ruinousRules(task: Task): number[] {
  if (task.goal.some(({ negated }) => negated)) return [];
  const ruinous = new Set<number>();
  const known = new Map<string, boolean>();
  const isOpen = (state: readonly string[]): boolean => {
    const key = state.join();
    if (!known.has(key)) known.set(key, canBeMade(task, state));
    return known.get(key)!;
  };
  let states: string[][] = [task.objects.map(({ type }) => type).sort()];
  for (let firings = 0; firings < DEPTH; firings++) {
    const next = new Map<string, string[]>();
    for (const state of states) {
      afterEach(state, task.rules).forEach((after, rule) => {
        if (after === undefined) return;
        if (isOpen(after)) next.set(after.join(), after);
        else ruinous.add(rule + 1);
      });
    }
    states = [...next.values()];
  }
  return [...ruinous].sort();
}
