import {
  Actor,
  AdaAgent,
  AGENT_SIZES,
  type AgentConfig,
  decodeAgent,
  ENCODERS,
  encodeAgent,
} from '@open-ada/ada-agent';
import { Random } from '@open-ada/production-rules';
import {
  actionSpec,
  BatchedEnvironment,
  CAMERA,
  COMPACT,
  type ObservationSpec,
  observationSpec,
  PAPER,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { floatMap, rowMap, turnedSpec } from '../../xland-sim/test/other-layout.js';
import { busyTask } from '../../xland-sim/test/random-play.js';
import { withFeatures } from '../src/network/former-features.js';

const STEPS = 12;
const [PLAIN, TURNED] = [observationSpec(COMPACT), turnedSpec(COMPACT)];
const partOf = (spec: ObservationSpec, wanted: string) => spec.parts.find(({ name }) => name === wanted)!;
const rowsOf = (part: string) => rowMap(partOf(PLAIN, part), partOf(TURNED, part));
const chance = { float: () => 0.5, int: () => 0 };

/** Each row of `rows` repeated for a run of `width` inputs. */
const spread = (rows: number[], width: number) =>
  rows.flatMap((row) => Array.from({ length: width }, (_, k) => row * width + k));

/** Inputs of the layers that read an observation: for those of the turned layout, those of the plain one. The others of a layer follow. */
function inputs(agent: AdaAgent): Record<string, number[]> {
  const { tokenWidth, entityWidth } = agent.config;
  const entities = rowsOf('entities');
  const entityInputs = entities.length + 12 + 2;
  const slots = partOf(PLAIN, 'entities').shape[0];
  const rest = sizeOfEntities();
  return {
    'entity/first/weight': entities,
    'slots/first/weight': Array.from({ length: slots }, (_, slot) => [
      ...entities.map((k) => slot * entityInputs + k),
      ...Array.from({ length: entityInputs - entities.length }, (_, k) => slot * entityInputs + entities.length + k),
    ]).flat(),
    'goal/weight': spread(rowsOf('goal'), tokenWidth),
    'rule/weight': spread(rowsOf('rules'), tokenWidth),
    'match/rule/weight': spread(rowsOf('rules'), tokenWidth),
    'features/first/weight': [
      ...Array.from({ length: 2 * entityWidth }, (_, k) => k),
      ...floatMap(PLAIN, TURNED)
        .slice(rest, PLAIN.stepSize)
        .map((i) => 2 * entityWidth + i - rest),
    ],
    'features/previous': rowsOf('previous'),
    'features/events': floatMap(PLAIN, TURNED)
      .slice(partOf(PLAIN, 'events').offset)
      .slice(0, 24)
      .map((i) => i - partOf(PLAIN, 'events').offset),
  };
}

function sizeOfEntities(): number {
  return partOf(PLAIN, 'entities').shape.reduce((a, b) => a * b, 1);
}

/** The same network for the turned layout: its weights stand where their inputs do. */
function turn(plain: AdaAgent, parameters: Float32Array, turned: AdaAgent): Float32Array {
  const all = parameters.slice();
  const maps = inputs(plain);
  for (const { name, shape } of plain.parameters.entries) {
    const width = shape[1];
    const from = plain.parameters.view(parameters, name);
    const to = turned.parameters.view(all, name);
    maps[name]?.forEach((row, k) => {
      to.set(from.subarray(row * width, (row + 1) * width), k * width);
    });
  }
  return all;
}

/** Steps of an episode as the plain layout has them, with noise so that no feature that changes by step is 0. */
function observe(): Float32Array[] {
  const random = new Random(2);
  const environment = new BatchedEnvironment(COMPACT, 1);
  const task = busyTask(3);
  // A hidden rule has a kind and nothing else.
  task.rules[0].hidden = true;
  environment.reset(0, task, { trials: 2, seed: 1 });
  return Array.from({ length: STEPS }, (_, t) => {
    const observation = new Float32Array(PLAIN.size);
    environment.observe(observation);
    environment.step(Int32Array.of(2, t % 5, 2), new Float32Array(1), new Uint8Array(1));
    return observation.map((float, i) => (i < PLAIN.stepSize ? float + random.range(-1, 1) : float));
  });
}

const OBSERVED = observe();

/** Logits and values of an episode. */
async function play(agent: AdaAgent, parameters: Float32Array, observed: Float32Array[]): Promise<number[]> {
  const actor = await Actor.create(agent, { environments: 1, threads: 1, backend: 'onnx-cpu' });
  actor.setParameters(parameters);
  const out = { actions: new Int32Array(3), logits: new Float32Array(11), values: new Float32Array(1) };
  const all: number[] = [];
  for (const observation of observed) {
    await actor.act(observation, chance, out, 'sample');
    all.push(...out.logits, ...out.values);
  }
  await actor.release();
  return all;
}

const distance = (a: number[], b: number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));
const agentFor = (spec: ObservationSpec, config: Partial<AgentConfig> = {}) =>
  new AdaAgent({ ...AGENT_SIZES.tiny, ...config }, spec, actionSpec(COMPACT));

describe('the network reads features by name', () => {
  it.each(ENCODERS)(
    '%s: features in another order, weights in that order, the same policy and value',
    async (encoder) => {
      const [plain, turned] = [PLAIN, TURNED].map((spec) => agentFor(spec, { encoder }));
      const parameters = plain.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
      const before = await play(plain, parameters, OBSERVED);
      const map = floatMap(PLAIN, TURNED);
      const moved = OBSERVED.map((observation) => Float32Array.from(map, (i) => observation[i]));
      const after = await play(turned, turn(plain, parameters, turned), moved);
      expect(distance(before, after)).toBeLessThan(1e-4);
      // The same weights for other features are another agent.
      expect(distance(before, await play(turned, parameters, moved))).toBeGreaterThan(1e-2);
    },
  );

  it('says which feature it lacks', () => {
    const spec = structuredClone(PLAIN);
    const { features } = partOf(spec, 'entities');
    features.splice(5, 1);
    expect(() => agentFor(spec)).toThrow('observation spec: the part "entities" has no feature "held"');
  });
});

describe('files of version 0.1, which do not list features', () => {
  const bare = (spec: ObservationSpec) => ({
    ...spec,
    parts: spec.parts.map(({ features: _, ...part }) => part),
  });

  it.each([
    ['COMPACT', COMPACT],
    ['PAPER', PAPER],
    ['COMPACT without pose, with a camera', { ...COMPACT, pose: false, camera: CAMERA }],
  ])('get those of that version: %s', (_, settings) => {
    const spec = observationSpec(settings);
    const stored = JSON.parse(JSON.stringify(bare(spec))) as ObservationSpec;
    expect(withFeatures(stored, actionSpec(settings), 'a.safetensors')).toEqual(spec);
  });

  it('are read, and what has rows of another length is refused', () => {
    const agent = agentFor(PLAIN);
    const file = (spec: object) =>
      encodeAgent(
        Object.assign(Object.create(AdaAgent.prototype), agent, { observationSpec: spec }),
        agent.initialise(1),
        {},
      );
    expect(decodeAgent(file(bare(PLAIN)), 'a.safetensors').agent.observationSpec).toEqual(PLAIN);
    const longer = bare(PLAIN);
    longer.parts[0] = { ...longer.parts[0], shape: [12, 21] };
    expect(() => decodeAgent(file(longer), 'a.safetensors')).toThrow(
      'a.safetensors: its observation part "entities" has rows of 21 floats, which no released version had; train it again',
    );
  });
});
