import { AdaAgent, AGENT_SIZES, type AgentConfig, agentSettings, decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { jit } from '@open-ada/onnx-jit';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  actionSpec,
  livelyParameters,
  makeAgent,
  OPTIONS,
  observationSpec,
  observationsAt,
  randomObservations,
} from '../../../test/kit/small-agent.js';

/** What a file of version 0.1 does not have. */
const CONSTANTS: Partial<AgentConfig> = {
  tokenStd: 1,
  eventStd: 1.5,
  atHandStd: 0.3,
  reluGain: 1.4,
  outputGain: 0.01,
  binSlope: 1,
  forgetBias: 1,
  poolUnit: 4,
  closeDistance: 2,
  matchDepth: 3,
  matchFeatures: 16,
  matchWidth: 32,
  intentKinds: 0,
};
/** Flags that a file of version 0.1 does not have. */
const FLAGS: Partial<AgentConfig> = { matchNegated: false, matchHidden: false, matchPartners: false };

/** The file of an agent with another text where its configuration was. */
function fileWith(config: object): Uint8Array {
  const agent = makeAgent(10);
  return encodeAgent(Object.assign(Object.create(AdaAgent.prototype), agent, { config }), agent.initialise(1), {});
}

const sizes = (): Record<string, unknown> =>
  Object.fromEntries(Object.entries(makeAgent(10).config).filter(([key]) => !(key in CONSTANTS || key in FLAGS)));

describe('settings of the network', () => {
  it('each say what they do', () => {
    const silent = Object.entries(agentSettings.shape).filter(([, schema]) => !schema.meta()?.description);
    expect(silent.map(([key]) => key)).toEqual([]);
  });

  it('that a file of version 0.1 does not have are what they were then', () => {
    const { agent } = decodeAgent(fileWith(sizes()), 'a.safetensors');
    expect(agent.config).toEqual({ ...sizes(), ...CONSTANTS, ...FLAGS });
    expect(Object.keys(agent.config)).toEqual(Object.keys(AGENT_SIZES['laptop-teacher']));
  });

  it('that are gone are left out where they did nothing', () => {
    const { agent } = decodeAgent(fileWith({ ...sizes(), latches: 0, testedFacts: 0 }), 'a.safetensors');
    expect(agent.config).toEqual(decodeAgent(fileWith(sizes()), 'a.safetensors').agent.config);
  });

  it.each([
    ['latches', 64],
    ['testedFacts', 6],
  ])('that are gone are refused where they did something: %s', (key, value) => {
    expect(() => decodeAgent(fileWith({ ...sizes(), [key]: value }), 'a.safetensors')).toThrow(
      new Error(
        `a.safetensors: an agent with "${key}" ${value}, which agents no longer have; train it again, or use the version that made it`,
      ),
    );
  });

  it.each([
    [{ heads: '2' }, `the agent's setting "heads" must be a whole number of at least 1, not "2"`],
    [{ memory: 2.5 }, `the agent's setting "memory" must be a whole number of at least 1, not 2.5`],
    [{ poolUnit: 0 }, `the agent's setting "poolUnit" must be a number above 0, not 0`],
    [
      { encoder: 'pixels' },
      `the agent's setting "encoder" must be one of matched, entities, pooled, slots, not "pixels"`,
    ],
    [{ gain: 2 }, `"gain" is not a setting of an agent`],
    [{ heads: 3 }, `the agent's setting "modelWidth" must be a multiple of "heads" (3), not 16`],
  ])('are refused in one sentence that names file and key: %j', (wrong, sentence) => {
    expect(() => decodeAgent(fileWith({ ...sizes(), ...wrong }), 'a.safetensors')).toThrow(
      new Error(`a.safetensors: ${sentence}`),
    );
    expect(() => new AdaAgent({ ...AGENT_SIZES.tiny, ...wrong } as AgentConfig, observationSpec, actionSpec)).toThrow(
      new Error(`agent config: ${sentence}`),
    );
  });

  it.each(Object.keys(CONSTANTS))('%s shapes the first parameters or what is done with them', async (key) => {
    const [one, other] = [makeAgent(8), makeAgent(8, { [key]: (CONSTANTS as Record<string, number>)[key] + 1 })];
    const start = one.initialise(1);
    const changed = other.initialise(1);
    if (String(start) !== String(changed)) return;
    const parameters = livelyParameters(one);
    expect(await logits(one, parameters)).not.toEqual(await logits(other, parameters));
  });
});

/** Logits of 32 first steps, and rewards that the model expects of the first action. */
async function logits(agent: AdaAgent, parameters: Float32Array): Promise<Float32Array[]> {
  const batch = 32;
  const all = observationsAt(randomObservations(batch, 1), batch, 1, 0);
  const { stepSize, size } = observationSpec;
  const compiled = await jit(
    ({ flat, observations, segment }) => {
      const p = agent.parameters.split(flat as Tensor1D);
      const step = tf.reshape(tf.slice(observations as Tensor2D, [0, 0], [batch, stepSize]), [batch, 1, stepSize]);
      const task = tf.slice(observations as Tensor2D, [0, stepSize], [batch, size - stepSize]) as Tensor2D;
      const root = agent.roots(p, step as Tensor3D, task, segment as Tensor2D);
      const next = agent.step(p, root, tf.ones([batch, OPTIONS]) as Tensor2D);
      return { policy: agent.policy(p, root), reward: agent.reward(p, next) };
    },
    {
      flat: { shape: [parameters.length], dtype: 'float32' },
      observations: { shape: [batch, size], dtype: 'float32' },
      segment: { shape: [batch, 1], dtype: 'int32' },
    },
  );
  const out = {
    policy: new Float32Array(batch * OPTIONS),
    reward: new Float32Array(batch * agent.config.rewardBins),
  };
  await compiled.run({ flat: parameters, observations: all, segment: new Int32Array(batch) }, out);
  await compiled.release();
  return [out.policy, out.reward];
}
