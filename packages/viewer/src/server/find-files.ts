import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface FoundFile {
  /** From the root, with `/`. */
  path: string;
  /** Milliseconds since 1970. */
  modified: number;
}

/** Depth of subfolders that are searched. */
const DEPTH = 4;

/**
 * All files under `root/folder` whose names match `ending`, sorted by path. Links are not followed. Empty if the folder
 * does not exist.
 */
export function findFiles(root: string, folder: string, ending: RegExp): FoundFile[] {
  const found: FoundFile[] = [];
  const look = (place: string, depth: number): void => {
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(place);
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = join(place, entry.name);
      if (entry.isDirectory() && depth < DEPTH && entry.name !== 'node_modules') look(path, depth + 1);
      else if (entry.isFile() && ending.test(entry.name)) {
        found.push({ path: relative(root, path).split(sep).join('/'), modified: statSync(path).mtimeMs });
      }
    }
  };
  look(join(root, folder), 0);
  return found;
}

const entriesOf = (place: string) =>
  readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
