import {
  formatTask,
  MAX_TASK_CHARACTERS,
  parseTask,
  Random,
  type Task,
  TaskError,
  taskToFile,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';
import { mutateText, mutateValue } from './mutate.js';
import { VALID } from './valid-file.js';

/** The task, or the error, which must be one line that names file and first path, with every fault in full. */
function outcome(text: string): Task | TaskError {
  try {
    return parseTask(text, 'mutated.json');
  } catch (error) {
    expect(error, text.slice(0, 500)).toBeInstanceOf(TaskError);
    const { faults, message } = error as TaskError;
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      expect(fault.path).toMatch(/^(\/[^/]+)*$/);
      expect(fault.message).toMatch(/^\S.*\.$/);
    }
    expect(new Set(faults.map(({ path, message }) => path + message)).size).toBe(faults.length);
    expect(message).toMatch(/^mutated\.json(: | at \/.*: )[^\n]{10,400}$/);
    return error as TaskError;
  }
}

describe('mutated task files', () => {
  it('give a task or a TaskError with paths, never another exception', () => {
    const random = new Random(1);
    let refused = 0;
    for (let i = 0; i < 3000; i++) {
      const file = taskToFile(arbitraryTask(random.int(100)));
      const text = random.float() < 0.3 ? mutateText(JSON.stringify(file, null, 1), random) : mutateValue(file, random);
      const result = outcome(text);
      if (result instanceof TaskError) refused++;
      else expect(parseTask(formatTask(result))).toEqual(result);
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it('that are cut off anywhere are refused', () => {
    const text = formatTask(arbitraryTask(3)).trimEnd();
    for (let length = 0; length < text.length; length++) {
      const error = outcome(text.slice(0, length));
      expect(error).toBeInstanceOf(TaskError);
      expect((error as TaskError).message).toMatch(/not JSON/);
    }
  });
});

const valid = JSON.stringify(VALID);
const OVERSIZED: [what: string, text: string, message: RegExp][] = [
  ['a text that is too long', valid + ' '.repeat(MAX_TASK_CHARACTERS), /at most 200000 characters, this one has 2/],
  ['lists that nest too deep', '['.repeat(100_000), /nests at most 32 deep/],
  ['objects that nest too deep', '{"a":'.repeat(30_000), /nests at most 32 deep/],
  [
    'a list of very many objects',
    valid.replace('"objects":[', `"objects":[${'{},'.repeat(50_000)}`),
    /at most 32 objects/,
  ],
  [
    'very many unknown keys',
    `{${Array.from({ length: 10_000 }, (_, i) => `"k${i}":1,`).join('')}${valid.slice(1)}`,
    /9999 more/,
  ],
  ['a very long name', valid.replace('{', `{"name":"${'x'.repeat(1000)}",`), /at most 200 characters/],
];

describe('oversized task files', () => {
  it.each(OVERSIZED)('with %s are refused at once', (_, text, message) => {
    const start = performance.now();
    const error = outcome(text);
    expect(error).toBeInstanceOf(TaskError);
    expect((error as TaskError).message).toMatch(message);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('name a list that is too long, not what is in it', () => {
    const { faults } = outcome(valid.replace('"objects":[', `"objects":[${'{},'.repeat(100)}`)) as TaskError;
    expect(faults.map(({ path }) => path)).toEqual(['/objects']);
  });
});
