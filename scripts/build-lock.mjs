// One command at a time compiles: `tsc -b` has no lock, and reads files that another one is writing. Plain JavaScript,
// since nothing is compiled yet.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const BEAT_MS = 500;
const LOOK_MS = 100;
/** A lock that has not been renewed for this long is of a process that was killed. */
const PATIENCE_MS = 5000;

/**
 * Runs `work` while no other process runs its own under the same lock. In a checkout that must not be written it runs
 * at once: there nobody compiles.
 * @param {string} file the lock
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once if another process holds the lock
 * @template T
 * @returns {Promise<T>}
 */
export async function alone(file, work, onWait = () => {}) {
  const token = randomUUID();
  if (!(await take(file, token, onWait))) return work();
  const beat = setInterval(() => renew(file), BEAT_MS);
  const release = () => {
    if (contentOf(file) === token) rmSync(file, { force: true });
  };
  const stop = (signal) => {
    release();
    process.exit(128 + { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    for (const signal of signals) process.off(signal, stop);
    release();
  }
}

/** Whether the lock was taken; false where it must not be written. */
async function take(file, token, onWait) {
  let seen;
  let since = 0;
  let waited = false;
  for (;;) {
    try {
      writeFileSync(file, token, { flag: 'wx' });
      return true;
    } catch (error) {
      if (error.code !== 'EEXIST') return false;
    }
    const now = stateOf(file);
    if (now !== seen) {
      seen = now;
      since = performance.now();
    } else if (performance.now() - since > PATIENCE_MS) {
      putAside(file, now);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await pause(LOOK_MS);
  }
}

/** Removes a lock that is still as it was seen. Renaming succeeds for one of several processes. */
function putAside(file, seen) {
  if (stateOf(file) !== seen) return;
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  rmSync(aside, { force: true });
}

/** Changes with each renewal, and from holder to holder. Clocks are not compared. */
function stateOf(file) {
  try {
    return `${contentOf(file)} ${statSync(file).mtimeMs}`;
  } catch {
    return '';
  }
}

function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function renew(file) {
  try {
    const now = Date.now() / 1000;
    utimesSync(file, now, now);
  } catch {
    // It was put aside by a process that thought this one dead; at worst both compile.
  }
}
