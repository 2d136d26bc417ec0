import { createHash } from 'node:crypto';

/** SHA-256 of bytes: two digests that differ are reported at once, where a diff of long arrays takes minutes. */
export function digest(...arrays: ArrayBufferView[]): string {
  const hash = createHash('sha256');
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest('hex');
}
