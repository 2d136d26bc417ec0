import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError, removeWhole, startWorker } from '@open-ada/node-kit';
import { createLock, type LockContent, type LockFile, lockFiles, parseLock, readLock } from './lock-file.js';
import type { HeartbeatSetup } from './lock-worker.js';
import { isAlive, thisProcess } from './process-identity.js';

/** A lock is renewed this often. */
const BEAT_MS = 1000;
/** A lock that nobody has renewed for this long, as seen by the process that waits, is free. */
const PATIENCE_MS = 15_000;

/** The lock of a run directory that this process holds. */
export interface RunLock {
  /** Call it before anything is written. @throws Error if another process has taken over */
  requireHeld(): void;
  release(): Promise<void>;
}

export interface LockOptions {
  /** Called before the lock's holder is watched, which takes up to `patienceMs`. */
  onNote?(line: string): void;
  patienceMs?: number;
}

/** Tokens of the locks that this process holds. */
const held = new Set<string>();

/**
 * Takes the lock of a run directory. A lock is taken over if its process is dead. Where that cannot be told, because the
 * process is in another container or on another machine, the lock is watched: a holder renews it. No clocks are
 * compared.
 * @throws InputError when a process holds the lock
 */
export async function lockRun(directory: string, options: LockOptions = {}): Promise<RunLock> {
  const token = randomUUID();
  for (;;) {
    const [newest, ...older] = lockFiles(directory);
    const text = newest && readLock(newest.path);
    if (newest && text === undefined) continue;
    if (newest && !(await isFree(directory, newest, text as string, options))) continue;
    const own = createLock(directory, (newest?.number ?? 0) + 1, { ...thisProcess(), token, beat: 0 });
    if (!own) continue;
    // Between the last look and now the holder may have released the lock, and another process taken it.
    const taken = lockFiles(directory)[0].number !== own.number || (newest && readLock(newest.path) !== text);
    if (taken) {
      removeWhole(own.path);
      continue;
    }
    for (const { path } of newest ? [newest, ...older] : []) removeWhole(path);
    return hold(directory, own, token);
  }
}

function hold(directory: string, own: LockFile, token: string): RunLock {
  held.add(token);
  const setup: HeartbeatSetup = { path: own.path, token, everyMs: BEAT_MS };
  const heartbeat = startWorker('./lock-worker.js', import.meta.url, setup);
  heartbeat.unref();
  return {
    requireHeld() {
      const [newest] = lockFiles(directory);
      const content = newest && parseLock(readLock(newest.path) ?? '');
      if (content?.token === token) return;
      const by = content ? `process ${content.pid} on ${content.host} has taken over` : 'its lock was deleted';
      throw new Error(`${directory}: ${by}, so this process stops and writes nothing more there.`);
    },
    async release() {
      await heartbeat.terminate();
      held.delete(token);
      if (parseLock(readLock(own.path) ?? '')?.token === token) removeWhole(own.path);
    },
  };
}

/**
 * @param text what the lock's file says
 * @returns false if the lock has changed hands meanwhile
 * @throws InputError when a process holds the lock
 */
async function isFree(directory: string, { path }: LockFile, text: string, options: LockOptions): Promise<boolean> {
  const holder = parseLock(text) ?? formerHolder(text);
  if (holder && held.has(holder.token)) throw inUse(directory, 'this process');
  const alive = holder && isAlive(holder);
  if (alive === false) return true;
  if (alive) {
    const hint = holder.started === null ? `; if process ${holder.pid} is no training, delete ${path}` : '';
    throw inUse(directory, `process ${holder.pid}`, hint);
  }
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, in another container or on another machine`
    : 'a process that has not named itself';
  const { onNote, patienceMs = PATIENCE_MS } = options;
  onNote?.(`${path} is of ${who}: watching for up to ${patienceMs / 1000} s whether it lives`);
  const step = Math.min(BEAT_MS / 2, patienceMs / 10);
  for (let waited = 0; waited < patienceMs; waited += step) {
    await pause(step);
    const now = readLock(path);
    if (now === text) continue;
    if (holder && now !== undefined && parseLock(now)?.token === holder.token) {
      throw inUse(directory, who, '; it lives, since its lock is renewed');
    }
    return false;
  }
  return true;
}

/** Version 0.1 wrote the process id and nothing else. */
function formerHolder(text: string): LockContent | undefined {
  if (!/^\d+\n$/.test(text)) return undefined;
  return { ...thisProcess(), pid: Number(text), started: null, token: '', beat: 0 };
}

const inUse = (directory: string, who: string, hint = ''): InputError =>
  new InputError(`${directory} is in use by ${who}; stop it, or choose another directory with --run${hint}.`);
