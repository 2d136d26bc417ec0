import { AGENT_SIZES } from '@open-ada/ada-agent';
import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { networkCosts } from '../src/run/network-costs.js';
import { agentOf } from '../src/run/setups.js';

const SETTINGS = { size: 'laptop-teacher', environments: 16, episodesPerUpdate: 4, stepsPerIteration: 80 };
const config = mergeConfig(SETTINGS);
const costs = networkCosts(config);

describe('costs of a network', () => {
  it('counts at least two operations for each weight that a step multiplies, and attention by the window', () => {
    const { entries } = agentOf(config).parameters;
    // Goal and rules are embedded once an episode, but by every acting step; rewards and the model's recurrence are not acted with.
    const dense = entries.filter(({ name }) =>
      /^(block\d+\/(key|value|out|gate|linear|down|query)|root|policy|value)/.test(name),
    );
    const weights = dense
      .filter(({ shape }) => shape.length === 2)
      .reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
    expect(weights).toBeGreaterThan(1e5);
    expect(costs.flops.actPerStep).toBeGreaterThan(2 * weights);
    const { blocks, modelWidth, memory, heads, positionPairs } = AGENT_SIZES['laptop-teacher'];
    // Windows of an episode of 80 steps: 32, 64 and 96 for 32, 32 and 16 steps. Content, place and mixing for each position.
    const perPosition = 2 * blocks * (2 * modelWidth + heads * 2 * positionPairs);
    const mean = (32 * 32 + 64 * 32 + 96 * 16) / 80;
    expect(costs.flops.actPerStepAtFullMemory - costs.flops.actPerStep).toBeCloseTo((memory - mean) * perPosition, 3);
  });

  it('grows by the rows of the acting batch only where these share work', () => {
    const twice = networkCosts(mergeConfig({ ...SETTINGS, environments: 32 }));
    expect(twice.flops.actPerStep).toBeLessThan(costs.flops.actPerStep);
    expect(twice.flops.learnPerStep).toBe(costs.flops.learnPerStep);
    expect(twice.bytes.trajectoriesPerIteration).toBe(2 * costs.bytes.trajectoriesPerIteration);
  });

  it('knows what the learner and the actor keep', () => {
    const { modelWidth, blocks, memory } = AGENT_SIZES['laptop-teacher'];
    const { bytes, parameters } = costs;
    expect(bytes.parameters).toBe(4 * parameters);
    expect(bytes.actingCachePerEnvironment).toBe(4 * 2 * blocks * memory * modelWidth);
    // Two moments and the target network, two counters.
    expect(bytes.optimiserState).toBe(3 * bytes.parameters + 8);
    const ppo = networkCosts(mergeConfig({ ...SETTINGS, learner: 'ppo' }));
    expect(ppo.bytes.optimiserState).toBe(2 * bytes.parameters + 4);
    expect(ppo.flops.learnPerStep).toBeLessThan(costs.flops.learnPerStep);
    // Forward and backward pass of the memory are three times a forward one.
    expect(ppo.flops.learnPerStep).toBeGreaterThan(2 * costs.flops.actPerStep);
  });
});
