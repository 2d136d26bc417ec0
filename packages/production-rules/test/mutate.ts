import type { Random } from '@open-ada/production-rules';

/** All containers in a JSON value. */
function containers(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

const JUNK: unknown[] = [
  null,
  true,
  -1,
  1e9,
  0.3,
  '',
  'x',
  '->',
  'not',
  [],
  {},
  [[]],
  { a: 1 },
  'hold(me,',
  'near(me, me) -> me',
  'near(black cube,\nblack cube) -> \u0007',
  '0>',
  '##',
  ['0000', '0>11', '0011'],
  Array(40).fill('hold(me, black cube)'),
  'hold(me, black cube)',
  'near(other, black cube) -> nothing',
  'x'.repeat(5000),
];

/** Text of a JSON value in which one value is replaced, removed, doubled or moved. */
export function mutateValue(original: unknown, random: Random): string {
  const value = structuredClone(original);
  const container = random.pick(containers(value)) as Record<string, unknown>;
  const keys = Object.keys(container);
  const key = keys.length > 0 ? random.pick(keys) : 'extra';
  const choice = random.int(4);
  if (choice === 0) delete container[key];
  else if (choice === 1) container[key] = random.pick(JUNK);
  else if (choice === 2) container[`${key}x`] = container[key];
  else {
    const others = containers(value).filter((other) => !containers(other).includes(container));
    container[key] = random.pick([...others, []]);
  }
  return JSON.stringify(value);
}

/** A text cut off, or with a character changed, or a piece repeated. */
export function mutateText(text: string, random: Random): string {
  const at = random.int(text.length);
  const choice = random.int(4);
  if (choice === 0) return text.slice(0, at);
  if (choice === 1)
    return text.slice(0, at) + random.pick(['"', '}', ',', 'a', '9', '(', '', '\0', '\n']) + text.slice(at + 1);
  const end = at + random.int(text.length - at);
  return text.slice(0, end) + text.slice(at, end).repeat(1 + random.int(3)) + text.slice(end);
}
