import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder, fileOf } = temporaryFolder();
const solve = (...options: string[]) => task('solve', ...options);

const example = 'tasks/examples/two-steps.jsonc';
const text = readFileSync(join(root, example), 'utf8');
const hopeless = fileOf('hopeless.json', text.replace('"hold(me, yellow sphere)"', '"hold(me, yellow slab)"'));
const broken = fileOf('broken.json', text.replace('purple slab) -> yellow', 'purple slab) -> red'));

describe('task solve', () => {
  it('says reward, steps until the goal first held, and firings', () => {
    const { status, stdout, stderr } = solve(example);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^tasks\/examples\/two-steps\.jsonc: "two steps to a sphere" is solved: reward [\d.]+ of 80 in the best trial, the goal first held in step \d+, after 2 rule firings in all\.\n$/,
    );
  });

  it('solves every example in both worlds', () => {
    const files = readdirSync(join(root, 'tasks/examples')).map((file) => `tasks/examples/${file}`);
    for (const preset of ['laptop', 'ada']) {
      const { status, stdout } = solve('--preset', preset, ...files);
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`\\n${files.length} of ${files.length} solved\\.\\n$`));
    }
  });

  it('--explorer says what the explorer is paid from trial to trial', () => {
    const { status, stdout, stderr } = solve('--explorer', '--trials', '2', example);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^tasks\/examples\/two-steps\.jsonc: "two steps to a sphere": reward of the explorer by trial [\d.]+, [\d.]+, of 80 each\.\n$/,
    );
    const { rewards } = JSON.parse(solve('--explorer', '--trials', '2', '--json', example).stdout);
    expect(rewards).toEqual([expect.any(Number), expect.any(Number)]);
    expect(Math.max(...rewards)).toBeGreaterThan(20);
  });

  it('says why it fails, and exits 1', () => {
    const { status, stdout, stderr } = solve(hopeless);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toBe(
      `${hopeless}: "two steps to a sphere" is not solved (no reward in 80 steps, no rule firing): ` +
        'hold(me, yellow slab): there is no yellow slab and no rule makes one.\n',
    );
  });

  it('--json has exactly solved, reward and reason; of several files, one of each', () => {
    const one = solve(example, '--json');
    expect([one.status, one.stderr]).toEqual([0, '']);
    const result = JSON.parse(one.stdout);
    expect(result).toEqual({ solved: true, reward: expect.any(Number), reason: null });
    const both = solve(example, hopeless, '--json');
    expect(both.status).toBe(1);
    expect(JSON.parse(both.stdout)).toEqual({
      solved: false,
      tasks: [
        { file: example, ...result },
        { file: hopeless, solved: false, reward: 0, reason: expect.stringContaining('no rule makes one') },
      ],
    });
  });

  it('depends on nothing but its arguments', () => {
    expect(solve(example, '--trials', '1', '--seed', '7')).toEqual(solve(example, '--trials', '1', '--seed', '7'));
    expect(solve(example, '--trials', '1', '--seed', '7').stdout).not.toBe(solve(example, '--trials', '1').stdout);
  });

  it('--replay writes what was played', () => {
    const file = join(folder, 'solved.replay.json');
    expect(solve(example, '--trials', '2', '--replay', file).status).toBe(0);
    const replay = parseReplay(readFileSync(file, 'utf8'), file);
    expect(replay.options.trials).toBe(2);
    expect(resimulate(replay)).toMatchObject({ reproduced: true, steps: 160 });
  });
});

const WRONG: [options: string[], message: RegExp][] = [
  [[], /missing required argument 'files'/],
  [['no/such/file.json'], /^Cannot read no\/such\/file\.json: no such file or directory\.\n$/],
  [[example, broken], /^\S+broken\.json at \/rules\/1\/rule: .*\n$/],
  [[example, '--trials', '0'], /It must be a whole number, at least 1\./],
  [[example, '--seed', 'x'], /It must be a whole number, at least 0\./],
  [[example, '--preset', 'big'], /Allowed choices are laptop, ada\./],
  [[example, hopeless, '--replay', join(folder, 'r.json')], /^--replay takes one task file\.\n$/],
  [[example, '--replay', join(folder, 'no', 'such')], /^Cannot write .*no such file or directory\.\n$/],
];

describe('a wrong call of task solve', () => {
  it.each(WRONG)('%j exits 2, says why and writes nothing', (options, message) => {
    const { status, stdout, stderr } = solve(...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'r.json'))).toBe(false);
  });
});
