import { Actor, exportPolicy, readPolicyDescription } from '@open-ada/ada-agent';
import { PolicyActor } from '@open-ada/ada-agent/acting';
import ort from 'onnxruntime-node';
import protobuf from 'protobufjs/light.js';
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
import { runtimeOf } from './policy-runtime.js';

const MEMORY = 6;
const BATCH = 2;
const STEPS = 15;
const agent = makeAgent(MEMORY);
const flat = livelyParameters(agent);
const file = exportPolicy(agent, flat, { environments: BATCH, extra: { steps: 12 } });

/** Field 14 of ModelProto: string pairs. */
function metadataOf(onnx: Uint8Array) {
  const root = protobuf.Root.fromJSON({
    nested: {
      Model: { fields: { props: { rule: 'repeated', type: 'Pair', id: 14 } } },
      Pair: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    },
  });
  const { props } = root.lookupType('Model').decode(onnx).toJSON() as { props: { key: string; value: string }[] };
  return Object.fromEntries(props.map(({ key, value }) => [key, key === 'format' ? value : JSON.parse(value)]));
}
const metadata = metadataOf(file);

type Tensors = Record<string, ort.Tensor>;
interface Remembered {
  step: number;
  outputs: Tensors;
}

const zeros = (shape: number[]) => new Float32Array(shape.reduce((a, b) => a * b, 1));

/**
 * Inputs of a step from what the metadata say alone, with the newest remembered step in the first slot.
 * @param from first step that each environment may look at
 */
function inputsOf(observations: Float32Array, remembered: Remembered[], step: number, from: number[]): Tensors {
  const shapes: Record<string, number[]> = {};
  for (const { name, shape } of metadata.inputs) shapes[name] = shape;
  const data = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)]));
  const code = (s: number) => {
    const angles = (metadata.positionFrequencies as number[]).map((w) => s * w);
    return [...angles.map(Math.sin), ...angles.map(Math.cos)];
  };
  data.observations.set(observations);
  data.positionNow.set(code(step));
  data.mask.fill(metadata.mask.hidden);
  const [batch, heads, window, width] = shapes['keys/0'];
  remembered.forEach((each, slot) => {
    data.positionKeys.set(code(each.step), slot * shapes.positionKeys[1]);
    for (let b = 0; b < batch; b++) if (each.step >= from[b]) data.mask[b * window + slot] = metadata.mask.seen;
    for (const name of Object.keys(shapes).filter((input) => /^(keys|values)/.test(input))) {
      const rows = each.outputs[name.replace('keys', 'newKeys').replace('values', 'newValues')].data as Float32Array;
      for (let row = 0; row < batch * heads; row++) {
        data[name].set(rows.subarray(row * width, (row + 1) * width), (row * window + slot) * width);
      }
    }
  });
  return Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, new ort.Tensor('float32', values, shapes[name])]),
  );
}

describe('policy.onnx', () => {
  it('gives the actor logits and values over an episode longer than the memory, with a memory cleared in it', async () => {
    const session = await ort.InferenceSession.create(file);
    const actor = await Actor.create(agent, { environments: BATCH, windows: [4, MEMORY] });
    actor.setParameters(flat);
    const out = {
      actions: new Int32Array(BATCH * 2),
      logits: new Float32Array(BATCH * OPTIONS),
      values: new Float32Array(BATCH),
    };
    const all = randomObservations(BATCH, STEPS);
    const from = [0, 0];
    let remembered: Remembered[] = [];
    const worst = { logits: 0, value: 0 };
    for (let t = 0; t < STEPS; t++) {
      if (t === 9) {
        actor.clear(1);
        from[1] = t;
      }
      const observations = observationsAt(all, BATCH, STEPS, t);
      await actor.act(observations, { float: () => 0.5 }, out);
      const outputs = (await session.run(inputsOf(observations, remembered, t, from))) as Tensors;
      remembered = [{ step: t, outputs }, ...remembered].slice(0, MEMORY);
      const differences = (a: Float32Array, b: ort.Tensor) =>
        a.map((value, i) => Math.abs(value - (b.data as Float32Array)[i]));
      worst.logits = Math.max(worst.logits, ...differences(out.logits, outputs.logits));
      worst.value = Math.max(worst.value, ...differences(out.values, outputs.value));
    }
    expect(worst.logits).toBeLessThan(2e-5);
    expect(worst.value).toBeLessThan(2e-4);
    await actor.release();
    await session.release();
  });

  it('is played by the acting half as the actor plays, whoever runs it', async () => {
    const session = await ort.InferenceSession.create(file);
    const mine = new PolicyActor(runtimeOf(session), readPolicyDescription(file, 'policy.onnx'));
    const actor = await Actor.create(agent, { environments: BATCH, windows: [4, MEMORY] });
    actor.setParameters(flat);
    const expected = {
      actions: new Int32Array(BATCH * 2),
      logits: new Float32Array(BATCH * OPTIONS),
      values: new Float32Array(BATCH),
    };
    const out = mine.output();
    const all = randomObservations(BATCH, STEPS);
    const seeded = () => {
      let state = 5;
      return {
        float: () => {
          state = (state * 48271) % 2147483647;
          return state / 2147483647;
        },
      };
    };
    const [one, other] = [seeded(), seeded()];
    for (let t = 0; t < STEPS; t++) {
      if (t === 9) for (const player of [actor, mine]) player.clear(1);
      const observations = observationsAt(all, BATCH, STEPS, t);
      await actor.act(observations, one, expected);
      await mine.act(observations, other, out);
      expect([...out.actions]).toEqual([...expected.actions]);
      out.logits.forEach((logit, i) => {
        expect(Math.abs(logit - expected.logits[i])).toBeLessThan(2e-5);
      });
      out.values.forEach((value, i) => {
        expect(Math.abs(value - expected.values[i])).toBeLessThan(2e-4);
      });
    }
    await actor.release();
    await session.release();
  });

  for (const memoryKind of ['gru', 'gru+attention'] as const) {
    it(`with the memory ${memoryKind} is played as the actor plays`, async () => {
      const other = makeAgent(3, { memoryKind, memoryStride: 4 });
      const parameters = livelyParameters(other);
      const onnx = exportPolicy(other, parameters, { environments: BATCH });
      const session = await ort.InferenceSession.create(onnx);
      const mine = new PolicyActor(runtimeOf(session), readPolicyDescription(onnx, 'policy.onnx'));
      const actor = await Actor.create(other, { environments: BATCH });
      actor.setParameters(parameters);
      const [expected, out] = [mine.output(), mine.output()];
      const all = randomObservations(BATCH, 20);
      for (let t = 0; t < 20; t++) {
        if (t === 9) for (const player of [actor, mine]) player.clear(1);
        const observations = observationsAt(all, BATCH, 20, t);
        await actor.act(observations, { float: () => 0.5 }, expected);
        await mine.act(observations, { float: () => 0.5 }, out);
        expect(Math.max(...out.logits.map((logit, i) => Math.abs(logit - expected.logits[i])))).toBeLessThan(2e-5);
      }
      await actor.release();
      await session.release();
    });
  }

  it('is told from other files in one sentence', () => {
    expect(readPolicyDescription(file, 'policy.onnx')).toMatchObject({
      environments: BATCH,
      config: agent.config,
      observationSpec,
      actionSpec,
      extra: { steps: 12 },
    });
    expect(() => readPolicyDescription(file.subarray(0, 99), 'half.onnx')).toThrow(/^half.onnx: not an ONNX file/);
    expect(() => readPolicyDescription(new Uint8Array(0), 'none.onnx')).toThrow(
      /^none.onnx: not a policy file of this/,
    );
  });

  it('says in its metadata what it reads and writes, truly', async () => {
    const session = await ort.InferenceSession.create(file);
    const named = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(named(metadata.inputs)).toEqual(session.inputNames);
    expect(named(metadata.outputs)).toEqual(session.outputNames);
    const shapeOf = (list: readonly ort.InferenceSession.ValueMetadata[]) =>
      list.map((each) => ('shape' in each ? each.shape : undefined));
    const shapes = (list: { shape: number[] }[]) => list.map(({ shape }) => shape);
    expect(shapes(metadata.inputs)).toEqual(shapeOf(session.inputMetadata));
    expect(shapes(metadata.outputs)).toEqual(shapeOf(session.outputMetadata));
    for (const each of [...metadata.inputs, ...metadata.outputs]) expect(each.meaning).toMatch(/\w/);
    expect(metadata).toMatchObject({
      format: 'open-ada policy 1',
      agent: { config: agent.config, observationSpec, actionSpec },
      extra: { steps: 12 },
    });
    await session.release();
  });

  it('refuses parameters of another agent', () => {
    expect(() => exportPolicy(agent, flat.subarray(1))).toThrow(/parameters given, the agent has/);
  });
});
