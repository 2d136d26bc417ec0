import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@open-ada/production-rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { mergeConfig } from '../src/config/config.js';
import { Learner } from '../src/learner/learner.js';
import { actorSetupOf, agentOf, learnerSetupOf } from '../src/run/setups.js';
import { taskSourceOf } from '../src/run/task-source.js';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { planIteration, requestOf } from '../src/transport/iteration-plan.js';
import { trainAndCopy } from './copied-run.js';
import { digest } from './digest.js';
import { train } from './one-thread.js';

const N = 600;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'curricula-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const staged = {
  families: ['hold', 'trivial'],
  thresholds: [0],
  minimumEpisodes: 8,
  ramps: [0],
  trialWeights: { 2: 1 },
};
const OWN = {
  'no-op-filter': { proposals: 6, plays: 4 },
  plr: { minimum: 4, archive: 8 },
  learnability: { minimum: 3, archive: 6, plays: 2 },
};
type Name = keyof typeof OWN;

const debug = (run: string, steps: number, curriculum: Name, more = {}) =>
  mergeConfig({
    preset: 'debug',
    run: join(directory, run),
    steps,
    curriculum,
    curriculumSettings: { ...staged, ...OWN[curriculum] },
    ...more,
  });

function contentOf(run: string) {
  const { found } = newestCheckpoint(join(directory, run, 'checkpoints'));
  const { minutes: _, ...counters } = JSON.parse(Buffer.from(found!.read('state.json')).toString());
  return { counters, tensors: ['learner', 'behaviour'].map((name) => digest(found!.read(`${name}.safetensors`))) };
}

describe.each([
  ['plr', 1],
  ['learnability', 1],
  ['no-op-filter', 2],
] as const)('a run with %s (%d actors)', (curriculum, actors) => {
  it('continues bit for bit, archive and all, and says in its log what it learns from', async () => {
    const config = debug(curriculum, 2 * N, curriculum, { actors, checkpointMinutes: 0 });
    const copy = `${curriculum}-copy`;
    await trainAndCopy(config, join(directory, copy));
    const half = contentOf(copy);
    const whole = contentOf(curriculum);
    expect(half.counters.steps).toBeLessThan(whole.counters.steps);
    expect(await train({ ...config, run: join(directory, copy) })).toMatchObject({ status: 'finished' });
    expect(contentOf(copy)).toEqual(whole);

    const log = readFileSync(join(directory, curriculum, 'metrics.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const lines = log.map((line) => JSON.parse(line));
    expect(lines.at(-1).archives).toMatchObject({
      hold: { size: expect.any(Number) },
      all: { trials: expect.any(Number) },
    });
    expect(lines.at(-1).playedSteps).toBeGreaterThan(1.2 * lines.at(-1).steps);
    expect(lines.some(({ proposals }) => proposals.actingShare > 0)).toBe(true);
  });
});

describe('what is played only to judge tasks', () => {
  it('is not among the steps, and leaves no trace in what is learned', async () => {
    const config = debug('', 0, 'plr', { actors: 1, family: 'hold' });
    const parameters = agentOf(config).initialise(1);
    const source = taskSourceOf(config);
    const random = new Random(1);
    const actor = await RolloutActor.create(actorSetupOf(config, 1));
    const play = async () => {
      const plan = planIteration(source, random, { ...config, iteration: 0, plannedSteps: 0, learnedSteps: 0 });
      const reply = await actor.play(requestOf(plan, 0, 1, 1, parameters));
      const episodes = reply.rewardByTrial.map((rewardByTrial, i) => ({
        family: plan.families[i],
        rewardByTrial,
        trialSteps: config.stepsPerIteration / rewardByTrial.length,
        tdError: reply.tdErrors[i],
      }));
      source.report({ episodes, screenings: [] });
      return { plan, reply };
    };
    expect((await play()).plan.trained).toEqual([]);
    const { plan, reply } = await play();
    expect(plan.trained).toEqual([0, 1, 2, 3]);

    const learn = async (trained: number[]) => {
      const learner = await Learner.create(learnerSetupOf(config, { parameters, runDirectory: directory }));
      const trajectories = [reply.trajectory!];
      const { weights, updates } = await learner.learn({ iteration: 0, trajectories, trained, seed: 1, steps: 0 });
      await learner.release();
      return { updates, weights: digest(weights) };
    };
    const before = await learn(plan.trained);
    expect(before.updates).toBe(1);
    expect((await learn([4, 5, 6, 7])).weights).not.toBe(before.weights);
    expect(await learn([])).toEqual({ updates: 0, weights: digest(parameters) });
    // Rewards that no trial can bring, in all that is not learned from.
    reply.trajectory!.rewards.fill(50, 4 * config.stepsPerIteration);
    expect(await learn(plan.trained)).toEqual(before);
    await actor.release();
  });
});
