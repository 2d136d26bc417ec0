import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The pnpm that runs the tests, as `pnpm test` does. */
const { npm_execpath: pnpm = '' } = process.env;

describe('JSON for programs', () => {
  it.skipIf(!/pnpm/.test(pnpm))('is all that pnpm -s prints', () => {
    const options = ['-s', 'task', 'check', '--json', 'tasks/examples/two-steps.jsonc'];
    const { status, stdout } = spawnSync(process.execPath, [pnpm, ...options], { cwd: root, encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '{"ok":true,"faults":[]}\n']);
  });

  it('is asked for with -s wherever a page shows the command', () => {
    const pages = [
      'README.md',
      ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => join('docs', name)),
    ];
    const shown = pages.flatMap(
      (page) => readFileSync(join(root, page), 'utf8').match(/pnpm(?:@10)? [^`\n|]*--json/g) ?? [],
    );
    expect(shown.length).toBeGreaterThan(4);
    expect(shown.filter((command) => !/^pnpm(@10)? -s /.test(command))).toEqual([]);
  });
});
