import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdaAgent, AGENT_SIZES, encodeAgent } from '@open-ada/ada-agent';
import { RUNG_FAMILIES } from '@open-ada/curriculum';
import { evaluate, readCheckpoint, readHeldOut, readNormalisers } from '@open-ada/evaluation';
import { actionSpec, LAPTOP, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normaliserJobs } from '../dist/normalisers.js';
import { ShardPlayer } from '../dist/shard-player.js';

const HELD_OUT = new URL('../../../tasks/heldout', import.meta.url).pathname;
let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'evaluate-'));
  file = join(directory, 'agent.safetensors');
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(LAPTOP), actionSpec(LAPTOP));
  writeFileSync(file, encodeAgent(agent, agent.initialise(1), { simulation: LAPTOP }));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the held-out protocol', () => {
  it.each(RUNG_FAMILIES)('has normalisers that the oracle of today reaches: %s', async (family) => {
    const heldOut = readHeldOut(HELD_OUT, family);
    const frozen = await readNormalisers(HELD_OUT, heldOut, LAPTOP, 2);
    expect(frozen.tasksSha256).toBe(heldOut.sha256);
    const tasks = heldOut.tasks.slice(0, 20);
    const player = await ShardPlayer.create({ tasks, simulation: LAPTOP, slots: 20, mode: 'greedy' });
    const { rewardByTrial } = await player.play(normaliserJobs(tasks.length)[0]);
    rewardByTrial.forEach((trials, task) => {
      expect(frozen.rewards[task]).toBeCloseTo(Math.max(...trials), 5);
    });
  });

  it('gives the same figures with one worker and with two, and twice in a row', async () => {
    const heldOut = readHeldOut(HELD_OUT, 'hold');
    // Two shards, so that the workers share them.
    const count = 130;
    const normalisers = (await readNormalisers(HELD_OUT, heldOut, LAPTOP, 2)).rewards;
    const figuresWith = async (workers: number, seed: number) => {
      const options = { checkpoint: readCheckpoint(file), heldOut, normalisers, count, ks: [1, 2], repeats: 1 };
      const result = await evaluate({ ...options, seed, mode: 'sample', control: true, workers });
      return { ...result, seconds: 0 };
    };
    const one = await figuresWith(1, 1);
    expect(await figuresWith(2, 1)).toEqual(one);
    expect((await figuresWith(2, 2)).perTask).not.toEqual(one.perTask);
    // An untrained agent is no better than chance; the oracle solves nearly every trial.
    expect(one.reference.oracle).toBeGreaterThan(0.8);
    expect(one.reference.noop).toBeLessThan(0.1);
    expect(one.k[2].mean).toBeLessThan(0.2);
  });
});
