import { readdirSync, readFileSync } from 'node:fs';
import { describeTask, formatTask, parseTask, taskToFile } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';
import { faultsOf, VALID } from './valid-file.js';

describe('task files', () => {
  it('are JSON with comments; what is as usual may be left out', () => {
    const task = parseTask(`// a task\n${JSON.stringify(VALID).slice(0, -1)}, /* trailing comma: */ }`);
    expect(task.rules).toEqual([
      {
        condition: { name: 'hold', negated: false, arguments: ['me', 'black cube'] },
        spawns: ['yellow sphere'],
        hidden: false,
      },
      {
        condition: { name: 'near', negated: false, arguments: ['black cube', 'black slab'] },
        spawns: [],
        hidden: true,
      },
    ]);
    expect(task.objects[0]).toEqual({ type: 'black cube', at: [1, 1], size: 1, frozen: false });
    expect(task.hiding).toEqual({ types: [], predicates: [] });
  });

  it('that are no JSON, or hold no finite numbers, are refused', () => {
    expect(faultsOf('{ "version": 1,\n oops }')[0].message).toMatch(/not JSON: .* line 2, column 2/);
    expect(faultsOf('')).toHaveLength(1);
    expect(faultsOf('[]')).toHaveLength(1);
    expect(faultsOf(JSON.stringify(VALID).replace('"trialSeconds":8', '"trialSeconds":1e999'))[0].path).toBe(
      '/trialSeconds',
    );
    expect(faultsOf(JSON.stringify(VALID).replace('"at":[1,1]', '"at":[1,-1e999]'))[0].path).toBe('/objects/0/at/1');
  });

  it('give one sentence with file, path and the number of further faults', () => {
    const bad = JSON.stringify({ ...VALID, goal: 'hold(me, cube)', trialSeconds: -1 });
    expect(() => parseTask(bad, 'some.json')).toThrow(/^some\.json at \/goal: "cube" is neither .* \(and 1 more\)$/);
  });

  it('come back the same from formatTask and from compact JSON', () => {
    for (let seed = 0; seed < 300; seed++) {
      const task = arbitraryTask(seed);
      expect(parseTask(formatTask(task))).toEqual(task);
      expect(parseTask(JSON.stringify(taskToFile(task)))).toEqual(task);
      expect(describeTask(task).split('\n').length).toBeGreaterThan(3);
    }
  });

  it('may name their schema, which is no part of the task', () => {
    const task = arbitraryTask(2);
    expect(JSON.parse(formatTask(task)).$schema).toBe('../task.schema.json');
    expect(JSON.parse(formatTask(task, './here.json')).$schema).toBe('./here.json');
    expect(parseTask(formatTask(task))).not.toHaveProperty('$schema');
    expect(taskToFile(task)).not.toHaveProperty('$schema');
  });

  it('may begin with a byte order mark, as some editors write it', () => {
    expect(faultsOf(`\uFEFF${JSON.stringify(VALID)}`)).toEqual([]);
  });

  it('of docs/task-files.md are valid', () => {
    const page = readFileSync(new URL('../../../docs/task-files.md', import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/^```jsonc\n(.*?)^```/gms)].map(([, text]) => text);
    expect(blocks.map(faultsOf)).toEqual([[]]);
    const rows = [...page.matchAll(/^ {4}"([0-9#<>^v]+)"/gm)].map(([, row]) => row);
    expect(rows.length).toBeGreaterThan(3);
    expect(faultsOf(JSON.stringify({ ...VALID, objects: [], world: { rows }, players: [{ at: [1, 1] }] }))).toEqual([]);
  });

  it('of tasks/examples are valid', () => {
    const folder = new URL('../../../tasks/examples/', import.meta.url);
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThanOrEqual(5);
    for (const file of files) parseTask(readFileSync(new URL(file, folder), 'utf8'), file);
  });
});
