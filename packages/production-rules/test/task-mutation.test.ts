import { formatTask, parseTask, Random, type Task, TaskError, taskToFile } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';

/** All containers in a JSON value. */
function containers(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

const JUNK: unknown[] = [
  null,
  true,
  -1,
  1e9,
  0.3,
  '',
  'x',
  '->',
  'not',
  [],
  {},
  [[]],
  { a: 1 },
  'hold(me,',
  'near(me, me) -> me',
];

/** Replaces, removes, doubles or moves one value somewhere in the file, or cuts and changes its text. */
function mutate(text: string, random: Random): string {
  if (random.float() < 0.25) {
    const at = random.int(text.length);
    return random.float() < 0.5
      ? text.slice(0, at)
      : text.slice(0, at) + random.pick(['"', '}', ',', 'a', '9', '(', '']) + text.slice(at + 1);
  }
  const value = JSON.parse(text);
  const container = random.pick(containers(value)) as Record<string, unknown>;
  const keys = Object.keys(container);
  const key = keys.length > 0 ? random.pick(keys) : 'extra';
  const choice = random.int(4);
  if (choice === 0) delete container[key];
  else if (choice === 1) container[key] = random.pick(JUNK);
  else if (choice === 2) container[`${key}x`] = container[key];
  else
    container[key] = random.pick(
      containers(value)
        .filter((other) => !containers(other).includes(container))
        .concat([[]]),
    );
  return JSON.stringify(value) ?? '';
}

describe('mutated task files', () => {
  it('give a task or a TaskError with paths, never another exception', () => {
    const random = new Random(1);
    let refused = 0;
    for (let i = 0; i < 1500; i++) {
      const text = mutate(JSON.stringify(taskToFile(arbitraryTask(random.int(100)))), random);
      let task: Task | undefined;
      try {
        task = parseTask(text, 'mutated.json');
      } catch (error) {
        refused++;
        expect(error, text).toBeInstanceOf(TaskError);
        const { faults, message } = error as TaskError;
        expect(faults.length).toBeGreaterThan(0);
        for (const fault of faults) expect(fault.path).toMatch(/^(\/[^/]+)*$/);
        expect(message).toMatch(/^mutated\.json/);
        expect(message).not.toContain('\n');
      }
      if (task) expect(parseTask(formatTask(task))).toEqual(task);
    }
    expect(refused).toBeGreaterThan(300);
  });
});
