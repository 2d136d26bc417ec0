import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '@open-ada/curriculum';
import { evaluate, readHeldOut, readReferenceScores } from '@open-ada/evaluation';
import { InputError, Interrupted } from '@open-ada/node-kit';
import { readCheckpoint } from '@open-ada/rollout';
import { COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { HELD_OUT, temporaryFolder, writeTinyAgent } from '../../../test/kit/evaluation.js';
import { compactWorldOf } from '../src/playing/compact-world.js';
import { ShardPlayer } from '../src/playing/shard-player.js';
import { referenceJobs } from '../src/protocol/reference-scores.js';

const folder = temporaryFolder();
const file = writeTinyAgent(folder);

/** Families that have a frozen file. */
const FROZEN = Object.keys(parseManifest(readFileSync(join(HELD_OUT, 'manifest.json'), 'utf8'), 'manifest.json'));
/** Two shards, so that workers share them. */
const COUNT = 140;

const heldOut = readHeldOut(HELD_OUT, 'hold');
const references = await readReferenceScores(HELD_OUT, heldOut, COMPACT, { workers: 2 });

function optionsWith(more: Partial<Parameters<typeof evaluate>[0]>) {
  return {
    ...{ checkpoint: readCheckpoint(file), heldOut, references, count: COUNT, ks: [1, 2], repeats: 1 },
    ...{ seed: 1, mode: 'sample' as const, control: true, workers: 1 },
    ...more,
  };
}

const resultWith = async (more: Partial<Parameters<typeof evaluate>[0]>) => ({
  ...(await evaluate(optionsWith(more))),
  seconds: 0,
});

let whole: ReturnType<typeof resultWith> | undefined;
/** The result of an evaluation that nothing disturbs. */
const undisturbed = () => {
  whole ??= resultWith({});
  return whole;
};

describe('the held-out protocol', () => {
  it.each(FROZEN)('has reference scores that the oracle of today reaches: %s', async (family) => {
    const heldOut = readHeldOut(HELD_OUT, family);
    const frozen = await readReferenceScores(HELD_OUT, heldOut, COMPACT, { workers: 2 });
    expect(frozen.tasksSha256).toBe(heldOut.sha256);
    const tasks = heldOut.tasks.slice(0, 20);
    const player = new ShardPlayer({ tasks, simulation: compactWorldOf(tasks), mode: 'greedy' });
    const best = tasks.map(() => 0);
    for (const job of referenceJobs(tasks)) {
      const { rewardByTrial } = await player.play(job);
      job.plays.forEach(({ task }, i) => {
        best[task] = Math.max(best[task], ...rewardByTrial[i]);
      });
    }
    best.forEach((reward, task) => {
      expect(frozen.oracle[task]).toBeCloseTo(reward, 5);
      expect(frozen.rewards[task]).toBeGreaterThanOrEqual(frozen.oracle[task]);
    });
  });

  it('gives the same figures with one worker and with two, and others with another seed', async () => {
    const one = await undisturbed();
    expect(await resultWith({ workers: 2 })).toEqual(one);
    // An untrained agent is no better than chance; the oracle solves nearly every trial.
    expect(one.reference.oracle).toBeGreaterThan(0.8);
    expect(one.reference.noop).toBeLessThan(0.1);
    expect(one.k[2].mean).toBeLessThan(0.2);
    expect(one.perTask[0]).toMatchObject({ task: 0, goal: expect.stringMatching(/^I hold a/), trialSeconds: 8 });
    // A first few tasks are the same tasks of all: nothing depends on who else is played.
    const few = await resultWith({ count: 10 });
    expect(few.perTask).toEqual(one.perTask.slice(0, 10));
    // The untrained agent gets nothing in most tasks, whatever the seed.
    expect((await resultWith({ seed: 2 })).perTask).not.toEqual(one.perTask);
  });

  it('plays only the longest episodes of an agent that is never told how many trials they have', async () => {
    const simulation = { ...COMPACT, hideTrials: true };
    const checkpoint = readCheckpoint(writeTinyAgent(temporaryFolder(), simulation));
    const some = { count: 15, checkpoint };
    const [longest, all] = [await resultWith({ ...some, ks: [3] }), await resultWith({ ...some, ks: [1, 2, 3] })];
    expect(all.steps).toBe(longest.steps);
    expect(all.k[3]).toEqual(longest.k[3]);
    expect(all.cleared?.k[3]).toEqual(longest.cleared?.k[3]);
    expect([1, 2, 3].map((k) => all.k[k].mean)).toEqual(all.byTrial.mean);
    expect(all.byTrial.cleared?.[1]).toBeDefined();
    expect(all.cleared?.k[2].mean).toBe(all.byTrial.cleared?.[1]);
    // Who may know is played anew for each k.
    const told = await resultWith({ count: 15, ks: [1, 2, 3] });
    expect(told.steps).toBeGreaterThan(all.steps);
  });

  it('goes on where it was interrupted, with the same figures', async () => {
    const journal = { directory: folder, name: 'interrupted', code: '1' };
    const journals = () => readdirSync(folder).filter((name) => name.endsWith('.journal'));
    const stop = new AbortController();
    const interrupted = resultWith({
      workers: 2,
      journal,
      signal: stop.signal,
      onProgress: ({ done }) => done > 0.75 && stop.abort(),
    });
    await expect(interrupted).rejects.toThrow(Interrupted);
    expect(journals()).toHaveLength(1);
    const found: number[] = [];
    let counted = 0;
    const continued = await resultWith({
      workers: 1,
      journal,
      onProgress: (progress) => {
        found.push(progress.found, progress.done);
        counted = progress.steps;
      },
    });
    expect(found[0]).toBeGreaterThan(0);
    expect(found[0]).toBeLessThan(1);
    expect(found[found.length - 1]).toBeCloseTo(1, 9);
    // What was there is not played again.
    expect(counted).toBe(continued.steps);
    expect(continued).toEqual(await undisturbed());
    expect(journals()).toEqual([]);
  });

  it('keeps the journal until the result is saved', async () => {
    const journal = { directory: folder, name: 'unsaved', code: '1' };
    const save = () => {
      throw new Error('disk full');
    };
    await expect(resultWith({ count: 3, ks: [1], journal, save })).rejects.toThrow('disk full');
    const again: number[] = [];
    await resultWith({ count: 3, ks: [1], journal, onProgress: ({ found }) => again.push(found) });
    expect(again[0]).toBeCloseTo(1, 9);
  });

  it('refuses tasks that the agent cannot be shown, and tasks that nobody solves', async () => {
    const options = optionsWith({});
    const checkpoint = { ...options.checkpoint, simulation: { ...COMPACT, goalSlots: 0 } };
    await expect(evaluate({ ...options, checkpoint })).rejects.toThrow(
      /can be told of 0 goals, but the task ".*" has 1;/,
    );
    const references = { ...options.references, rewards: options.references.rewards.map(() => 0) };
    await expect(evaluate({ ...options, references })).rejects.toThrow(InputError);
  });
});
