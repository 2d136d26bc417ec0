const HERE = new URL('../..', import.meta.url).pathname;
/** In stack lines a path is as in a URL, or as on the disk. */
const ROOTS = [HERE, decodeURI(HERE)];
/** Stack lines of this package (also where source maps are in use), of tfjs and of Node. */
const OTHERS = [
  '/@tensorflow/',
  '\\@tensorflow\\',
  'node:',
  '<anonymous>',
  ...ROOTS.flatMap((root) => [`${root}dist/`, `${root}src/`]),
];

/** Where the traced function called tfjs: the first line of the stack that is neither tfjs nor this package. */
export function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const users = lines.filter((line) => !OTHERS.some((part) => line.includes(part)));
  // "at name (file:line:column)": V8's guess at a name is often misleading.
  return users[0]?.trim().replace(/^at (.*\((.*)\)$)?/, '$2') || 'an unknown place';
}
