import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { notFound } from './refusal.js';

/**
 * Gives access to the files of one folder and of the folders that are linked into it, such as runs on another disk, and
 * to nothing outside them.
 */
export class Folder {
  /**
   * @param path may be a link itself, and need not exist yet
   * @param allowed which files may be read, by their path in the folder
   */
  constructor(
    private readonly path: string,
    private readonly allowed: (path: string) => boolean = () => true,
  ) {}

  /**
   * The location of a file on the disk.
   * @param path in the folder, with `/`, as it stands in a URL: not yet decoded
   * @throws RefusedRequest 404 for a path that does not exist, is not allowed, is not a file, or leads outside, also by
   *   a link to a file
   */
  locate(path: string): string {
    try {
      const decoded = decodeURIComponent(path);
      const odd = decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').includes('..');
      if (odd || !this.allowed(decoded)) throw notFound();
      const place = realpathSync(join(this.path, dirname(decoded)));
      const file = realpathSync(join(place, basename(decoded)));
      const inside = [realpathSync(this.path), place].some((folder) => file.startsWith(folder + sep));
      if (inside && statSync(file).isFile()) return file;
    } catch {
      // The response is the same for every reason, so that it reveals nothing about this disk.
    }
    throw notFound();
  }

  read(path: string): Uint8Array {
    return readFileSync(this.locate(path));
  }
}
