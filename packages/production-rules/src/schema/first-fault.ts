import type * as z from 'zod';
import { suggestion } from './closest-name.js';
import { expectedOf } from './expected-of.js';
import { jsonPointer } from './json-pointer.js';
import { nodeAt, nodeOf, type SchemaNode } from './schema-node.js';

const LONGEST = 60;

/** A value as part of a one-line sentence. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);

function namesOf(node: SchemaNode | undefined): string[] {
  return Object.keys(node?.properties ?? {}).concat((node?.propertyNames?.enum ?? []).map(String));
}

/**
 * What is wrong with settings that people wrote or that a file holds: the JSON path of the first fault, what is
 * expected there and what was given, without a full stop; undefined where nothing is. An unknown key comes before all
 * else: it explains a missing one.
 * @param base JSON path of the settings themselves
 */
export function firstFault(schema: z.ZodType, value: unknown, base = ''): string | undefined {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return undefined;
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const root = nodeOf(schema);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    const names = namesOf(nodeAt(root, issue.path));
    return `${base}${jsonPointer([...issue.path, key])} is not a setting${suggestion(key, names)}`;
  }
  // A key of a record that is no key is the fault of the record.
  const path = issue.code === 'invalid_key' ? issue.path.slice(0, -1) : issue.path;
  const place = `${base}${jsonPointer(path)}` || 'the value';
  if (issue.code === 'custom') return `${place} ${issue.message}`;
  const given = valueAt(value, path);
  const node = nodeAt(root, path);
  const expected = node ? expectedOf(node) : issue.message;
  return `${place} must be ${expected}, ${given === undefined ? 'but is missing' : `not ${shown(given)}`}`;
}
