import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { RunLock } from './lock.js';
import { checkpointsOf } from './locked-directory.js';
import { explainStorage } from './storage-error.js';

/**
 * Opens a run directory, trains in it with a log, and releases its lock.
 * @param open locks the directory
 * @returns what `play` returns
 * @throws what stops either of them, in words where the disk is at fault; it is also in the log
 */
export async function inRunDirectory<D extends { lock: RunLock }, T>(
  run: string,
  open: () => Promise<D>,
  play: (directory: D, log: Logger) => Promise<T>,
): Promise<T> {
  const explain = (error: unknown) => explainStorage(error, run, checkpointsOf(run));
  const directory = await open().catch((error: unknown) => {
    throw explain(error);
  });
  const log = pino({ base: undefined }, pino.destination({ dest: join(run, 'log.jsonl'), sync: true }));
  try {
    return await play(directory, log);
  } catch (error) {
    const explained = explain(error);
    // Where the disk is full, logging fails as well; that must not hide the cause.
    if (explained === error) log.error(error);
    throw explained;
  } finally {
    await directory.lock.release();
  }
}
