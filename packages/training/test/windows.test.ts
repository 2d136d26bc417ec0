import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';

const folder = mkdtempSync(join(tmpdir(), 'windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const windows = fileURLToPath(new URL('./windows-files.mjs', import.meta.url));
const dist = new URL('../dist/storage/checkpoint-store.js', import.meta.url).href;

/** Runs a module with the file system of Windows. */
function onWindows(code: string) {
  const options = ['--import', windows, '--input-type=module', '-e', code];
  const { status, stderr } = spawnSync(process.execPath, options, { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

describe('on Windows', () => {
  it('checkpoints are saved, and the older ones removed', () => {
    const code = `import { saveCheckpoint } from '${dist}';
      for (let i = 1; i <= 5; i++) saveCheckpoint('checkpoints', i, { 'state.json': String(i) }, 3);`;
    expect(onWindows(code)).toEqual({ status: 0, stderr: '' });
    const directory = join(folder, 'checkpoints');
    expect(readdirSync(directory).sort()).toEqual(['000003', '000004', '000005']);
    const { found, ignored } = newestCheckpoint(directory);
    expect(Buffer.from(found!.read('state.json')).toString()).toBe('5');
    expect(ignored).toEqual([]);
  });

  it('a file is replaced that another program has open for a moment', () => {
    const kit = new URL('../../node-kit/dist/index.js', import.meta.url).href;
    const code = `import { writeWhole } from '${kit}'; writeWhole('a', '1'); writeWhole('a', '2');`;
    expect(onWindows(code)).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('2');
  });
});

it('files whose bytes are hashed have the same line ends on every system', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim().split('\n');
  const names = git('ls-files', 'tasks', 'checkpoints/*.json', 'packages/*/test').filter(Boolean);
  const ends = git('check-attr', 'eol', '--', ...names);
  expect(ends.filter((line) => !line.endsWith(': eol: lf'))).toEqual([]);
  expect(ends.length).toBeGreaterThan(100);
});
