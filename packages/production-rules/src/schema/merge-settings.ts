import type * as z from 'zod';
import { nodeOf, type SchemaNode } from './schema-node.js';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Settings with changes laid over them. Objects with fixed keys are merged key by key; a list or a table is replaced
 * as a whole. Nothing is checked: what is no setting stays in the result, for `firstFault` to find.
 */
export function mergeSettings(schema: z.ZodType, settings: object, changes: object): Record<string, unknown> {
  return merged(nodeOf(schema), settings as Record<string, unknown>, changes as Record<string, unknown>);
}

function merged(
  node: SchemaNode | undefined,
  settings: Record<string, unknown>,
  changes: Record<string, unknown>,
): Record<string, unknown> {
  const result = { ...settings };
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const member = node?.properties?.[key];
    const before = result[key];
    result[key] = member?.properties && isObject(before) && isObject(change) ? merged(member, before, change) : change;
  }
  return result;
}
