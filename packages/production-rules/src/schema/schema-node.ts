import * as z from 'zod';

/**
 * A JSON Schema, as far as settings use it. Beside the standard keys it has what a setting's `.meta({ ... })` says:
 * this is where messages, `--help` and the pages of settings come from.
 */
export interface SchemaNode {
  type?: string;
  /** What the setting does: one sentence or two, for `--help` and the page of settings. */
  description?: string;
  /** Unit of the value, e.g. `m/s`. */
  unit?: string;
  /** The value in the paper, with the paper's name where it is not obvious: `Muesli: 0.95`. */
  paper?: string;
  /** What a value must be, in words, where the schema's own words would not do: `a list of ...`. */
  expects?: string;
  /** What `default` stands for, in words, where the bare value would not say: `none`. */
  defaultText?: string;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly SchemaNode[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  items?: SchemaNode;
  minItems?: number;
  properties?: Record<string, SchemaNode>;
  propertyNames?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
}

/** The JSON Schema of what a zod schema reads. */
export function nodeOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input' }) as SchemaNode;
}

/** The schema of the value at a path of keys; undefined where the schema has no such place. */
export function nodeAt(node: SchemaNode | undefined, path: readonly PropertyKey[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((at, key) => {
    if (typeof key === 'number') return at?.items;
    const others = at?.additionalProperties;
    return at?.properties?.[String(key)] ?? (typeof others === 'object' ? others : undefined);
  }, node);
}
