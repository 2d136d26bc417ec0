import { describe, expect, it } from 'vitest';
import { planJobs } from '../src/playing/jobs.js';
import { SHARD_PLAYS, shardCapacity, shardPlays } from '../src/playing/shards.js';

const tasks = (...seconds: number[]) => seconds.map((trialSeconds) => ({ trialSeconds }) as never);

describe('shards', () => {
  it('hold episodes of one trial length, each exactly once', () => {
    const lengths = Array.from({ length: 300 }, (_, i) => [8, 16, 40][i % 3]);
    const which = [...lengths.keys()].filter((i) => i !== 7);
    const shards = shardPlays(tasks(...lengths), which, 2);
    for (const plays of shards) {
      expect(new Set(plays.map(({ task }) => lengths[task])).size).toBe(1);
      expect(plays.length).toBeLessThanOrEqual(SHARD_PLAYS);
    }
    const played = shards.flat().map(({ task, repeat }) => `${task} ${repeat}`);
    expect(new Set(played).size).toBe(played.length);
    expect(played).toHaveLength(2 * 299);
  });

  it('are played in as few environments as hold them', () => {
    expect([1, 32, 33, 64, 65, 128].map(shardCapacity)).toEqual([32, 32, 64, 64, 128, 128]);
  });
});

describe('the plan', () => {
  const plan = { tasks: tasks(8, 8, 8), which: [0, 2], repeats: 2, seed: 9 };

  it('plays every task at every k, all trials', () => {
    const jobs = planJobs({ ...plan, players: ['agent'], ks: [1, 3] });
    expect(jobs.map(({ k, trial, plays }) => [k, trial, plays.length])).toEqual([
      [3, undefined, 4],
      [1, undefined, 4],
    ]);
  });

  it('plays of the control what is not the agent itself: the last trial, and at the largest k all but the first', () => {
    const jobs = planJobs({ ...plan, players: ['cleared'], ks: [1, 2, 5] });
    expect(jobs.map(({ k, trial }) => `${k} ${trial}`).sort()).toEqual(['2 1', '5 1', '5 2', '5 3', '5 4']);
  });

  it('begins with what takes longest', () => {
    const jobs = planJobs({ ...plan, tasks: tasks(8, 8, 40), players: ['agent', 'cleared', 'noop'], ks: [1, 2] });
    expect(jobs[0]).toMatchObject({ player: 'agent', k: 2, plays: [{ task: 2 }, { task: 2 }] });
    expect(jobs[jobs.length - 1]).toMatchObject({ player: 'noop', plays: [{ task: 0 }, { task: 0 }] });
  });
});
