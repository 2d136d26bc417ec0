import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockRun } from '../src/storage/lock.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('is refused while a living process holds it, with one sentence that names the process', () => {
  const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  writeFileSync(join(directory, 'lock'), `${holder.pid}\n`);
  try {
    expect(() => lockRun(directory)).toThrow(new RegExp(`in use by process ${holder.pid}.*--run`));
  } finally {
    holder.kill('SIGKILL');
  }
});

it('is taken over from a dead process and given back', () => {
  const dead = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(join(directory, 'lock'), `${dead.pid}\n`);
  const unlock = lockRun(directory);
  expect(existsSync(join(directory, 'lock'))).toBe(true);
  unlock();
  expect(existsSync(join(directory, 'lock'))).toBe(false);
});
