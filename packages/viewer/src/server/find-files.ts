import { readdirSync, realpathSync, statSync } from 'node:fs';
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
 * All files under `root/folder` whose names match `ending`, sorted by path. Links to folders are followed, since
 * runs lie on other disks; links to files are not. Empty if the folder does not exist.
 */
export function findFiles(root: string, folder: string, ending: RegExp): FoundFile[] {
  const found: FoundFile[] = [];
  /** @param above the real folders that lead here: a link to one of them would be a circle */
  const look = (place: string, above: readonly string[]): void => {
    let entries: ReturnType<typeof entriesOf>;
    let real: string;
    try {
      entries = entriesOf(place);
      real = realpathSync(place);
    } catch {
      return;
    }
    if (above.includes(real)) return;
    for (const entry of entries) {
      const path = join(place, entry.name);
      const folder = entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path));
      if (folder && above.length < DEPTH && entry.name !== 'node_modules') look(path, [...above, real]);
      else if (entry.isFile() && ending.test(entry.name)) {
        found.push({ path: relative(root, path).split(sep).join('/'), modified: statSync(path).mtimeMs });
      }
    }
  };
  look(join(root, folder), []);
  return found;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const entriesOf = (place: string) =>
  readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
