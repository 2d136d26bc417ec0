import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = new URL('../..', import.meta.url);
/** A stack line shows a path either as a URL or as on the disk. */
const ROOTS = [HERE.href, fileURLToPath(HERE)];
/** Stack lines of this package (also with source maps), of tfjs and of Node. */
const OTHERS = [
  '/@tensorflow/',
  '\\@tensorflow\\',
  'node:',
  '<anonymous>',
  ...ROOTS.flatMap((root) => ['dist', 'src'].flatMap((folder) => [`${root}${folder}/`, `${root}${folder}${sep}`])),
];

/** Where the traced function called tfjs: the first stack line that is neither from tfjs nor from this package. */
export function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const users = lines.filter((line) => !OTHERS.some((part) => line.includes(part)));
  // Removes "at name (...)" around "file:line:column": V8's guess at a name is often misleading.
  return users[0]?.trim().replace(/^at (.*\((.*)\)$)?/, '$2') || 'an unknown place';
}
