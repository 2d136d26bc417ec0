import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { writeWhole } from './file-text.js';

interface GeneratedOptions {
  /** Write nothing; throw where a file is not what would be written. */
  check?: boolean;
  /** The command that writes the files, e.g. `pnpm docs:settings`. */
  command: string;
  /** Files that stand where only generated ones may, and are not among them: `check` names them, too. */
  strays?: readonly string[];
}

/**
 * Writes the generated files that differ from what is there, or checks that none does.
 * @param texts by file
 * @throws Error of one sentence with the names of the files that are not up to date, with `check`
 */
export function writeGenerated(
  texts: ReadonlyMap<string, string>,
  { check, command, strays = [] }: GeneratedOptions,
): void {
  const stale = [...texts].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  if (check) {
    const wrong = [...stale.map(([file]) => file), ...strays];
    if (wrong.length === 0) return;
    throw new Error(`Not up to date, run ${command}: ${wrong.map((file) => basename(file)).join(', ')}.`);
  }
  for (const [file, text] of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, text);
  }
}
