import { generateTask } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { type EpisodeSpec, noopPolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { mergeConfig } from '../src/config/config.js';
import { agentOf } from '../src/run/setups.js';

describe('trials in which nobody plays', () => {
  it('are rewarded like those of the no-op policy, whatever was played before', async () => {
    const seeds = Array.from({ length: 24 }, (_, i) => i);
    const episodes = seeds.map((seed): EpisodeSpec => {
      const task = generateTask('trivial', seed, { side: 'training', trialSeconds: 4, complexity: 0.5 });
      // Else doing nothing is never rewarded: what a generated goal asks for is not so at the start.
      if (seed % 2 === 1) task.goal[0].negated = !task.goal[0].negated;
      return { task, trials: 3, trialsPlayed: 2, seed };
    });
    const environment = new BatchedEnvironment(COMPACT, episodes.length);
    // One that looks, though it does not need to.
    const policy = { ...noopPolicy(environment.actionSpec), needsObservations: true };
    const played = await rollout({ environment, policy, episodes, rng: new Random(1) });
    const rewards = played.rewardByTrial.map(([first]) => first);
    expect(Math.max(...rewards)).toBeGreaterThan(10);
    expect(Math.min(...rewards)).toBe(0);

    const config = mergeConfig({ preset: 'debug' });
    const agent = agentOf(config);
    const actor = await RolloutActor.create({
      agent: agent.config,
      simulation: COMPACT,
      envCount: episodes.length,
      steps: 60,
      threads: 1,
      backend: 'onnx-cpu',
      discount: 0.9,
    });
    const request = { episodes, seed: 1, weights: agent.initialise(1), record: false };
    await actor.play({ ...request, mode: 'sample' });
    const still = await actor.play({ ...request, mode: 'noop' });
    expect(still.rewardByTrial).toEqual(played.rewardByTrial);
    expect(still.steps).toBe(24 * 2 * 20);
    expect(still.trajectory).toBeUndefined();
    await actor.release();
  });
});
