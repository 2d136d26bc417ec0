import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'linked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a script measures in a checkout that is reached through a link', () => {
  const checkout = join(folder, 'checkout');
  symlinkSync(fileURLToPath(new URL('..', import.meta.url)), checkout);
  const { status, stdout } = spawnSync(process.execPath, ['bench/dist/sim-memory.js', '10000'], {
    cwd: checkout,
    env: { ...process.env, PWD: checkout },
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ steps: expect.any(Number), growth: expect.any(Number) });
  const absolute = spawnSync(process.execPath, [join(checkout, 'bench/dist/sim-memory.js'), '10000'], {
    encoding: 'utf8',
  });
  expect(JSON.parse(absolute.stdout)).toMatchObject({ steps: expect.any(Number) });
});
