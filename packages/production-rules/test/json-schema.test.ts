import { readdirSync, readFileSync } from 'node:fs';
import {
  OBJECT_TYPES,
  PLAYERS,
  PREDICATES,
  parsePredicate,
  parseRule,
  Random,
  readTask,
  taskJsonSchema,
  taskToFile,
} from '@open-ada/production-rules';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';
import { mutateValue } from './mutate.js';
import { VALID } from './valid-file.js';

const tasks = new URL('../../../tasks/', import.meta.url);
const text = readFileSync(new URL('task.schema.json', tasks), 'utf8');
const accepts = new Ajv({ strict: false }).compile(JSON.parse(text));
const ofGoal = (goal: unknown) => accepts({ ...VALID, goal });
const ofRule = (rule: unknown) => accepts({ ...VALID, rules: [rule] });

function reads(parser: (text: string) => unknown, given: string): boolean {
  try {
    parser(given);
    return true;
  } catch {
    return false;
  }
}

describe('tasks/task.schema.json', () => {
  it('is what "pnpm task schema --out tasks/task.schema.json" writes', () => {
    expect(JSON.parse(text)).toEqual(taskJsonSchema());
    expect(text).toBe(`${JSON.stringify(taskJsonSchema(), null, 2)}\n`);
  });

  it('is named by the examples and accepts them', () => {
    const folder = new URL('examples/', tasks);
    for (const file of readdirSync(folder)) {
      const value = parse(readFileSync(new URL(file, folder), 'utf8'));
      expect(new URL(value.$schema, new URL(file, folder)).href).toBe(new URL('task.schema.json', tasks).href);
      expect(accepts(value), JSON.stringify(accepts.errors)).toBe(true);
    }
  });

  it('offers examples that are valid', () => {
    const { predicate, rule } = (taskJsonSchema() as { definitions: Record<string, { examples: string[] }> })
      .definitions;
    expect(predicate.examples.length).toBeGreaterThan(5);
    for (const example of predicate.examples)
      expect([ofGoal(example), reads(parsePredicate, example)]).toEqual([true, true]);
    for (const example of rule.examples) expect([ofRule(example), reads(parseRule, example)]).toEqual([true, true]);
    const names = predicate.examples.map((example) => parsePredicate(example).name);
    expect([...new Set(names)].sort()).toEqual([...PREDICATES].sort());
  });

  it('refuses what the parser refuses, but for contradictions between parts', () => {
    const random = new Random(7);
    const count = { both: 0, neither: 0, contradictions: 0 };
    for (let i = 0; i < 1500; i++) {
      const value: unknown = JSON.parse(mutateValue(taskToFile(arbitraryTask(random.int(100))), random));
      const result = readTask(value);
      const structure = accepts(value);
      if ('task' in result) {
        expect(structure, JSON.stringify([value, accepts.errors])).toBe(true);
        count.both++;
      } else if (structure) {
        for (const { path } of result.faults)
          expect(path).toMatch(/^\/(goal|rules\/\d+|(objects|players)\/\d+\/at|world\/rows\/\d+)/);
        count.contradictions++;
      } else count.neither++;
    }
    expect(Math.min(count.both, count.neither, count.contradictions)).toBeGreaterThan(10);
  });

  it('knows exactly the predicates and rules that the parser reads', () => {
    const random = new Random(8);
    const arguments_ = [...OBJECT_TYPES, ...PLAYERS, ...PLAYERS, ...PLAYERS, 'cube', '', 'yellow  cube'];
    const pieces = ['not ', ' ', '\t', '\n', '(', ')', ',', '->', 'not', 'x', 'nothing', ', black cube'];
    const read = { predicate: 0, rule: 0 };
    for (let i = 0; i < 4000; i++) {
      const not = random.float() < 0.2 ? 'not ' : '';
      const predicate = `${not}${random.pick(PREDICATES)}(${random.pick(arguments_)}, ${random.pick(arguments_)})`;
      const spawns = Array.from({ length: 1 + random.int(4) }, () => random.pick(OBJECT_TYPES)).join(',');
      let given = random.float() < 0.5 ? predicate : `${predicate} -> ${random.float() < 0.2 ? 'nothing' : spawns}`;
      if (random.float() < 0.4) {
        const at = random.int(given.length + 1);
        given = given.slice(0, at) + random.pick(pieces) + given.slice(at + random.int(2));
      }
      const asPredicate = reads(parsePredicate, given);
      const asRule = reads(parseRule, given);
      expect([ofGoal(given), ofRule(given)], JSON.stringify(given)).toEqual([asPredicate, asRule]);
      read.predicate += Number(asPredicate);
      read.rule += Number(asRule);
    }
    expect(Math.min(read.predicate, read.rule)).toBeGreaterThan(200);
  });
});
