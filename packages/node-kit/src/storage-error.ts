/** Error codes of a file system that accepts no more data, in words. */
const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'a file would be larger than is allowed',
  EROFS: 'the file system is read-only',
  EIO: 'the disk does not answer',
};

/** Why a file system accepts no more data; undefined for any other error. */
export const storageReason = (error: unknown): string | undefined =>
  REASONS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];

/** A file could not be written. The message is one sentence with the file and the reason. */
export class StorageError extends Error {
  override name = 'Storage';

  constructor(
    message: string,
    /** Of the file system, e.g. `ENOSPC`. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Does what writes a file. The file system's own error names no file where it was open already.
 * @throws StorageError where the file system accepts no more data; any other error unchanged
 */
export function writing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = storageReason(error);
    if (reason === undefined || error instanceof StorageError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new StorageError(`cannot write ${file}: ${reason}.`, code, { cause: error });
  }
}
