import { Actor, allocateOutput, decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { PolicyActor } from '@open-ada/ada-agent/acting';
import { describe, expect, it } from 'vitest';
import { actionSpec, makeAgent, observationSpec, randomObservations } from '../../../test/kit/small-agent.js';

const agent = makeAgent(4);
const never = {
  float(): number {
    throw new Error('an action was drawn');
  },
};

describe('numbers that are not finite', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'in any parameter of an agent file: %s is refused, and named',
    (value) => {
      for (const { name } of agent.parameters.entries) {
        const flat = agent.initialise(1);
        agent.parameters.view(flat, name).fill(value, -1);
        const file = encodeAgent(agent, flat, {});
        expect(() => decodeAgent(file, 'a.safetensors')).toThrow(
          `a.safetensors: the parameter "${name}" has the value ${value} at `,
        );
      }
    },
  );

  it.each(['sample', 'greedy'] as const)('stop an agent that acts (%s), which draws no action', async (mode) => {
    const actor = await Actor.create(agent, { environments: 2 });
    const out = allocateOutput(2, actionSpec);
    const observations = randomObservations(2, 1);
    actor.setParameters(agent.initialise(1));
    await actor.act(observations, { float: () => 0.5 }, out, mode);
    // Finite, but their products are not.
    actor.setParameters(agent.initialise(1).map((x) => x * 1e30));
    await expect(actor.act(observations, never, out, mode)).rejects.toMatchObject({
      name: 'NonFinite',
      message: expect.stringMatching(/^the agent cannot act, since its network gives a (logit|value) of (NaN|-?Inf)/),
    });
    await actor.release();
  });

  it('stop a policy file that acts in the page', async () => {
    const { config } = agent;
    const description = { environments: 1, config, observationSpec, actionSpec, extra: {} };
    const logits = new Float32Array(5);
    const results: Record<string, Float32Array> = { logits, value: Float32Array.of(0) };
    const row = new Float32Array(config.modelWidth);
    for (let block = 0; block < config.blocks; block++) {
      results[`newKeys/${block}`] = row;
      results[`newValues/${block}`] = row;
    }
    const actor = new PolicyActor({ run: async () => results }, description);
    const out = actor.output();
    await actor.act(randomObservations(1, 1), { float: () => 0.5 }, out);
    logits[3] = Number.NaN;
    await expect(actor.act(randomObservations(1, 1), never, out)).rejects.toThrow('a logit of NaN');
  });
});
