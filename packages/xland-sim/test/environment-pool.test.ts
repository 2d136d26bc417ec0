import { execFileSync } from 'node:child_process';
import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment } from '@open-ada/xland-sim';
import { EnvironmentPool } from '@open-ada/xland-sim/pool';
import { afterEach, expect, it } from 'vitest';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';

const SLOTS = 5;
const pools: EnvironmentPool[] = [];

async function poolOf(workers: number): Promise<EnvironmentPool> {
  const pool = await EnvironmentPool.create(EVERY_GROUP, { count: SLOTS, workers });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

/** The bits of everything that a pool shows. */
const shown = ({
  observations,
  rewards,
  events,
}: Pick<EnvironmentPool, 'observations' | 'rewards' | 'events'>): string =>
  [observations, rewards, events].map((view) => Buffer.from(view.slice().buffer).toString('base64')).join(' ');

it.each([1, 2, 3, 5])('gives the same with %i workers as without', async (workers) => {
  const pool = await poolOf(workers);
  const environment = new BatchedEnvironment(EVERY_GROUP, SLOTS);
  const play = new RandomPlay(environment, 4);
  play.events.fill(2);
  let tasks = 0;
  let ended = 0;
  for (let k = 0; k < 120; k++) {
    const resets: Promise<void>[] = [];
    for (let i = 0; i < SLOTS; i++) {
      if (!play.ended(i)) continue;
      const options = { trials: 1 + (tasks % 2), seed: tasks, hideTrialIndex: tasks % 3 === 0 };
      const task = busyTask(tasks++);
      environment.reset(i, task, options);
      resets.push(pool.reset(i, task, options));
      ended++;
    }
    await Promise.all(resets);
    environment.observe(play.observations);
    expect(
      Buffer.compare(Buffer.from(pool.observations.slice().buffer), Buffer.from(play.observations.slice().buffer)),
    ).toBe(0);
    play.play();
    pool.actions.set(play.actions);
    await pool.step();
    if (shown(pool) !== shown(play)) throw new Error(`different after decision ${k + 1}`);
  }
  expect(ended).toBeGreaterThan(SLOTS);
  for (let i = 0; i < SLOTS; i++) {
    expect(await pool.digest(i)).toBe(environment.digest(i));
    expect(await pool.firings(i)).toBe(environment.firings(i));
  }
});

it('moves a slot to another worker by a snapshot', async () => {
  const pool = await poolOf(2);
  for (let i = 0; i < SLOTS; i++) await pool.reset(i, busyTask(i), { trials: 2, seed: i });
  const random = new Random(1);
  const decide = async (): Promise<void> => {
    const { groups } = pool.actionSpec;
    for (let k = 0; k < pool.actions.length; k++)
      pool.actions[k] = random.int(groups[k % groups.length].options.length);
    pool.actions.copyWithin((SLOTS - 1) * groups.length, 0, groups.length);
    await pool.step();
  };
  for (let k = 0; k < 30; k++) await decide();
  await pool.restore(SLOTS - 1, await pool.snapshot(0));
  for (let k = 0; k < 30; k++) {
    await decide();
    expect(await pool.digest(SLOTS - 1)).toBe(await pool.digest(0));
  }
});

it('refuses numbers that do not fit', async () => {
  await expect(EnvironmentPool.create(EVERY_GROUP, { count: 2, workers: 3 })).rejects.toThrow(
    /1\.\.environments workers/,
  );
  await expect(EnvironmentPool.create(EVERY_GROUP, { count: 0, workers: 1 })).rejects.toThrow(/1 or more environments/);
  await expect((await poolOf(1)).digest(9)).rejects.toThrow('The pool has the environments 0..4, not 9.');
});

it('passes on what a slot objects to, and goes on', async () => {
  const pool = await poolOf(2);
  await expect(pool.reset(1, busyTask(1), { trials: 0, seed: 1 })).rejects.toThrow(
    'An episode needs 1 or more trials, not 0.',
  );
  await expect(pool.restore(4, new Uint8Array(9))).rejects.toThrow('These bytes are not a snapshot.');
  await expect(pool.snapshot(3)).rejects.toThrow(/no task yet/);
  await pool.reset(1, busyTask(1), { trials: 1, seed: 1 });
  await pool.step();
});

it('says at once, and ever after, that a worker has died', async () => {
  const pool = await poolOf(3);
  for (let i = 0; i < SLOTS; i++) await pool.reset(i, busyTask(i), { trials: 2, seed: i });
  const { members } = pool as unknown as { members: { worker: { terminate(): Promise<number> } }[] };
  const stepping = pool.step();
  const ended = members[1].worker.terminate();
  await Promise.allSettled([stepping, ended]);
  const sentence = 'Worker 2 of 3 (environments 1..2) has ended (exit code 1); make a new pool.';
  await expect(pool.step()).rejects.toThrow(sentence);
  await expect(pool.digest(2)).rejects.toThrow(sentence);
  expect(await pool.digest(0)).toMatch(/^[0-9a-f]{16}$/);
});

it('does not wait for a worker that dies while it is asked', async () => {
  const pool = await poolOf(2);
  for (let i = 0; i < SLOTS; i++) await pool.reset(i, busyTask(i), { trials: 99, seed: i });
  const { members } = pool as unknown as { members: { worker: { terminate(): Promise<number> } }[] };
  const steps = Promise.allSettled(Array.from({ length: 3000 }, () => pool.step()));
  await members[0].worker.terminate();
  const last = (await steps).at(-1);
  const sentence = 'Worker 1 of 2 (environments 0..1) has ended (exit code 1); make a new pool.';
  expect(last).toMatchObject({ status: 'rejected', reason: { message: sentence } });
});

it('is closed once and for all', async () => {
  const pool = await poolOf(2);
  await pool.close();
  await expect(pool.step()).rejects.toThrow('The pool is closed.');
});

it('keeps no process alive by itself', () => {
  const program = `
    import { LAPTOP } from '@open-ada/xland-sim';
    import { EnvironmentPool } from '@open-ada/xland-sim/pool';
    const pool = await EnvironmentPool.create(LAPTOP, { count: 4, workers: 2 });
    await pool.step();
    console.log(pool.rewards.join());`;
  const options = { cwd: import.meta.dirname, encoding: 'utf8', timeout: 60_000 } as const;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe('0,0,0,0\n');
});
