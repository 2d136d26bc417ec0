import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder, fileOf } = temporaryFolder();
const list = join(folder, 'x.jsonl');
task('generate', 'hold', '--count', '3', '--trial-seconds', '4', '--out', list);
const lines = readFileSync(list, 'utf8').trimEnd().split('\n');

describe('a list of tasks, as task generate writes it', () => {
  it('is checked line by line', () => {
    expect(task('check', list)).toEqual({ status: 0, stdout: `${list}: 3 valid tasks.\n`, stderr: '' });
    const heldOut = readdirSync(join(root, 'tasks/heldout')).filter((name) => name.endsWith('.jsonl'));
    const { status, stdout } = task('check', ...heldOut.map((name) => `tasks/heldout/${name}`));
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: heldOut.map((name) => `tasks/heldout/${name}: 1000 valid tasks.\n`).join(''),
    });
  });

  it('is named with the lines of its faults', () => {
    const second = lines[1].replace('"trialSeconds":4', '"trialSeconds":-1');
    const bad = fileOf('bad.jsonl', `${lines[0]}\n${second}\n\n${lines[2].slice(0, 50)}\n`);
    const { status, stdout, stderr } = task('check', bad);
    expect(status).toBe(2);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${bad}:2: /trialSeconds: This must be at least 1.`,
      expect.stringMatching(`^${bad}:4: This is not JSON: `),
    ]);
    expect(stderr).toBe(`${bad}: 2 of 3 tasks are not valid: 2 faults.\n`);
    expect(JSON.parse(task('check', '--json', bad).stdout).faults[0]).toEqual({
      line: 2,
      path: '/trialSeconds',
      message: 'This must be at least 1.',
    });
    expect(task('show', bad)).toMatchObject({
      status: 2,
      stderr: `${bad}:2 at /trialSeconds: This must be at least 1.\n`,
    });
    const empty = fileOf('empty.jsonl', '\n');
    expect(task('check', empty)).toMatchObject({ status: 2, stderr: `${empty} holds no task.\n` });
  });

  it('is shown, solved and drawn, also under another name', () => {
    const other = fileOf('y.json', `${lines.join('\n')}\n`);
    expect(task('show', other).stdout.match(/^Game /gm)).toHaveLength(3);
    const { stdout } = task('solve', list, '--trials', '1');
    expect(stdout).toContain(`${list}:3: "`);
    expect(stdout).toContain(' of 3 solved.\n');
    const { pictures } = JSON.parse(task('picture', list, '--out', join(folder, 'svg'), '--json').stdout);
    expect(pictures[2]).toEqual({ file: `${list}:3`, picture: join(folder, 'svg', 'x-3.svg') });
    expect(readdirSync(join(folder, 'svg')).sort()).toEqual(['x-1.svg', 'x-2.svg', 'x-3.svg']);
  });

  it('is refused in one sentence where one task is needed', () => {
    const steps = fileOf('steps', 'wait 1\n');
    expect(task('act', list, steps)).toEqual({
      status: 2,
      stdout: '',
      stderr: `${list} is a list of 3 tasks; put the line with the task into a file of its own.\n`,
    });
  });
});
