import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeWhole } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dist = new URL('../dist/index.js', import.meta.url).href;

describe('a file that is written whole', () => {
  it('replaces what was there and leaves nothing beside it', () => {
    const file = join(folder, 'a');
    writeWhole(file, 'one');
    writeWhole(file, new Uint8Array([50]));
    expect(readFileSync(file, 'utf8')).toBe('2');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('is as it was where the new content does not fit, and the error says so', () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    writeFileSync(join(small, 'a'), 'before');
    const write = `import { writeWhole } from '${dist}'; process.on('SIGXFSZ', () => {});
      try { writeWhole('a', Buffer.alloc(20_000)); } catch ({ code }) { console.log(code); }`;
    // No file above 4 blocks of 512 or 1024 bytes.
    const { stdout } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 4; exec "$0" --input-type=module -e "$1"', process.execPath, write],
      {
        cwd: small,
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('EFBIG\n');
    expect(readdirSync(small)).toEqual(['a']);
    expect(readFileSync(join(small, 'a'), 'utf8')).toBe('before');
  });
});
