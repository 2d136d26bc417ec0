import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { generateTask } from '@open-ada/curriculum';
import { parsePredicate } from '@open-ada/production-rules';
import type { EpisodeSpec } from '@open-ada/rollout';
import { actionSpec, COMPACT, observationSpec, parseReplay, resimulate } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { keepReplay, replayOfIteration } from '../src/storage/iteration-replay.js';

it('the replay of an iteration is its first episode, with its rewards', async () => {
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(COMPACT), actionSpec(COMPACT));
  const setup = { agent: AGENT_SIZES.tiny, simulation: COMPACT, envCount: 2, steps: 120, threads: 1, discount: 0.98 };
  const actor = await RolloutActor.create({ ...setup, backend: 'onnx-cpu' });
  // Who turns about by chance sees something now and then: there are rewards to compare.
  const goal = [parsePredicate('see(me, black cube)')];
  const task = { ...generateTask('hold', 2, { side: 'training', trialSeconds: 8 }), goal };
  task.objects[0].type = 'black cube';
  const episodes: EpisodeSpec[] = [7, 8].map((seed) => ({ task, trials: 3, seed }));
  const request = { episodes, seed: 11, weights: agent.initialise(3), mode: 'sample' as const, record: true };
  const { trajectory, rewardByTrial } = await actor.play(request);
  await actor.release();
  const replay = parseReplay(await replayOfIteration(COMPACT, episodes[0], trajectory!));
  const outcome = resimulate(replay);
  expect(outcome).toMatchObject({ reproduced: true, steps: 120, rewardByTrial: rewardByTrial[0] });
  expect(rewardByTrial[0].some((reward) => reward > 0)).toBe(true);
  expect(rewardByTrial[0]).not.toEqual(rewardByTrial[1]);
});

it('the newest fifty replays of a run are kept', () => {
  const run = mkdtempSync(join(tmpdir(), 'run-'));
  for (let iteration = 0; iteration < 53; iteration++) {
    keepReplay(run, { iteration, family: 'hold', text: `iteration ${iteration}` }, 50);
  }
  const names = readdirSync(join(run, 'replays'));
  expect(names.length).toBe(50);
  expect(names.sort()[0]).toBe('000003-hold.replay');
  keepReplay(run, { iteration: 1_000_000, family: 'hold', text: 'a million' }, 50);
  expect(readdirSync(join(run, 'replays'))).toContain('1000000-hold.replay');
  expect(readFileSync(join(run, 'replays/000052-hold.replay'), 'utf8')).toBe('iteration 52');
  rmSync(run, { recursive: true });
});
