import { newestCheckpoint } from './checkpoint-store.js';

/** Error codes of a file system that takes no more. */
const CODES: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'a file would be larger than is allowed',
  EROFS: 'the file system is read-only',
  EIO: 'the disk does not answer',
};

/** Says in one sentence what a failure to write means for a run; any other error is handed back as it is. */
export function explainStorage(error: unknown, run: string, checkpoints: string): unknown {
  const { code = '' } = error as { code?: string };
  const reason = CODES[code];
  if (reason === undefined) return error;
  const { found } = newestCheckpoint(checkpoints);
  const rest = found ? `${found.path} is whole, and the same command goes on from it` : 'there is no checkpoint yet';
  return Object.assign(new Error(`cannot write in ${run}: ${reason}; ${rest}.`, { cause: error }), { name: 'Storage' });
}
