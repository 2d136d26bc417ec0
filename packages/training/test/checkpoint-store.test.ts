import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@open-ada/production-rules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEED } from '../../../test/kit/seed.js';
import { newestCheckpoint, saveCheckpoint } from '../src/storage/checkpoint-store.js';

const FIXTURE = fileURLToPath(new URL('./save-and-die.mjs', import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const files = (value: number) => ({
  'state.json': JSON.stringify({ value }),
  'tensor.bin': new Uint8Array(5000).fill(value),
});
const valueIn = (found: ReturnType<typeof newestCheckpoint>['found']) =>
  JSON.parse(Buffer.from(found!.read('state.json')).toString()).value as number;

describe('checkpoints', () => {
  it('keeps the newest three and reads the newest', () => {
    for (let iteration = 1; iteration <= 5; iteration++) saveCheckpoint(directory, iteration, files(iteration), 3);
    expect(readdirSync(directory).sort()).toEqual(['000003', '000004', '000005']);
    const { found, ignored } = newestCheckpoint(directory);
    expect(valueIn(found)).toBe(5);
    expect(ignored).toEqual([]);
  });

  it('keeps and reads the newest where the number has more digits than it is padded to', () => {
    for (const iteration of [999_998, 999_999, 1_000_000, 1_000_001, 10_000_000]) {
      saveCheckpoint(directory, iteration, files(iteration), 3);
      expect(valueIn(newestCheckpoint(directory).found)).toBe(iteration);
    }
    expect(new Set(readdirSync(directory))).toEqual(new Set(['1000000', '1000001', '10000000']));
  });

  it('ignores and names one without its marker', () => {
    for (const iteration of [1, 2]) saveCheckpoint(directory, iteration, files(iteration), 3);
    rmSync(join(directory, '000002', 'complete.json'));
    const { found, ignored } = newestCheckpoint(directory);
    expect(valueIn(found)).toBe(1);
    expect(ignored).toHaveLength(1);
    expect(ignored[0]).toMatch(/000002.*marker/);
    // The iteration is then saved anew.
    saveCheckpoint(directory, 2, files(22), 3);
    expect(valueIn(newestCheckpoint(directory).found)).toBe(22);
  });

  it.each([
    ['truncated', (file: string) => truncateSync(file, 100)],
    ['changed', (file: string) => writeFileSync(file, new Uint8Array(5000).fill(9))],
    ['missing', (file: string) => rmSync(file)],
    ['there, its marker empty', (file: string) => truncateSync(join(dirname(file), 'complete.json'), 0)],
  ])('ignores and names one with a file that is %s, and saves it anew', (_what, damage) => {
    for (const iteration of [1, 2]) saveCheckpoint(directory, iteration, files(iteration), 3);
    damage(join(directory, '000002', 'tensor.bin'));
    const { found, ignored } = newestCheckpoint(directory);
    expect(valueIn(found)).toBe(1);
    expect(ignored[0]).toMatch(/000002/);
    saveCheckpoint(directory, 2, files(22), 3);
    expect(valueIn(newestCheckpoint(directory).found)).toBe(22);
  });

  it('removes with the next save what crashes have left, and complains of it no more', () => {
    for (const iteration of [1, 2, 3, 900, 901]) saveCheckpoint(directory, iteration, files(iteration), 9);
    rmSync(join(directory, '000002', 'complete.json'));
    rmSync(join(directory, '000900', 'complete.json'));
    truncateSync(join(directory, '000901', 'tensor.bin'), 100);
    mkdirSync(join(directory, '000902.writing'));
    mkdirSync(join(directory, 'mine'));
    expect(newestCheckpoint(directory).ignored.length).toBeGreaterThan(2);
    rmSync(join(directory, 'mine'), { recursive: true });
    mkdirSync(join(directory, '000000-mine'));
    saveCheckpoint(directory, 4, files(4), 9);
    expect(readdirSync(directory).sort()).toEqual(['000000-mine', '000001', '000003', '000004']);
    const { found, ignored } = newestCheckpoint(directory);
    expect([valueIn(found), ignored]).toEqual([4, []]);
  });

  it('is usable after kill -9 between every pair of file operations', () => {
    const operations: string[] = [];
    for (let iteration = 1; iteration <= 4; iteration++) {
      operations.length = 0;
      saveCheckpoint(directory, iteration, files(iteration), 3, (operation) => operations.push(operation));
    }
    for (let operation = 0; operation < operations.length; operation++) {
      const before = valueIn(newestCheckpoint(directory).found);
      const child = spawnSync(process.execPath, [FIXTURE, directory, String(before + 1), String(operation)]);
      expect(child.signal).toBe('SIGKILL');
      const after = valueIn(newestCheckpoint(directory).found);
      const marked = operation >= operations.indexOf('mark');
      expect({ operation: operations[operation], after }).toEqual({
        operation: operations[operation],
        after: marked ? before + 1 : before,
      });
      saveCheckpoint(directory, after + 1, files(after + 1), 3);
      expect(valueIn(newestCheckpoint(directory).found)).toBe(after + 1);
      expect(readdirSync(directory).filter((name) => name.endsWith('.writing')).length).toBeLessThanOrEqual(1);
    }
  });

  it(`is usable after kill -9 at 50 random moments (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    let saved = 0;
    let cut = 0;
    for (let kill = 0; kill < 50; kill++) {
      const child = spawn(process.execPath, [FIXTURE, directory, String(saved + 1), 'forever'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 12 * random.float()));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const { found, ignored } = newestCheckpoint(directory);
      cut += ignored.length;
      expect(valueIn(found)).toBeGreaterThan(saved);
      expect([...found!.read('tensor.bin')].every((byte) => byte === valueIn(found) % 256)).toBe(true);
      saved = valueIn(found);
    }
    // Else the kills came when nothing was being written.
    expect(cut).toBeGreaterThan(5);
  });
});
