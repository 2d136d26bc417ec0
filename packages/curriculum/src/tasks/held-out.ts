import { gameKey, parseTask, sha256Hex, type Task, taskHash, taskToFile } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import { isHeldOut } from '../games/split.js';
import type { GenerateOptions } from './generate-options.js';
import { generateTask } from './generate-task.js';

/**
 * Generates `count` distinct tasks (by `taskHash`) from the seeds `seed`, `seed + 1`, ...
 * @param options `onTask` is called with the number of tasks so far
 */
export function generateTasks(
  family: Family,
  count: number,
  seed: number,
  { onTask, ...options }: GenerateOptions & { onTask?(made: number): void },
): Task[] {
  const seen = new Set<string>();
  const tasks: Task[] = [];
  for (let next = seed; tasks.length < count; next++) {
    const task = generateTask(family, next, options);
    const hash = taskHash({ ...task, name: '' });
    if (!seen.has(hash)) tasks.push(task);
    seen.add(hash);
    onTask?.(tasks.length);
  }
  return tasks;
}

/** Formats tasks as JSON lines, one task per line. */
export function formatTaskLines(tasks: readonly Task[]): string {
  return tasks.map((task) => `${JSON.stringify(taskToFile(task))}\n`).join('');
}

/**
 * Reads tasks from JSON lines.
 * @throws TaskError that names the line
 */
export function parseTaskLines(text: string, file: string): Task[] {
  const lines = text.split('\n').map((line, i) => ({ line, name: `${file} line ${i + 1}` }));
  return lines.filter(({ line }) => line.trim() !== '').map(({ line, name }) => parseTask(line, name));
}

/**
 * Reads the frozen held-out tasks of a family.
 * @param text content of `tasks/heldout/FAMILY.jsonl`
 * @param hash SHA-256 of the file according to the manifest
 * @throws Error with one sentence if the text does not have this hash
 */
export function loadHeldOut(family: Family, text: string, hash: string): Task[] {
  const found = sha256Hex(text);
  if (found !== hash) {
    throw new Error(
      `The held-out tasks of "${family}" have SHA-256 ${found}, but the manifest says ${hash}; restore the file.`,
    );
  }
  const tasks = parseTaskLines(text, `held-out ${family}`);
  const stray = tasks.find((task) => !isHeldOut(gameKey(task)));
  if (stray)
    throw new Error(`The held-out tasks of "${family}" hold a training game ("${stray.name}"); make them again.`);
  return tasks;
}
