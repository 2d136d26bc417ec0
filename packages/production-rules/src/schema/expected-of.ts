import type { SchemaNode } from './schema-node.js';

/** What a value must be, as the end of the sentence "expected ...". */
export function expectedOf(node: SchemaNode): string {
  if (node.expects !== undefined) return node.expects;
  if (node.anyOf) return node.anyOf.map(expectedOf).join(' or ');
  if (node.const !== undefined) return String(node.const);
  if (node.enum) return `one of ${node.enum.join(', ')}`;
  switch (node.type) {
    case 'number':
      return `a number${rangeOf(node)}`;
    case 'integer':
      return `a whole number${rangeOf(node)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${node.minItems ? ` of ${node.minItems} or more` : ''}, each ${expectedOf(node.items ?? {})}`;
    case 'object':
      return node.properties ? `an object { ${Object.keys(node.properties).join(', ')} }` : 'an object';
    default:
      return 'text';
  }
}

/** Bounds that only say that a whole number is a safe integer are left out. */
function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  const least = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  const words = [
    least !== undefined && `of at least ${least}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    most !== undefined && `at most ${most}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
  ].filter(Boolean);
  return words.length > 0 ? ` ${words.join(' and ')}` : '';
}
