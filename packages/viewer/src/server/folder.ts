import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { notFound } from './refusal.js';

/** A folder of which files can be read, and nothing outside it. */
export class Folder {
  /**
   * @param path may be a link itself, and need not exist yet
   * @param allowed which files, by their path in the folder
   */
  constructor(
    private readonly path: string,
    private readonly allowed: (path: string) => boolean = () => true,
  ) {}

  /**
   * The place of a file on the disk.
   * @param path in the folder, with `/`, as it stands in an address: not yet decoded
   * @throws RefusedRequest 404 for what is not there, not allowed, no file, or outside, links followed
   */
  locate(path: string): string {
    try {
      const decoded = decodeURIComponent(path);
      const odd = decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').includes('..');
      if (odd || !this.allowed(decoded)) throw notFound();
      const real = realpathSync(this.path);
      const file = realpathSync(join(real, decoded));
      if (file.startsWith(real + sep) && statSync(file).isFile()) return file;
    } catch {
      // Whatever the reason: nobody learns what is on this disk.
    }
    throw notFound();
  }

  read(path: string): Uint8Array {
    return readFileSync(this.locate(path));
  }
}
