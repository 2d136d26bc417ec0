import { generateTask } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { type EpisodeSpec, noopPolicy, rollout } from '../src/index.js';

const episode = (seed: number): EpisodeSpec => ({
  task: generateTask('hold', seed, { side: 'training', trialSeconds: 2 }),
  trials: 2,
  seed,
});
const rng = new Random(1);

describe('a rollout', () => {
  it('observes for a policy that looks, and not for one that does not', async () => {
    const environment = new BatchedEnvironment(COMPACT, 1);
    environment.observe = () => {
      throw new Error('somebody looked');
    };
    const policy = noopPolicy(environment.actionSpec);
    const played = await rollout({ environment, policy, episodes: [episode(1)], rng });
    expect(played).toMatchObject({ rewardByTrial: [[0, 0]], steps: 20, stepsByEpisode: [20] });
    const looking = { ...policy, needsObservations: true };
    await expect(rollout({ environment, policy: looking, episodes: [episode(1)], rng })).rejects.toThrow('looked');
  });

  it('goes on with nothing that an earlier one has left unfinished', async () => {
    const environment = new BatchedEnvironment(COMPACT, 2);
    const policy = noopPolicy(environment.actionSpec);
    const seen = () => {
      const observation = new Float32Array(environment.observationSpec.size);
      environment.observeEnv(1, observation, 0);
      return Math.max(...observation);
    };
    const long = { ...episode(2), trials: 9 };
    const cut = await rollout({ environment, policy, episodes: [episode(1), long], rng, maxSteps: 5 });
    expect(cut.stepsByEpisode).toEqual([5, 5]);
    expect(seen()).toBeGreaterThan(0);
    await rollout({ environment, policy, episodes: [episode(1)], rng });
    expect(seen()).toBe(0);
  });
});
