import type * as z from 'zod';
import { expectedOf } from './expected-of.js';
import { nodeOf, type SchemaNode } from './schema-node.js';

/** One setting, for people. */
export interface ListedSetting {
  /** Keys from the outside in: `['hand', 'start']`. */
  path: string[];
  description: string;
  /** What a value must be, in words. */
  expected: string;
  /** Undefined: there is none. */
  default?: unknown;
  /** What the default stands for, in words. */
  defaultText?: string;
  unit?: string;
  /** The value in the paper. */
  paper?: string;
}

/**
 * The settings of a schema, in its order. Members of objects with fixed keys are settings of their own; a list or a
 * table is one setting.
 * @param defaults what stands for a setting that the schema gives no default, by key
 * @throws Error of one sentence for a setting without a description
 */
export function listSettings(schema: z.ZodType, defaults?: unknown): ListedSetting[] {
  return listed(nodeOf(schema), defaults, []);
}

function listed(node: SchemaNode, defaults: unknown, path: string[]): ListedSetting[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([key, member]) =>
      listed(member, (defaults as Record<string, unknown> | undefined)?.[key], [...path, key]),
    );
  }
  const { description, unit, paper, defaultText } = node;
  if (!description) throw new Error(`The setting ${path.join('.')} has no description.`);
  const usual = defaults ?? node.default;
  return [{ path, description, expected: expectedOf(node), default: usual, defaultText, unit, paper }];
}
