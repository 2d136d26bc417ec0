import '../../../examples/own-memory.mjs';
import '../../../examples/own-encoder.mjs';
import {
  Actor,
  type AgentConfig,
  decodeAgent,
  ENCODERS,
  encodeAgent,
  exportPolicy,
  MEMORIES,
  readPolicyDescription,
} from '@open-ada/ada-agent';
import { PolicyActor } from '@open-ada/ada-agent/acting';
import { registerEncoder, registerMemory } from '@open-ada/ada-agent/register';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  livelyParameters,
  makeAgent,
  OPTIONS,
  observationsAt,
  randomObservations,
  sequenceLogits,
} from '../../../test/kit/small-agent.js';
import { runtimeOf } from './policy-runtime.js';

const OWN = { memoryKind: 'running-means', encoder: 'plain' } as unknown as Partial<AgentConfig>;
const STEPS = 8;
const BATCH = 2;

/** The largest difference between acting step by step and the sequence, with a memory that is reset at step 5. */
async function difference(actor: Pick<Actor, 'act' | 'clear' | 'clearAll'>, expected: Float32Array, all: Float32Array) {
  const out = {
    actions: new Int32Array(BATCH * 2),
    logits: new Float32Array(BATCH * OPTIONS),
    values: new Float32Array(BATCH),
  };
  let worst = 0;
  // Twice: the second time from a used memory.
  for (let round = 0; round < 2; round++) {
    actor.clearAll();
    for (let t = 0; t < STEPS; t++) {
      if (t === 5) actor.clear(1);
      await actor.act(observationsAt(all, BATCH, STEPS, t), { float: () => 0.5 }, out);
      for (let b = 0; b < BATCH; b++) {
        for (let i = 0; i < OPTIONS; i++) {
          worst = Math.max(worst, Math.abs(out.logits[b * OPTIONS + i] - expected[(b * STEPS + t) * OPTIONS + i]));
        }
      }
    }
  }
  return worst;
}

describe('a memory and an encoder of a module of its own', () => {
  const agent = makeAgent(4, OWN);
  const flat = livelyParameters(agent);
  const all = randomObservations(BATCH, STEPS);
  const segment = Int32Array.from({ length: BATCH * STEPS }, (_, i) => (i >= STEPS + 5 ? 1 : 0));

  it('act step by step as the sequence says, here and from a policy file', async () => {
    const expected = await sequenceLogits(agent, flat, all, segment, BATCH);
    const actor = await Actor.create(agent, { environments: BATCH });
    actor.setParameters(flat);
    expect(await difference(actor, expected, all)).toBeLessThan(2e-5);
    await actor.release();

    const file = exportPolicy(agent, flat, { environments: BATCH });
    const session = await ort.InferenceSession.create(file);
    const mine = new PolicyActor(runtimeOf(session), readPolicyDescription(file, 'policy.onnx'));
    expect(await difference(mine, expected, all)).toBeLessThan(2e-5);
    await session.release();
  });

  it('remember: what was seen earlier changes the policy, what was seen before a reset does not', async () => {
    const changed = all.slice();
    changed[0] += 1;
    const at = (logits: Float32Array, t: number) => [...logits.subarray(t * OPTIONS, (t + 1) * OPTIONS)];
    const cut = Int32Array.from({ length: BATCH * STEPS }, (_, i) => (i % STEPS >= 5 ? 1 : 0));
    const [plain, touched] = [
      await sequenceLogits(agent, flat, all, cut, BATCH),
      await sequenceLogits(agent, flat, changed, cut, BATCH),
    ];
    expect(at(touched, 4)).not.toEqual(at(plain, 4));
    expect(at(touched, 5)).toEqual(at(plain, 5));
  });

  it('are in the lists of names, and in agent files', () => {
    expect(MEMORIES).toContain('running-means');
    expect(ENCODERS).toContain('plain');
    const bytes = encodeAgent(agent, flat, {});
    expect(decodeAgent(bytes, 'a.safetensors').agent.config).toEqual(agent.config);
  });

  it('are refused where they cannot be used, in one sentence', () => {
    expect(() => registerMemory({ name: 'late', make: () => agent.memory })).toThrow(
      'Register the memory "late" before the commands are loaded',
    );
    expect(() => registerEncoder({ name: 'late', make: () => ({}) as never })).toThrow('Register the encoder "late"');
    expect(() => makeAgent(4, { ...OWN, intentKinds: 3 })).toThrow('the encoder "plain" has no entities');
    expect(() => makeAgent(4, { memoryKind: 'nothing' as never })).toThrow(
      /"memoryKind" must be one of .*running-means, not "nothing"/,
    );
  });
});
