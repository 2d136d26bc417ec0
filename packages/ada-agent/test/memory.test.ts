import { Actor, AdaAgent, AGENT_SIZES, decodeAgent, ENCODERS, encodeAgent } from '@open-ada/ada-agent';
import { describe, expect, it } from 'vitest';
import {
  livelyParameters,
  makeAgent,
  OPTIONS,
  observationSpec,
  observationsAt,
  randomObservations,
  sequenceLogits,
} from '../../../test/kit/small-agent.js';

/** A change at the third of twelve steps shows from there on, and not beyond the sixth where a new segment begins there. */
async function expectOwnSegmentOnly(agent: AdaAgent, flat: Float32Array): Promise<void> {
  const steps = 12;
  const all = randomObservations(1, steps);
  const changed = all.slice();
  changed[2 * observationSpec.size] += 1;
  const one = new Int32Array(steps);
  const two = one.map((_, t) => (t < 6 ? 0 : 1));
  const at = (logits: Float32Array, t: number) => [...logits.subarray(t * OPTIONS, (t + 1) * OPTIONS)];
  const plain = await sequenceLogits(agent, flat, all, one, 1);
  const touched = await sequenceLogits(agent, flat, changed, one, 1);
  for (const t of [0, 1]) expect(at(touched, t)).toEqual(at(plain, t));
  for (const t of [2, 3, 11]) expect(at(touched, t)).not.toEqual(at(plain, t));
  const cut = await sequenceLogits(agent, flat, all, two, 1);
  const cutTouched = await sequenceLogits(agent, flat, changed, two, 1);
  for (const t of [6, 11]) expect(at(cutTouched, t)).toEqual(at(cut, t));
}

describe('memory', () => {
  for (const [kind, name, memory, windows] of [
    ['transformer-xl', 'below', 64, [4, 16, 64]],
    ['transformer-xl', 'at', 24, [4, 24]],
    ['transformer-xl', 'above', 10, [4, 10]],
    ['gru', 'of any length beside', 24, [0]],
    // 24 steps store 6 activations.
    ['gru+attention', 'below', 8, [2, 8]],
    ['gru+attention', 'at', 6, [6]],
    ['gru+attention', 'above', 3, [2, 3]],
  ] as const) {
    it(`${kind} acts step by step as the sequence says, with an episode ${name} the memory's length`, async () => {
      const batch = 3;
      const steps = 24;
      const agent = makeAgent(memory, { memoryKind: kind, memoryStride: 4 });
      const flat = livelyParameters(agent);
      const all = randomObservations(batch, steps);
      const segment = new Int32Array(batch * steps);
      const clearings = [
        { environment: 0, step: 9 },
        { environment: 2, step: 5 },
        { environment: 2, step: 17 },
      ];
      for (const { environment, step } of clearings) {
        for (let t = step; t < steps; t++) segment[environment * steps + t]++;
      }
      const expected = await sequenceLogits(agent, flat, all, segment, batch);
      const actor = await Actor.create(agent, { environments: batch, windows: [...windows] });
      actor.setParameters(flat);
      const out = {
        actions: new Int32Array(batch * 2),
        logits: new Float32Array(batch * OPTIONS),
        values: new Float32Array(batch),
      };
      // Twice: the second time from a used cache.
      for (let round = 0; round < 2; round++) {
        actor.clearAll();
        let worst = 0;
        for (let t = 0; t < steps; t++) {
          for (const { environment, step } of clearings) if (step === t) actor.clear(environment);
          const observations = observationsAt(all, batch, steps, t);
          await actor.act(observations, { float: () => 0.5 }, out);
          for (let b = 0; b < batch; b++) {
            for (let i = 0; i < OPTIONS; i++) {
              const difference = Math.abs(out.logits[b * OPTIONS + i] - expected[(b * steps + t) * OPTIONS + i]);
              worst = Math.max(worst, difference);
            }
          }
        }
        expect(worst).toBeLessThan(2e-5);
      }
      await actor.release();
    });
  }

  it('makes a step depend on earlier ones of its segment only, however large the scores', async () => {
    const agent = makeAgent(64);
    const flat = livelyParameters(agent);
    // Scores in the hundreds: a mask that they can outweigh lets the future in, and training finds that.
    for (const name of ['query', 'key']) {
      const weights = agent.parameters.view(flat, `block0/${name}/weight`);
      weights.forEach((value, i) => {
        weights[i] = value * 15;
      });
    }
    await expectOwnSegmentOnly(agent, flat);
  });
});

describe('recurrent memories', () => {
  for (const kind of ['gru', 'gru+attention'] as const) {
    it(`${kind}: a step depends on all earlier ones of its segment and on no other`, async () => {
      const agent = makeAgent(24, { memoryKind: kind, memoryStride: 4 });
      const flat = livelyParameters(agent);
      await expectOwnSegmentOnly(agent, flat);
    });
  }

  it('gru+attention looks at what was stored, and not only at what the units carried on', async () => {
    const agent = makeAgent(24, { memoryKind: 'gru+attention', memoryStride: 4 });
    const flat = livelyParameters(agent);
    // Units that forget at once.
    for (const block of [0, 1]) {
      const bias = agent.parameters.view(flat, `gru${block}/input/bias`);
      bias.fill(-60, 0, agent.config.modelWidth);
      agent.parameters.view(flat, `gru${block}/recurrent`).fill(0);
    }
    const steps = 12;
    const at = (logits: Float32Array, t: number) => [...logits.subarray(t * OPTIONS, (t + 1) * OPTIONS)];
    const segment = new Int32Array(steps);
    const all = randomObservations(1, steps);
    const plain = await sequenceLogits(agent, flat, all, segment, 1);
    const withChange = async (step: number) => {
      const changed = all.slice();
      changed[step * observationSpec.size] += 1;
      return at(await sequenceLogits(agent, flat, changed, segment, 1), 11);
    };
    // Step 3 is the last of its stride and stored; step 2 is not.
    expect(await withChange(3)).not.toEqual(at(plain, 11));
    expect(await withChange(2)).toEqual(at(plain, 11));
  });
});

const WITH_PARTNERS = { encoder: 'matched', matchPartners: true } as const;

describe('encoders', () => {
  for (const { encoder, ...more } of [...ENCODERS.map((encoder) => ({ encoder })), WITH_PARTNERS]) {
    const what = Object.keys({ [encoder]: 1, ...more }).join(' with ');
    it(`${what}: the order of the entities ${encoder === 'slots' ? 'matters' : 'does not matter'}`, async () => {
      const agent = makeAgent(8, { encoder, ...more });
      const flat = livelyParameters(agent);
      const all = randomObservations(1, 1);
      const swapped = all.slice();
      const features = observationSpec.parts[0].shape[1];
      swapped.set(all.subarray(features, 2 * features), 0);
      swapped.set(all.subarray(0, features), features);
      const segment = new Int32Array(1);
      const [a, b] = [
        await sequenceLogits(agent, flat, all, segment, 1),
        await sequenceLogits(agent, flat, swapped, segment, 1),
      ];
      const distance = Math.max(...a.map((logit, i) => Math.abs(logit - b[i])));
      if (encoder === 'slots') expect(distance).toBeGreaterThan(1e-3);
      else expect(distance).toBeLessThan(1e-5);
    });
  }
});

it('entities of a long episode, whose weights are its own, are read as those of a single step', async () => {
  const steps = 64;
  for (const more of [{ encoder: 'matched' }, { encoder: 'entities' }, WITH_PARTNERS] as const) {
    const agent = makeAgent(8, more);
    const flat = livelyParameters(agent);
    const all = randomObservations(1, steps);
    // Two of three entities are there.
    const [entities, features] = observationSpec.parts[0].shape;
    for (let t = 0; t < steps; t++) {
      for (let e = 0; e < entities; e++) all[t * observationSpec.size + e * features] = e < 2 ? 1 : 0;
    }
    const long = await sequenceLogits(agent, flat, all, new Int32Array(steps), 1);
    const first = await sequenceLogits(agent, flat, all.subarray(0, observationSpec.size), new Int32Array(1), 1);
    first.forEach((logit, i) => {
      expect(long[i]).toBeCloseTo(logit, 4);
    });
  }
});

describe('agent file', () => {
  it('brings back the same agent', () => {
    const agent = makeAgent(10);
    const flat = livelyParameters(agent);
    const read = decodeAgent(encodeAgent(agent, flat, { steps: 12 }), 'a.safetensors');
    expect(read.parameters).toEqual(flat);
    expect(read.agent.config).toEqual(agent.config);
    expect(read.agent.observationSpec).toEqual(observationSpec);
    expect(read.extra).toEqual({ steps: 12 });
  });

  it('of before there were other memories and encoders is one with the first of them', () => {
    const { memoryKind: _, memoryStride: __, encoder: ___, ...config } = makeAgent(10).config;
    const earlier = Object.assign(Object.create(AdaAgent.prototype), makeAgent(10), { config });
    const read = decodeAgent(encodeAgent(earlier, makeAgent(10).initialise(1), {}), 'a.safetensors');
    const { config: first } = makeAgent(10, { encoder: 'entities' });
    expect(JSON.stringify(read.agent.config)).toBe(JSON.stringify(first));
  });

  it('refuses what is not an agent file in one sentence', () => {
    expect(() => decodeAgent(new Uint8Array(3), 'x.safetensors')).toThrow(/^x\.safetensors/);
    const { ruleLabels: _, ...config } = AGENT_SIZES.tiny;
    const earlier = Object.assign(Object.create(AdaAgent.prototype), makeAgent(4), { config });
    const bytes = encodeAgent(earlier, makeAgent(4).initialise(1), {});
    expect(() => decodeAgent(bytes, 'x.safetensors')).toThrow(
      /^x\.safetensors: an agent of an earlier network, without "ruleLabels"/,
    );
  });
});
