import { Actor, AdaAgent, AGENT_SIZES, decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { allocateAll, jit, type TensorTree } from '@open-ada/onnx-jit';
import {
  actionSpec as actionsOf,
  COMPACT,
  INTENT_DIMS,
  INTENT_KINDS,
  observationSpec as specOf,
} from '@open-ada/xland-sim';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  livelyParameters,
  makeAgent,
  OPTIONS,
  observationSpec,
  observationsAt,
  randomObservations,
  STEP,
} from '../../../test/kit/small-agent.js';
import { IntentHead } from '../src/network/intent-head.js';
import { ParameterList } from '../src/network/parameters.js';

const KINDS = 4;
const TYPES = 12;
const FEATURES = 3;
const [BATCH, TIME, ENTITIES] = [2, 3, 4];
const ROWS = BATCH * TIME;

const wave = (count: number, from: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(from + 1.7 * i));
const softmax = (logits: number[]) => {
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / sum);
};

describe('the intent head', () => {
  const { config } = makeAgent(8, { intentKinds: KINDS });
  const head = new IntentHead(config, { types: TYPES, features: FEATURES });
  const list = new ParameterList();
  head.addParameters(list);
  const layout = list.layout();
  const flat = wave(layout.size, 0);
  const weight = (name: string) => layout.view(flat, name);

  it('adds what memory, goal and rules, and the entities in view say of each type', async () => {
    const { modelWidth: d, entityWidth: w } = config;
    const memory = wave(ROWS * d, 1);
    const typeFeatures = wave(BATCH * TYPES * FEATURES, 2);
    const entities = wave(ROWS * ENTITIES * w, 3);
    // Two entities of type 5, one of a type of its own, one that is not there.
    const typesOf = (row: number) => [5, 5, row, undefined];
    const types = new Float32Array(ROWS * ENTITIES * TYPES);
    for (let row = 0; row < ROWS; row++) {
      typesOf(row).forEach((type, e) => {
        if (type !== undefined) types[(row * ENTITIES + e) * TYPES + type] = 1;
      });
    }
    const compiled = await jit(
      (inputs: TensorTree) => {
        const p = layout.split(inputs.flat as Tensor1D);
        const encoded = { ...inputs, features: inputs.memory } as Parameters<IntentHead['logits']>[2];
        const logits = head.logits(p, inputs.memory as Tensor3D, encoded);
        return { logits, marks: head.marks(p, logits).ofTypes };
      },
      {
        flat: { shape: [layout.size], dtype: 'float32' },
        memory: { shape: [BATCH, TIME, d], dtype: 'float32' },
        typeFeatures: { shape: [BATCH, TYPES, FEATURES], dtype: 'float32' },
        entities: { shape: [ROWS, ENTITIES, w], dtype: 'float32' },
        types: { shape: [ROWS, ENTITIES, TYPES], dtype: 'float32' },
      },
    );
    const out = allocateAll(compiled.outputs);
    await compiled.run({ flat, memory, typeFeatures, entities, types }, out);
    await compiled.release();
    const options = KINDS + 2 * (TYPES + 1);
    expect(out.logits).toHaveLength(ROWS * options);
    for (let row = 0; row < ROWS; row++) {
      const of = (name: string, column: number, columns: number) => {
        let sum = weight(`${name}/bias`)[column];
        for (let i = 0; i < d; i++) sum += memory[row * d + i] * weight(`${name}/weight`)[i * columns + column];
        return sum;
      };
      const expected = Array.from({ length: options }, (_, option) => of('intent', option, options));
      for (let role = 0; role < 2; role++) {
        for (let type = 0; type < TYPES; type++) {
          const at = KINDS + role * (TYPES + 1) + type;
          const episode = Math.floor(row / TIME);
          for (let f = 0; f < FEATURES; f++) {
            const told = typeFeatures[(episode * TYPES + type) * FEATURES + f];
            expected[at] += of('intent/type', role * FEATURES + f, 2 * FEATURES) * told;
          }
          const there = typesOf(row).flatMap((each, e) => (each === type ? [e] : []));
          for (const e of there) {
            for (let i = 0; i < w; i++) {
              const seen = entities[(row * ENTITIES + e) * w + i];
              expected[at] += (of('intent/entity', role * w + i, 2 * w) * seen) / there.length;
            }
          }
        }
      }
      expected.forEach((logit, option) => {
        expect(out.logits[row * options + option]).toBeCloseTo(logit, 3);
      });
      for (let role = 0; role < 2; role++) {
        const from = KINDS + role * (TYPES + 1);
        softmax(expected.slice(from, from + TYPES + 1))
          .slice(0, TYPES)
          .forEach((chance, type) => {
            expect(out.marks[(row * 2 + role) * TYPES + type]).toBeCloseTo(chance, 3);
          });
      }
    }
  });
});

describe('an agent that infers intents', () => {
  it('has one output for each option of an intent', () => {
    const config = { ...AGENT_SIZES.tiny, intentKinds: INTENT_KINDS.length, matchPartners: true };
    const agent = new AdaAgent(config, specOf(COMPACT), actionsOf(COMPACT));
    expect(agent.intentDims).toEqual([...INTENT_DIMS]);
    expect(new AdaAgent(AGENT_SIZES.tiny, specOf(COMPACT), actionsOf(COMPACT)).intentDims).toEqual([]);
  });

  it('otherwise starts as one that does not, and comes back from its file', () => {
    const [without, agent] = [makeAgent(8), makeAgent(8, { intentKinds: KINDS })];
    const flat = agent.initialise(3);
    expect(flat.subarray(0, without.parameters.size)).toEqual(without.initialise(3));
    const read = decodeAgent(encodeAgent(agent, flat, {}), 'a.safetensors');
    expect(read.agent.config).toEqual(agent.config);
    expect(read.parameters).toEqual(flat);
  });

  for (const encoder of ['matched', 'entities', 'pooled', 'slots'] as const) {
    it(`${encoder}: acts as the sequence says, and by its marks where memory looks entities up`, async () => {
      const agent = makeAgent(8, { encoder, intentKinds: KINDS, matchPartners: true });
      const flat = livelyParameters(agent);
      const [sequence, acted] = [await inSequence(agent, flat), await stepByStep(agent, flat)];
      expect(distance(acted, sequence)).toBeLessThan(2e-5);
      if (encoder === 'pooled' || encoder === 'slots') return;
      const unmarked = flat.slice();
      agent.parameters.view(unmarked, 'lookUp/intent').fill(0);
      expect(distance(await inSequence(agent, unmarked), sequence)).toBeGreaterThan(1e-3);
    });
  }
});

const STEPS = 6;
const all = randomObservations(1, STEPS);
const distance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

/** Logits of the policy in an episode, all steps at once. */
async function inSequence(agent: AdaAgent, flat: Float32Array): Promise<Float32Array> {
  const { size } = observationSpec;
  const compiled = await jit(
    (inputs) => {
      const p = agent.parameters.split(inputs.flat as Tensor1D);
      const [steps, task] = [inputs.steps as Tensor3D, inputs.task as Tensor2D];
      return { logits: agent.policy(p, agent.roots(p, steps, task, inputs.segment as Tensor2D)) };
    },
    {
      flat: { shape: [flat.length], dtype: 'float32' },
      steps: { shape: [1, STEPS, STEP], dtype: 'float32' },
      task: { shape: [1, size - STEP], dtype: 'float32' },
      segment: { shape: [1, STEPS], dtype: 'int32' },
    },
  );
  const steps = new Float32Array(STEPS * STEP);
  for (let t = 0; t < STEPS; t++) steps.set(all.subarray(t * size, t * size + STEP), t * STEP);
  const logits = new Float32Array(STEPS * OPTIONS);
  await compiled.run({ flat, steps, task: all.slice(STEP, size), segment: new Int32Array(STEPS) }, { logits });
  await compiled.release();
  return logits;
}

/** The same, acting. */
async function stepByStep(agent: AdaAgent, flat: Float32Array): Promise<Float32Array> {
  const actor = await Actor.create(agent, { environments: 1 });
  actor.setParameters(flat);
  const out = { actions: new Int32Array(2), logits: new Float32Array(OPTIONS), values: new Float32Array(1) };
  const logits = new Float32Array(STEPS * OPTIONS);
  for (let t = 0; t < STEPS; t++) {
    await actor.act(observationsAt(all, 1, STEPS, t), { float: () => 0.5 }, out);
    logits.set(out.logits, t * OPTIONS);
  }
  await actor.release();
  return logits;
}
