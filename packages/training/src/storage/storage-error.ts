import { StorageError, storageReason } from '@open-ada/node-kit';
import { newestCheckpoint } from './checkpoint-store.js';

/** Explains in one sentence what a write failure means for a run. Any other error is returned unchanged. */
export function explainStorage(error: unknown, run: string, checkpoints: string): unknown {
  const reason = storageReason(error);
  if (reason === undefined) return error;
  const { found } = newestCheckpoint(checkpoints);
  const rest = found ? `${found.path} is whole, and the same command goes on from it` : 'there is no checkpoint yet';
  const { code = '' } = error as NodeJS.ErrnoException;
  return new StorageError(`cannot write in ${run}: ${reason}; ${rest}.`, code, { cause: error });
}
