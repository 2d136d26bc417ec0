import type * as z from 'zod';
import { jsonPointer } from '../schema/json-pointer.js';
import { quote } from './quote.js';
import type { Fault } from './task-error.js';

type Issue = z.core.$ZodIssue;

const KINDS: Record<string, string> = {
  array: 'a list',
  object: 'an object { ... }',
  string: 'text in quotes',
  boolean: 'true or false',
  tuple: 'a list of two numbers',
  number: 'a number',
};

/**
 * Finds which form of a union a value was meant to have. Returns an index into the union's options, or a sentence if
 * no form fits. A goal is text or a list. A rule is text, an object with a condition, or an object with a rule.
 */
function meantOption(value: unknown, options: number): number | string {
  if (typeof value === 'string') return 0;
  const isList = Array.isArray(value);
  if (options === 2) return isList ? 1 : 'This must be a predicate in quotes, or a list of them.';
  if (typeof value !== 'object' || value === null || isList)
    return 'This must be a rule in quotes, or an object { ... }.';
  return 'condition' in value ? 1 : 2;
}

function sentence(issue: Issue): string {
  if (issue.code === 'custom') return issue.message;
  // zod's own messages start with these words; all others are written here.
  if (!/^(Invalid|Too)/.test(issue.message)) return issue.message;
  if (issue.input === undefined) return 'This is missing.';
  if (issue.code === 'invalid_type') return `This must be ${KINDS[issue.expected] ?? issue.expected}.`;
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((value) => JSON.stringify(value)).join(', ');
    const given = typeof issue.input === 'string' ? quote(issue.input) : 'this value';
    return `This must be ${issue.values.length > 1 ? 'one of ' : ''}${values}, not ${given}.`;
  }
  const unit = 'origin' in issue ? ({ array: ' items', string: ' characters' }[issue.origin as string] ?? '') : '';
  if (issue.code === 'too_small') return `This must be at least ${issue.minimum}${unit}.`;
  if (issue.code === 'too_big') return `This must be at most ${issue.maximum}${unit}.`;
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
}

/** Faults of one issue of the task schema. The schema must be parsed with `reportInput`. */
export function schemaFaults(issue: Issue, base: readonly PropertyKey[] = []): Fault[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const message = 'This key is not part of a task; remove it or check its spelling.';
    return issue.keys.map((key) => ({ path: jsonPointer([...path, key]), message }));
  }
  if (issue.code === 'invalid_union' && issue.input !== undefined) {
    const meant = meantOption(issue.input, issue.errors.length);
    if (typeof meant === 'string') return [{ path: jsonPointer(path), message: meant }];
    return issue.errors[meant].flatMap((inner) => schemaFaults(inner, path));
  }
  return [{ path: jsonPointer(path), message: sentence(issue) }];
}
