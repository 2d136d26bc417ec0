import { Actor, AdaAgent, AGENT_SIZES, type AgentConfig, canGrow, grow } from '@open-ada/ada-agent';
import {
  actionSpec,
  BatchedEnvironment,
  COMPACT,
  featureOf,
  observationSpec,
  partOf,
  type SimulationSettings,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';

const { ground: _, ...BLIND } = COMPACT;
const { events: __, ...SENSELESS } = BLIND;

type Task = Parameters<BatchedEnvironment['reset']>[1];

/** A ramp up to a plateau, and a rule that leads to the goal. */
const task: Task = {
  version: 1,
  name: 'up',
  goal: [{ name: 'hold', negated: false, arguments: ['me', 'black cube'] }],
  rules: [
    {
      condition: { name: 'hold', negated: false, arguments: ['me', 'yellow sphere'] },
      spawns: ['black cube'],
      hidden: false,
    },
  ],
  hiding: { types: [], predicates: [] },
  objects: [{ type: 'yellow sphere', at: [4, 1], size: 1, frozen: false }],
  world: { rows: ['1111', '^^^^', '0000', '0000'] },
  players: [{ at: [4, 7], heading: { mean: 0, spread: 0 } }],
  trialSeconds: 8,
};
/** The sphere before the avatar turns into a cube as soon as it is near. */
const eventful: Task = {
  ...task,
  rules: [
    {
      condition: { name: 'near', negated: false, arguments: ['me', 'yellow sphere'] },
      spawns: ['black cube'],
      hidden: false,
    },
  ],
  objects: [{ type: 'yellow sphere', at: [4, 5.5], size: 0.5, frozen: false }],
};
const chance = { float: () => 0.5, int: () => 0 };

function agentIn(settings: SimulationSettings, more: Partial<AgentConfig> = {}): AdaAgent {
  return new AdaAgent({ ...AGENT_SIZES.tiny, ...more }, observationSpec(settings), actionSpec(settings));
}

/** Logits of the first steps of an episode, whoever plays going forward. */
async function logits(
  agent: AdaAgent,
  settings: SimulationSettings,
  parameters: Float32Array,
  played: Task = task,
): Promise<number[]> {
  const environment = new BatchedEnvironment(settings, 1);
  environment.reset(0, played, { trials: 2, seed: 1 });
  const actor = await Actor.create(agent, { environments: 1, threads: 1, backend: 'onnx-cpu' });
  actor.setParameters(parameters);
  const observations = new Float32Array(environment.observationSpec.size);
  const options = agent.actionDims.reduce((a, b) => a + b);
  const out = {
    actions: new Int32Array(agent.actionDims.length),
    logits: new Float32Array(options),
    values: new Float32Array(1),
  };
  const all: number[] = [];
  for (let t = 0; t < 6; t++) {
    environment.observe(observations);
    await actor.act(observations, chance, out, 'sample');
    all.push(...out.logits);
    environment.step(Int32Array.of(2, 2, 1), new Float32Array(1), new Uint8Array(1));
  }
  await actor.release();
  return all;
}

const distance = (a: number[], b: number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

describe('an agent that grows', () => {
  it('acts as before with matching and another sense, until what is new learns to speak', async () => {
    const [before, after] = [agentIn(BLIND, { encoder: 'entities' }), agentIn(COMPACT, { memory: 320 })];
    expect(canGrow(after, before)).toBe(true);
    const parameters = before.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
    const grown = grow(after, before, parameters, 1);
    const [a, b] = [await logits(before, BLIND, parameters), await logits(after, COMPACT, grown)];
    expect(distance(a, b)).toBeLessThan(1e-4);
    const speaking = (name: string, rows: number) => {
      const changed = grown.slice();
      const view = after.parameters.view(changed, name);
      view.fill(0.5, view.length - rows * after.parameters.entries.find((entry) => entry.name === name)!.shape[1]);
      return logits(after, COMPACT, changed);
    };
    expect(distance(a, await speaking('features/first/weight', 28))).toBeGreaterThan(1e-2);
    expect(distance(a, await speaking('match/entity/weight', 16))).toBeGreaterThan(1e-3);
  });

  it('acts as before when it is told of events for the first time', async () => {
    const [before, after] = [agentIn(SENSELESS), agentIn(COMPACT)];
    expect(canGrow(after, before)).toBe(true);
    const parameters = before.initialise(3);
    const grown = grow(after, before, parameters, 1);
    const a = await logits(before, SENSELESS, parameters, eventful);
    expect(distance(a, await logits(after, COMPACT, grown, eventful))).toBeLessThan(1e-4);
    const events = after.parameters.view(grown, 'features/events');
    events.set(events.map((_, i) => Math.sin(i)));
    expect(distance(a, await logits(after, COMPACT, grown, eventful))).toBeGreaterThan(1e-3);
  });

  const WIDE: SimulationSettings = {
    ...COMPACT,
    aim: true,
    places: true,
    surroundings: { directions: 4, distances: [1, 3] },
  };

  it('acts as before with new features in entities and between other features, and with more matching', async () => {
    const before = agentIn(COMPACT);
    const after = agentIn(WIDE, { matchDepth: 5, matchPartners: true });
    expect(canGrow(after, before)).toBe(true);
    expect(canGrow(before, after)).toBe(false);
    const parameters = before.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
    const grown = grow(after, before, parameters, 1);
    const a = await logits(before, COMPACT, parameters);
    expect(distance(a, await logits(after, WIDE, grown))).toBeLessThan(1e-4);
    const learned = async (name: string, row: number) => {
      const changed = grown.slice();
      const width = after.parameters.entries.find((entry) => entry.name === name)!.shape[1];
      const view = after.parameters.view(changed, name).subarray(row * width, (row + 1) * width);
      expect(view.every((weight) => weight === 0)).toBe(true);
      view.fill(0.5);
      return distance(a, await logits(after, WIDE, changed));
    };
    const spec = after.observationSpec;
    const entities = partOf(spec, 'entities')!;
    expect(await learned('entity/first/weight', featureOf(entities, 'place').offset + 1)).toBeGreaterThan(1e-3);
    const around = partOf(spec, 'surroundings')!;
    const first = 2 * after.config.entityWidth + around.offset - entities.shape[0] * entities.shape[1];
    expect(await learned('features/first/weight', first + featureOf(around, 'seen').offset)).toBeGreaterThan(1e-3);
    // The yellow sphere is the second argument of the rule on the way, whose first is the avatar.
    expect(await learned('entity/marks/weight', 5)).toBeGreaterThan(1e-3);
  });

  it('acts as before with intents, until it learns to go by them', async () => {
    const [before, after] = [agentIn(COMPACT), agentIn(COMPACT, { intentKinds: 5, matchPartners: true })];
    expect(canGrow(after, before)).toBe(true);
    const parameters = before.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
    const grown = grow(after, before, parameters, 1);
    const a = await logits(before, COMPACT, parameters);
    expect(distance(a, await logits(after, COMPACT, grown))).toBeLessThan(1e-4);
    after.parameters.view(grown, 'lookUp/intent').fill(0.5);
    expect(distance(a, await logits(after, COMPACT, grown))).toBeGreaterThan(1e-3);
    expect(after.parameters.view(grown, 'intent/weight').some((weight) => weight !== 0)).toBe(true);
    expect(canGrow(before, after)).toBe(false);
    expect(canGrow(agentIn(WIDE, { intentKinds: 5, matchPartners: true }), after)).toBe(true);
    expect(canGrow(agentIn(COMPACT, { intentKinds: 5, matchPartners: true, matchDepth: 5 }), after)).toBe(false);
  });

  const GROWN: Partial<AgentConfig> = {
    modelWidth: 48,
    heads: 3,
    blocks: 4,
    feedForward: 20,
    entityWidth: 24,
    taskWidth: 12,
    lstmWidth: 40,
  };
  const WHOLE: Partial<AgentConfig> = { matchPartners: true, intentKinds: 5, keepIntents: true };

  it('acts as before with larger sizes', async () => {
    for (const more of [{}, { headWidth: 8 }, { encoder: 'entities' }] as Partial<AgentConfig>[]) {
      const own = more.encoder === 'entities' ? more : { ...WHOLE, ...more };
      const [before, after] = [agentIn(COMPACT, own), agentIn(WIDE, { ...own, ...GROWN })];
      expect(canGrow(after, before)).toBe(true);
      expect(canGrow(before, after)).toBe(false);
      const parameters = before.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
      const grown = grow(after, before, parameters, 1);
      const a = await logits(before, COMPACT, parameters);
      expect(distance(a, await logits(after, WIDE, grown))).toBeLessThan(2e-4);
    }
  });

  it('learns with all that it grew', async () => {
    const [before, after] = [agentIn(COMPACT, WHOLE), agentIn(COMPACT, { ...WHOLE, ...GROWN })];
    const parameters = before.initialise(3).map((x, i) => x + 0.2 * Math.sin(i));
    const grown = grow(after, before, parameters, 1);
    const a = await logits(after, COMPACT, grown);
    // What a new unit says is heard as soon as the weights that read it are no longer zero.
    for (const name of [
      'entity/second/weight',
      'features/first/weight',
      'features/second/weight',
      'lookUp/value/weight',
      'block0/out/weight',
      'block1/down/weight',
      'block2/out/weight',
      'block3/down/weight',
      'root/hidden/weight',
      'policy/out/weight',
    ]) {
      const changed = grown.slice();
      const view = after.parameters.view(changed, name);
      for (let i = 0; i < view.length; i++) if (view[i] === 0) view[i] = 0.3 * Math.sin(i);
      expect(
        view.some((x, i) => x !== after.parameters.view(grown, name)[i]),
        name,
      ).toBe(true);
      expect(distance(a, await logits(after, COMPACT, changed)), name).toBeGreaterThan(1e-4);
    }
    // Both copies of the stream are read, and not alike.
    const gate = after.parameters.view(grown, 'block0/gate/weight');
    const [width, columns] = [before.config.modelWidth, 20];
    expect(gate[0]).not.toBeCloseTo(gate[width * columns], 4);
  });

  it('repeats its stream a whole number of times', () => {
    const whole = agentIn(COMPACT);
    expect(canGrow(agentIn(COMPACT, { modelWidth: 24 }), whole)).toBe(false);
    expect(canGrow(agentIn(COMPACT, { modelWidth: 32, heads: 8 }), whole)).toBe(false);
    expect(canGrow(agentIn(COMPACT, { lstmWidth: 12 }), whole)).toBe(false);
    const gru: Partial<AgentConfig> = { memoryKind: 'gru' };
    expect(canGrow(agentIn(COMPACT, { ...gru, lstmWidth: 32 }), agentIn(COMPACT, gru))).toBe(false);
  });

  it('with marks of partners keeps its depth', () => {
    const marked = agentIn(COMPACT, { matchPartners: true });
    expect(canGrow(agentIn(WIDE, { matchPartners: true, matchNegated: true }), marked)).toBe(true);
    expect(canGrow(agentIn(WIDE, { matchPartners: true, matchDepth: 5 }), marked)).toBe(false);
    expect(canGrow(agentIn(COMPACT, { matchDepth: 2 }), agentIn(COMPACT))).toBe(false);
  });

  it('has all that the other one has', () => {
    const whole = agentIn(COMPACT);
    const scanned = { ...COMPACT, ground: { directions: 5, distances: [1] } };
    expect(canGrow(agentIn(scanned), whole)).toBe(false);
    expect(canGrow(whole, whole)).toBe(true);
    expect(canGrow(agentIn(BLIND), whole)).toBe(false);
    expect(canGrow(agentIn(COMPACT, { encoder: 'entities' }), whole)).toBe(false);
    expect(canGrow(whole, agentIn(COMPACT, { encoder: 'pooled' }))).toBe(false);
    expect(canGrow(whole, agentIn(COMPACT, { modelWidth: 32 }))).toBe(false);
    expect(canGrow(whole, agentIn({ ...COMPACT, maxRules: 4 }))).toBe(false);
    expect(canGrow(whole, agentIn({ ...COMPACT, groups: { ...COMPACT.groups, look: true } }))).toBe(false);
  });
});
