import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockRun } from '../src/storage/lock.js';
import { createLock, lockFiles, parseLock, readLock, renewLock } from '../src/storage/lock-file.js';
import { thisProcess } from '../src/storage/process-identity.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const lock = () => join(directory, 'lock');
/** A process of another container: its id means nothing here. */
const foreign = { ...thisProcess(), pid: 1, host: 'other', space: 'elsewhere', token: 'theirs', beat: 0 };
const quick = { patienceMs: 300 };

describe('the lock of a run', () => {
  it('is refused while a living process holds it, with one sentence that names the process', async () => {
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    writeFileSync(lock(), `${holder.pid}\n`);
    try {
      await expect(lockRun(directory)).rejects.toThrow(
        new RegExp(`in use by process ${holder.pid}; stop it, or choose .* --run; if .* is no training, delete .*lock`),
      );
    } finally {
      holder.kill('SIGKILL');
    }
  });

  it('is refused within one process, and given back', async () => {
    const own = await lockRun(directory);
    own.requireHeld();
    await expect(lockRun(directory)).rejects.toThrow('in use by this process; stop it, or choose');
    await own.release();
    expect(readdirSync(directory)).toEqual([]);
    await (await lockRun(directory)).release();
  });

  it('is taken over at once from a dead process, also where its id is in use again', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']);
    for (const content of [
      `${dead.pid}\n`,
      `${JSON.stringify({ ...thisProcess(), pid: dead.pid, token: 'a', beat: 1 })}\n`,
      `${JSON.stringify({ ...thisProcess(), started: '1', token: 'a', beat: 1 })}\n`,
    ]) {
      writeFileSync(lock(), content);
      const start = performance.now();
      const own = await lockRun(directory);
      expect(performance.now() - start).toBeLessThan(250);
      own.requireHeld();
      await own.release();
      expect(readdirSync(directory)).toEqual([]);
    }
  });

  it('of a process of another container is refused while it is renewed', async () => {
    const { path } = createLock(directory, 1, foreign)!;
    const timer = setInterval(() => renewLock(path, 'theirs'), 20);
    try {
      await expect(lockRun(directory, quick)).rejects.toThrow(
        /in use by process 1 on other, in another container or on another machine; .* it lives, since its lock is renewed/,
      );
    } finally {
      clearInterval(timer);
    }
    expect(lockFiles(directory)).toHaveLength(1);
  });

  it.each([
    ['not renewed', ''],
    ['empty', 'empty'],
  ])('that is %s is taken over after a while', async (_, kind) => {
    if (kind === 'empty') writeFileSync(lock(), '');
    else createLock(directory, 1, foreign);
    const notes: string[] = [];
    const own = await lockRun(directory, { ...quick, onNote: (line) => notes.push(line) });
    own.requireHeld();
    expect(notes).toHaveLength(1);
    expect(lockFiles(directory).map(({ number }) => number)).toEqual([2]);
    await own.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('goes to one of several processes that take over at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      createLock(directory, 1, foreign);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 4 }, () => lockRun(directory, { patienceMs: 20 })),
      );
      const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(won).toHaveLength(1);
      won[0].value.requireHeld();
      await won[0].value.release();
      expect(readdirSync(directory)).toEqual([]);
    }
  });

  it('is renewed while the main thread works, and written over in place', async () => {
    const own = await lockRun(directory);
    await pause(100);
    const first = parseLock(readLock(lock())!)!;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);
    const later = parseLock(readLock(lock())!)!;
    expect(later.beat).toBeGreaterThan(first.beat);
    expect({ ...later, beat: first.beat }).toEqual(first);
    await own.release();
  });

  it('that is lost stops its former holder', async () => {
    const own = await lockRun(directory);
    createLock(directory, 2, foreign);
    expect(() => own.requireHeld()).toThrow(
      /process 1 on other has taken over, so this process stops and writes nothing/,
    );
    await own.release();
    expect(lockFiles(directory).map(({ number }) => number)).toEqual([2]);
  });
});

const namespaces = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

it.skipIf(!namespaces)('two trainings of one run in two process namespaces: one trains, one is refused', async () => {
  const script = fileURLToPath(new URL('../../../scripts/dist/train-teacher.js', import.meta.url));
  const run = join(directory, 'run');
  const options = ['--preset', 'debug', '--minutes', '0.1', '--steps', '10000000', '--run', run];
  const train = () =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn('unshare', ['--pid', '--fork', '--mount-proc', process.execPath, script, ...options]);
      let said = '';
      child.stderr.on('data', (text) => {
        said += text;
      });
      child.on('close', (code) => resolve({ code, said }));
    });
  const ended = await Promise.all([train(), train()]);
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 2]);
  const refused = ended.find(({ code }) => code === 2)!;
  expect(refused.said.trim().split('\n').at(-1)).toMatch(/is in use by process \d+ on .*another container/);
  expect(readdirSync(run).filter((name) => name.startsWith('lock'))).toEqual([]);
  const steps = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  expect(new Set(steps.map((line) => JSON.parse(line).steps)).size).toBe(steps.length);
});
