import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder, fileOf } = temporaryFolder();
const act = (...options: string[]) => task('act', ...options);

const example = 'tasks/examples/two-steps.jsonc';
const goodWay = fileOf('good.steps', 'take 1.5 1.5 # the cube becomes a pyramid\ngo 5 2\ngo 7 2\ngo 7.4 2\nwait 1\n');

describe('task act', () => {
  it('says where each step ended, what rules left, and the reward', () => {
    const { status, stdout, stderr } = act(example, goodWay);
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^step \d+: a rule fires; there are now purple pyramid, purple slab, black sphere, yellow cube$/,
    );
    expect(lines[1]).toMatch(
      /^line 1, take: done after \d+ steps, at \(\d\.\d, 0\.0, \d\.\d\) with purple pyramid in the hand$/,
    );
    expect(lines.at(-1)).toMatch(/good\.steps in "two steps to a sphere": reward [\d.]+ of 80, 2 rule firings\.$/);
  });

  it('--json has exactly reward, trialSteps and firings; --replay writes what was played', () => {
    const file = join(folder, 'acted.replay');
    const { status, stdout } = act(example, goodWay, '--json', '--replay', file, '--seed', '3');
    expect(status).toBe(0);
    const { reward, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ trialSteps: 80, firings: 2 });
    const replay = parseReplay(readFileSync(file, 'utf8'), file);
    expect(replay.options).toMatchObject({ trials: 1, seed: 3 });
    const outcome = resimulate(replay);
    expect(outcome).toMatchObject({ reproduced: true, steps: 80 });
    expect((outcome as { rewardByTrial: number[] }).rewardByTrial[0]).toBeCloseTo(reward, 3);
    expect(reward).toBeGreaterThan(20);
  });

  it('depends on the seed, which decides the heading, and on the world', () => {
    const turning = fileOf('turning.steps', 'wait 1');
    const digest = (...options: string[]) => {
      const file = join(folder, 'some.replay');
      expect(act(example, turning, '--replay', file, ...options).status).toBe(0);
      return parseReplay(readFileSync(file, 'utf8')).blocks[0].digest;
    };
    expect(digest()).toBe(digest('--seed', '0', '--preset', 'laptop'));
    expect(digest('--seed', '1')).not.toBe(digest());
    expect(digest('--preset', 'ada')).not.toBe(digest());
  });

  const wrongStep = fileOf('wrong.steps', 'wait 1\nfly 2 2\n');
  const tooLong = fileOf('long.steps', 'wait 79\nwait 20\n');
  const nowhere = fileOf('nowhere.steps', 'go 9 9\ngo 50 50\n');
  const wide = fileOf('wide.json', readFileSync(join(root, example), 'utf8').replace('Seconds": 16', 'Seconds": 60'));
  const out = join(folder, 'none.replay');
  const WRONG: [options: string[], message: RegExp][] = [
    [[example], /missing required argument 'steps'/],
    [[example, wrongStep], /^\S+wrong\.steps:2: there is no step "fly"; use /],
    [[example, 'no/such.steps'], /^Cannot read no\/such\.steps: no such file or directory\.\n$/],
    [[example, tooLong], /^The trial ends before line 2, "wait", is done; lengthen the trial or leave steps out\.\n$/],
    [[wide, nowhere], /^Line 2, "go", is not done after 150 steps; the avatar is at \(.*\)\.\n$/],
    [[example, goodWay, '--seed', 'x'], /It must be a whole number, at least 0\./],
    [[goodWay, goodWay], /good\.steps/],
  ];
  it.each(WRONG)('a wrong call, %j, exits 2, says why and writes nothing', (options, message) => {
    const { status, stdout, stderr } = act(...options, '--replay', out);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, '']);
    expect(existsSync(out)).toBe(false);
  });
});
