import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const home = fileURLToPath(new URL('..', import.meta.url));

/** Runs a script that lies inside the package, so that its imports are found. */
function run(script: string, ...options: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

test("the README's program fits a line", () => {
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(join(home, 'README.md'), 'utf8'))!;
  const directory = mkdtempSync(join(home, 'test', 'readme-'));
  try {
    writeFileSync(join(directory, 'readme.mjs'), code);
    expect(Number.parseFloat(run(join(directory, 'readme.mjs')))).toBeLessThan(0.05);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('the example trains, saves, exports and runs what it exported', () => {
  const directory = mkdtempSync(join(home, 'test', 'example-'));
  try {
    const output = run(join(home, 'examples', 'train-and-export.mjs'), directory);
    expect(Number(/step 400: loss ([\d.]+)/.exec(output)?.[1])).toBeLessThan(0.5);
    expect(output).toMatch(/1[234] of 14 continuations right/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
