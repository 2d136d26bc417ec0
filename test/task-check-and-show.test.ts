import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTask } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder, fileOf } = temporaryFolder();

const example = 'tasks/examples/two-steps.jsonc';
const text = readFileSync(join(root, example), 'utf8');
const broken = fileOf(
  'broken.json',
  text.replace('purple slab) -> yellow', 'purple slab) -> red').replace('"trialSeconds": 16', '"trialSeconds": -1'),
);
const probeFiles = () =>
  readdirSync(join(root, 'tasks/probes')).flatMap((file) => (file.endsWith('.jsonc') ? [`tasks/probes/${file}`] : []));
const lineOf = (part: string) => 1 + text.split('\n').findIndex((line) => line.includes(part));

it('ends quietly when nobody reads on', () => {
  const { status, stderr } = spawnSync('sh', ['-c', `node scripts/run.mjs task show ${example} | true`], {
    encoding: 'utf8',
    cwd: root,
  });
  expect([status, stderr]).toEqual([0, '']);
});

describe('task check', () => {
  it('accepts valid files', () => {
    const files = readdirSync(join(root, 'tasks/examples')).map((file) => `tasks/examples/${file}`);
    const { status, stdout, stderr } = task('check', ...files);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toHaveLength(files.length);
    expect(task('check', example).stdout).toBe(`${example}: a valid task, "two steps to a sphere".\n`);
    expect(task('check', example, '--json').stdout).toBe('{"ok":true,"faults":[]}\n');
    expect(task('check', '--json', ...files).stdout).toBe('{"ok":true,"faults":[]}\n');
  });

  it('accepts all probes, without a warning', () => {
    const files = probeFiles();
    expect(files).toHaveLength(30);
    const { status, stdout, stderr } = task('check', ...files);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toEqual(files.map((file) => expect.stringContaining(`${file}: a valid task, "`)));
  });

  it('names every fault with file, line and path, and exits 2', () => {
    const { status, stdout, stderr } = task('check', broken, example);
    expect(status).toBe(2);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        `^${broken}:${lineOf('near(purple pyramid')}: /rules/1/rule: "red sphere" is not an object type`,
      ),
      `${broken}:${lineOf('trialSeconds')}: /trialSeconds: This must be at least 1.`,
      `${example}: a valid task, "two steps to a sphere".`,
      '',
    ]);
    expect(stderr).toBe(`${broken} is not a valid task: 2 faults.\n`);
  });

  it('--json has exactly ok and faults', () => {
    const { status, stdout } = task('check', broken, '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      faults: [
        { path: '/rules/1/rule', message: expect.stringContaining('red sphere') },
        { path: '/trialSeconds', message: expect.any(String) },
      ],
    });
    const several = JSON.parse(task('check', example, broken, 'no-such.json', '--json').stdout);
    expect(several.faults.map(({ file, path }: Record<string, string>) => [file, path])).toEqual([
      [broken, '/rules/1/rule'],
      [broken, '/trialSeconds'],
      ['no-such.json', ''],
    ]);
  });

  it('warns of what can never be, without refusing it', () => {
    const file = fileOf('never.json', text.replace('"hold(me, yellow sphere)"', '"hold(me, yellow slab)"'));
    const { status, stderr } = task('check', file);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^\S+: warning: \/goal\/0: It can never be that I hold a yellow slab: [^\n]*\n$/);
    expect(task('check', file, '--json')).toMatchObject({ status: 0, stdout: '{"ok":true,"faults":[]}\n' });
  });
});

describe('task show', () => {
  it('says in words what a task is, with a map and both identities', () => {
    const { status, stdout, stderr } = task('show', example);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^two steps to a sphere\nGoal: I hold a yellow sphere\.\n/);
    expect(stdout).toMatch(
      /\n {2}1\. When I hold a black cube, it turns into a purple pyramid\. \(hidden from the agent\)\n/,
    );
    expect(stdout).toMatch(/\n {2}\|\.{4}#{8}\.{3}c\.{4}\|\n/);
    expect(stdout).toMatch(/\nGame [0-9a-f]{16} \((held out|in training)\), task [0-9a-f]{64}\.\n$/);
  });

  it('says of each probe what it tests, and that no generated task has its game', () => {
    const files = probeFiles();
    const { status, stdout, stderr } = task('show', ...files);
    expect([status, stderr]).toEqual([0, '']);
    const texts = stdout.split(/(?<=^Game .*\n)\n/m);
    expect(texts).toHaveLength(30);
    files.forEach((file, i) => {
      const { name, tests, objects, world } = parseTask(readFileSync(join(root, file), 'utf8'), file);
      expect(texts[i].startsWith(`${name}\nTests: ${tests}\nGoal: `)).toBe(true);
      for (const { type } of objects) expect(texts[i]).toMatch(new RegExp(`^  [a-z ]+  (frozen )?${type}`, 'm'));
      expect(texts[i].match(/^ {2}\|.*\|$/gm)).toHaveLength(2 * world.rows.length);
      expect(texts[i]).toMatch(/\nGame [0-9a-f]{16} \(of a probe, on neither side\), task [0-9a-f]{64}\.\n$/);
    });
  });
});

describe('task schema', () => {
  it('prints what tasks/task.schema.json holds, or writes it', () => {
    const published = readFileSync(join(root, 'tasks/task.schema.json'), 'utf8');
    expect(task('schema').stdout).toBe(published);
    const out = join(folder, 'task.schema.json');
    expect(task('schema', '--out', out)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8')).toBe(published);
  });
});

const truncated = fileOf('truncated.json', text.slice(0, 300));
const huge = fileOf('huge.json', `${text}${' '.repeat(1_000_000)}`);
const deep = fileOf('deep.json', '['.repeat(50_000));
const binary = fileOf('binary.json', '\0\x01\xff{"version');
const contradictory = fileOf('contradictory.json', text.replace('[5, 8]', '[3, 5]'));

const WRONG: [options: string[], message: RegExp][] = [
  [['check', 'no/such/file.json'], /^Cannot read no\/such\/file\.json: no such file or directory\.\n$/],
  [['check', folder], /^\S+: there is no task file \(\.jsonc, \.jsonl\) in this directory\.\n$/],
  [['check'], /missing required argument 'files'/],
  [['check', example, '--jsn'], /unknown option '--jsn'/],
  [['show', 'no/such/file.json'], /^Cannot read no\/such\/file\.json: no such file or directory\.\n$/],
  [['show', broken], /^\S+broken\.json at \/rules\/1\/rule: .* \(and 1 more\)\n$/],
  [['show', truncated], /^\S+truncated\.json: This is not JSON: .* in line \d+, column \d+\.\n$/],
  [['show', huge], /^\S+huge\.json: A task file has at most 200000 characters, this one has \d+ bytes\.\n$/],
  [['show', deep], /^\S+deep\.json: A task file nests at most 32 deep\.\n$/],
  [['show', binary], /^\S+binary\.json: This is not JSON: [^\n]*\n$/],
  [['show', contradictory], /^\S+contradictory\.json at \/players\/0\/at: player 0 at \(3, 5\) is in a wall\.\n$/],
  [['schema', '--out', join(folder, 'no', 'such')], /^Cannot write .*no such file or directory\.\n$/],
  [['fly'], /unknown command 'fly'/],
];

describe('a wrong call', () => {
  it.each(WRONG)('%j exits 2, says why and writes nothing', (options, message) => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = task(...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
  });
});
