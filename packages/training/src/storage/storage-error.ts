import { newestCheckpoint } from './checkpoint-store.js';

/** Error codes of a file system that accepts no more data. */
const CODES: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'a file would be larger than is allowed',
  EROFS: 'the file system is read-only',
  EIO: 'the disk does not answer',
};

/** Explains in one sentence what a write failure means for a run. Any other error is returned unchanged. */
export function explainStorage(error: unknown, run: string, checkpoints: string): unknown {
  const { code = '' } = error as { code?: string };
  const reason = CODES[code];
  if (reason === undefined) return error;
  const { found } = newestCheckpoint(checkpoints);
  const rest = found ? `${found.path} is whole, and the same command goes on from it` : 'there is no checkpoint yet';
  return Object.assign(new Error(`cannot write in ${run}: ${reason}; ${rest}.`, { cause: error }), { name: 'Storage' });
}
