import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * A path of something that comes with the checkout and is only read, such as `tasks/heldout`: as it is, where the
 * working directory has it, else in the checkout. So commands can be started anywhere.
 */
export function inCheckout(path: string): string {
  const own = join(ROOT, path);
  return existsSync(path) || !existsSync(own) ? path : relative('', own);
}
