import { readCheckpoint } from '@open-ada/rollout';
import { COMPACT, solve } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { validate } from '../experiments/validation/validate.js';
import { validationTasks } from '../experiments/validation/validation-tasks.js';
import { temporaryFolder, writeTinyAgent } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

const TWO = { ...COMPACT, players: 2 };

it('tasks for two are played from both seats, and scored by two oracles', async () => {
  const tasks = validationTasks('pairs', 6, TWO);
  // Some of them are beyond one player.
  expect(tasks.some(({ task }) => !solve(task).solved)).toBe(true);
  const { mean } = await validate({ kind: 'oracle' }, tasks, 1, TWO);
  expect(mean[0]).toBeGreaterThan(0.8);
});

it('an agent of two players plays tasks for two and for one', async () => {
  const checkpoint = readCheckpoint(writeTinyAgent(temporaryFolder(), TWO));
  for (const family of ['pairs', 'hold'] as const) {
    const tasks = validationTasks(family, 2, TWO);
    const scores = await validate({ kind: 'agent', checkpoint, mode: 'sample' }, tasks, 2, TWO);
    expect(scores.tasks).toBe(2);
    expect(scores.mean.every((score) => score >= 0 && score <= 1)).toBe(true);
  }
});

it('an agent of one player is refused in tasks for two', () => {
  const call = ['validate', '--families', 'hold,pairs', '--checkpoint', writeTinyAgent(temporaryFolder())];
  const { status, stdout, stderr } = runWarm('experiments/dist/main.js', call);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(
    /^\S+ was trained alone, and the tasks of pairs are for two; train an agent with --players 2\.\n$/,
  );
});
