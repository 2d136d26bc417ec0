import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPredicate, parseTask, type Task } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { chainOf } from '../experiments/slices/chain.js';
import { ACROSS, KINDS } from '../experiments/slices/slices.js';
import { HELD_OUT, temporaryFolder } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

interface Sketch {
  goal: string;
  rules?: string[];
  objects?: object[];
  rows?: string[];
}

const at = (type: string, x = 1, z = 1, more = {}) => ({ type, at: [x, z], ...more });

const taskOf = ({ goal, rules = [], objects = [], rows = ['000', '000', '000'] }: Sketch): Task =>
  parseTask(
    JSON.stringify({
      ...{ version: 1, name: 'sliced', goal, rules, objects, world: { rows } },
      ...{ players: [{ at: [5, 5] }], trialSeconds: 8 },
    }),
  );

const kindOf = (task: Task) => KINDS.find(({ has }) => has(task))?.name;

describe('the chain to a goal', () => {
  it('is the one with the fewest firings, through objects that are there', () => {
    const rules = [
      'hold(me, black cube) -> purple cube',
      'near(me, purple cube) -> yellow cube',
      'touching(black cube, black sphere) -> yellow cube',
      'see(me, yellow cube) -> black cube',
    ];
    const task = taskOf({ goal: 'hold(me, yellow cube)', rules, objects: [at('black cube'), at('black sphere', 3)] });
    const { conditions, given } = chainOf(task);
    expect(conditions.map(formatPredicate)).toEqual(['touching(black cube, black sphere)', 'hold(me, yellow cube)']);
    expect([...given].sort()).toEqual(['black cube', 'black sphere']);
  });

  it('ends where rules go round in circles', () => {
    const rules = ['hold(me, black cube) -> yellow cube', 'hold(me, yellow cube) -> black cube'];
    expect(chainOf(taskOf({ goal: 'hold(me, yellow cube)', rules })).conditions).toEqual([]);
  });
});

describe('the kind of a task', () => {
  const pair = [at('black cube'), at('black sphere', 3)];

  it('counts the pairs of goal and rules', () => {
    const goal = 'near(black cube, black sphere)';
    expect(kindOf(taskOf({ goal, objects: pair }))).toBe('one pair to bring');
    const rules = ['touching(black cube, purple cube) -> black sphere'];
    const objects = [at('black cube'), at('purple cube', 3)];
    expect(kindOf(taskOf({ goal, rules, objects }))).toBe('two or more pairs to bring');
    expect(kindOf(taskOf({ goal: 'see(black cube, black sphere)', objects: pair }))).toBe('see(a, b) to be made');
  });

  it('is to destroy only where what should be apart cannot be moved', () => {
    const goal = 'not near(black cube, black sphere)';
    const frozen = [at('black cube', 1, 1, { frozen: true }), at('black sphere', 1.6, 1, { frozen: true })];
    expect(kindOf(taskOf({ goal, objects: frozen }))).toBe('a rule must destroy');
    expect(kindOf(taskOf({ goal, objects: pair }))).toBe('neither, flat');
  });

  it('knows how far up what takes part lies', () => {
    const up = ACROSS.find(({ name }) => name === 'an object two levels up')!;
    const rows = ['210', '000', '000'];
    const goal = 'hold(me, black cube)';
    expect(up.has(taskOf({ goal, rows, objects: [at('black cube')] }))).toBe(true);
    expect(up.has(taskOf({ goal, rows, objects: [at('black cube'), at('black cube', 5)] }))).toBe(false);
    expect(up.has(taskOf({ goal, rows, objects: [at('black cube', 5), at('black sphere')] }))).toBe(false);
  });
});

describe('experiment slices', () => {
  const folder = temporaryFolder();
  const slices = (file: string) => runWarm('experiments/dist/main.js', ['slices', file]);

  it('splits what a score file says', () => {
    const { stdout, status } = slices('checkpoints/teacher.full.json');
    const [all, ...kinds] = stdout.split('\n').slice(2);
    const tasks = (line: string) => Number(line.split('|')[2]);
    expect(status).toBe(0);
    expect(kinds.slice(0, KINDS.length).reduce((sum, line) => sum + tasks(line), 0)).toBe(tasks(all));
  });

  it('refuses scores of other tasks, and other files, in one sentence', () => {
    const stale = join(folder, 'stale.json');
    const tasks = { family: 'full', sha256: 'x' };
    writeFileSync(stale, JSON.stringify({ evaluation: 'heldout', tasks, perTask: [{ task: 0, score: { 1: 0 } }] }));
    const { status, stderr, stdout } = slices(stale);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /stale\.json has scores of other tasks than .*full\.jsonl holds; evaluate the agent again\.\n$/,
    );
    expect(slices(join(HELD_OUT, 'manifest.json')).stderr).toMatch(/is no score file of eval:heldout\.\n$/);
  });
});
