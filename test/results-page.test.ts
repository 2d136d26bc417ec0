import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { runWarm } from './kit/warm-command.js';
import { root, temporaryFolder } from './task-command.js';

const { folder } = temporaryFolder();
const page = (...options: string[]) => runWarm('scripts/dist/results-page.js', options);
const at = (name: string) => join(folder, name);

describe('docs:results', () => {
  it('README.md and families.md say what the score files say', () => {
    expect(page('--check')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('tells which page is stale, and writes it again', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const row = readme.split('\n').find((line) => line.startsWith('| `make-by-hold` ('))!;
    writeFileSync(at('README.md'), readme.replace(row, row.replace(/\d\.\d\d/, '0.99')));
    const places = ['--readme', at('README.md')];
    const { status, stderr } = page('--check', ...places);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'Not up to date, run pnpm docs:results: README.md.\n',
    });
    expect(page(...places).status).toBe(0);
    expect(readFileSync(at('README.md'), 'utf8')).toBe(readme);
  });

  it('needs as many stored trials of the explorer as the tables show', () => {
    const tasks = at('tasks');
    cpSync(join(root, 'tasks'), tasks, { recursive: true });
    const file = join(tasks, 'heldout/hold.explorer.json');
    const { sha256: _, ...stored } = JSON.parse(readFileSync(file, 'utf8'));
    const content = { ...stored, rewards: stored.rewards.map((trials: number[]) => trials.slice(0, 5)) };
    const sha256 = sha256Hex(JSON.stringify(content));
    writeFileSync(file, JSON.stringify({ ...content, sha256 }));
    const { status, stderr } = page('--check', '--tasks', tasks);
    const how = 'pnpm task freeze-explorer hold';
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `the explorer has 5 trials of hold, of 13 shown; ${how}.\n`,
    });
  });

  it('takes score files of the released agents only, and leaves the tasks in words out', () => {
    const checkpoints = at('checkpoints');
    cpSync(join(root, 'checkpoints'), checkpoints, { recursive: true });
    mkdirSync(at('results'));
    const released = JSON.parse(readFileSync(join(checkpoints, 'teacher.hold.json'), 'utf8'));
    const perTask = released.perTask.map((row: object) => ({ ...row, goal: 'g', rules: [], trialSeconds: 8 }));
    writeFileSync(at('results/heldout-hold-1.json'), JSON.stringify({ ...released, seconds: 12345, perTask }));
    const other = { ...released, checkpoint: { ...released.checkpoint, sha256: 'x' } };
    writeFileSync(at('results/heldout-hold-2.json'), JSON.stringify(other));
    const { status, stderr } = page('--checkpoints', checkpoints, '--readme', at('README.md'), '--from', at('results'));
    expect({ status, stderr: stderr.split(' taken')[0] }).toEqual({
      status: 0,
      stderr: '1 score files of the released agents',
    });
    const taken = JSON.parse(readFileSync(join(checkpoints, 'teacher.hold.json'), 'utf8'));
    expect(taken).toEqual({ ...released, seconds: 12345 });
  });

  it('refuses two results of one agent and family, and writes neither', () => {
    const checkpoints = at('two-results');
    cpSync(join(root, 'checkpoints'), checkpoints, { recursive: true });
    mkdirSync(at('both'));
    const released = readFileSync(join(checkpoints, 'teacher.hold.json'), 'utf8');
    for (const name of ['a', 'b'])
      writeFileSync(at(`both/heldout-hold-${name}.json`), released.replace('{', '{"x":1,'));
    const { status, stderr } = page('--checkpoints', checkpoints, '--from', at('both'));
    expect(stderr).toMatch(
      /both has two results for teacher\.hold\.json, heldout-hold-a\.json and heldout-hold-b\.json; /,
    );
    expect(status).toBe(2);
    expect(readFileSync(join(checkpoints, 'teacher.hold.json'), 'utf8')).toBe(released);
  });

  it.each([
    [['--checkpoints', at('none')], /there is no released agent \S+teacher\.safetensors\./],
    [['--from', at('none')], /there is no directory \S+none of results\./],
    [['--from', at('none'), '--check'], /--check writes nothing/],
    [['--readme', join(root, 'LICENSE')], /LICENSE needs one line <!-- results:begin -->/],
  ])('refuses %j in one sentence', (options, message) => {
    const { status, stderr } = page(...options);
    expect(stderr).toMatch(message);
    expect(stderr.trim()).not.toContain('\n');
    expect(status).toBe(2);
  });
});
