import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadHeldOut, parseManifest } from '@open-ada/curriculum';
import { parseTask } from '@open-ada/production-rules';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'task-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

function task(...options: string[]) {
  const command = join(root, 'scripts', 'dist', 'task.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...options], {
    encoding: 'utf8',
    cwd: root,
  });
  return { status, stdout, stderr };
}

const example = 'tasks/examples/two-steps.jsonc';
const broken = join(folder, 'broken.json');
writeFileSync(
  broken,
  readFileSync(join(root, example), 'utf8')
    .replace('purple slab) -> yellow', 'purple slab) -> red')
    .replace('16', '-1'),
);

describe('task check', () => {
  it('accepts a valid file', () => {
    expect(task('check', example)).toEqual({
      status: 0,
      stdout: `${example}: a valid task, "two steps to a sphere".\n`,
      stderr: '',
    });
    expect(task('check', example, '--json').stdout).toBe('{"ok":true,"faults":[]}\n');
  });

  it('names every fault with its path, and exits 2', () => {
    const { status, stdout, stderr } = task('check', broken);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^\/rules\/1\/rule: "red sphere" is not an object type.*\n\/trialSeconds: .*\n$/);
    expect(stderr).toBe(`${broken} is not a valid task: 2 faults.\n`);
    const json = task('check', broken, '--json');
    expect(json.status).toBe(2);
    const { ok, faults } = JSON.parse(json.stdout);
    expect(ok).toBe(false);
    expect(faults.map(({ path }: { path: string }) => path)).toEqual(['/rules/1/rule', '/trialSeconds']);
  });
});

describe('task show', () => {
  it('says in words what a task is', () => {
    const { status, stdout } = task('show', example);
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'two steps to a sphere: a room of 10 x 10 m, trials of 16 s.',
        'Goal: I am holding a yellow sphere.',
        'Rules:',
        '  1. When I am holding a black cube, it turns into a purple pyramid (hidden).',
        '  2. When a purple pyramid is within 1 m of a purple slab, both turn into a yellow sphere (hidden).',
        '  3. When a black sphere is touching a purple slab, both vanish.',
        'Objects (4): black cube, purple slab, black sphere, yellow cube.',
        '',
      ].join('\n'),
    );
  });
});

describe('task generate', () => {
  it('prints one task as a file and several as JSON lines, the same each time', () => {
    const one = task('generate', '--family', 'make-by-near', '--seed', '3').stdout;
    expect(parseTask(one).name).toBe('make-by-near training 3');
    const lines = task('generate', '--family', 'make-by-near', '--seed', '3', '--count', '2').stdout.trim().split('\n');
    expect(parseTask(lines[0])).toEqual(parseTask(one));
    expect(lines).toHaveLength(2);
  });

  it('writes a file of held-out tasks and enters it in a manifest', () => {
    const out = join(folder, 'hold.jsonl');
    const manifest = join(folder, 'manifest.json');
    const more = ['--side', 'held-out', '--count', '20', '--out', out, '--manifest', manifest, '--json'];
    const { status, stdout } = task('generate', '--family', 'hold', ...more);
    expect(status).toBe(0);
    const { sha256 } = JSON.parse(stdout);
    expect(parseManifest(readFileSync(manifest, 'utf8'), 'manifest')).toEqual({
      hold: { file: 'hold.jsonl', count: 20, sha256 },
    });
    expect(loadHeldOut('hold', readFileSync(out, 'utf8'), sha256)).toHaveLength(20);
  });
});

describe('a wrong call', () => {
  it.each([
    [['check', 'no/such/file.json'], /^Cannot read no\/such\/file\.json: no such file or directory\.\n$/],
    [['show', broken], /^\S+broken\.json at \/rules\/1\/rule: .* \(and 1 more\)\n$/],
    [['generate', '--family', 'hard'], /^There is no family "hard"; use one of hold, make-by-hold, make-by-near\.\n$/],
    [['generate', '--family', 'hold', '--count', '0'], /whole number, at least 1/],
    [['generate', '--family', 'hold', '--side', 'left'], /Allowed choices are training, held-out/],
    [['generate', '--family', 'hold', '--trial-seconds', '-3'], /number of seconds/],
    [
      ['generate', '--family', 'hold', '--out', join(folder, 'no', 'such')],
      /^Cannot write .*no such file or directory\.\n$/,
    ],
    [['generate', '--family', 'hold', '--manifest', join(folder, 'm.json')], /^--manifest needs --out\.\n$/],
    [['generate'], /required option '--family <name>'/],
    [['fly'], /unknown command 'fly'/],
    [['check', example, '--jsn'], /unknown option '--jsn'/],
  ])('%j exits 2, says why and writes nothing', (options, message) => {
    const { status, stdout, stderr } = task(...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'm.json'))).toBe(false);
  });

  it('--help exits 0', () => {
    expect(task('--help').status).toBe(0);
    expect(task('generate', '--help').stdout).toContain('--family');
  });
});
