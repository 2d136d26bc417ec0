import { generateTask } from '@open-ada/curriculum';
import { OBJECT_TYPES, Random, type Task } from '@open-ada/production-rules';
import { explorerPolicy, noopPolicy, type Policy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, featureOf, partOf, type SimulationSettings } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { LabelAgreement, type LabelledStep } from '../experiments/validation/label-agreement.js';
import { toldTurn } from '../experiments/validation/told-turn.js';

const TOLD: SimulationSettings = { ...COMPACT, recall: true, ways: true };
const task: Task = generateTask('small', 3, { side: 'training' });

async function stepsOf(make: (environment: BatchedEnvironment) => Policy): Promise<LabelledStep[]> {
  const environment = new BatchedEnvironment(TOLD, 1);
  const policy = new LabelAgreement(make(environment), environment);
  await rollout({ environment, policy, episodes: [{ task, trials: 2, seed: 1 }], rng: new Random(1) });
  return policy.steps;
}

describe('the comparison of an agent with the script that labels', () => {
  it('finds that the script agrees with itself', async () => {
    const steps = await stepsOf((environment) => explorerPolicy(environment, 1, undefined, true));
    expect(steps.length).toBeGreaterThan(40);
    for (const { sameAction, turnsAgainst, sameKind } of steps) {
      expect([sameAction, turnsAgainst, sameKind]).toEqual([true, false, undefined]);
    }
    expect(new Set(steps.map(({ trial }) => trial))).toEqual(new Set([0, 1]));
  });

  it('finds that someone who does nothing does something else', async () => {
    const steps = await stepsOf(({ actionSpec }) => noopPolicy(actionSpec));
    expect(steps.filter(({ sameAction }) => !sameAction).length).toBeGreaterThan(steps.length / 2);
  });
});

describe('the side to which a told way turns', () => {
  const { observationSpec: spec } = new BatchedEnvironment(TOLD, 1);
  const entities = partOf(spec, 'entities')!;
  const frontier = partOf(spec, 'frontier')!;
  /** An observation of a yellow sphere whose way begins to the right, and of unseen ground to the left. */
  const observation = new Float32Array(spec.size);
  const set = (row: number, part: typeof entities, name: string, ...values: number[]) =>
    observation.set(values, row + featureOf(part, name).offset);
  const type = OBJECT_TYPES.indexOf('yellow sphere');
  set(entities.offset, entities, 'present', 1);
  observation[entities.offset + featureOf(entities, 'shape').offset + Math.floor(type / 3)] = 1;
  observation[entities.offset + featureOf(entities, 'colour').offset + (type % 3)] = 1;
  set(entities.offset, entities, 'way', 0.8, 0.6);
  set(frontier.offset, frontier, 'exists', 1);
  set(frontier.offset, frontier, 'way', -0.8, 0.6);

  it('is that of the object that is taken, or to which another is brought', () => {
    expect(toldTurn(spec, observation, { kind: 'take', first: 'yellow sphere', second: 'black cube' })).toBe(1);
    expect(toldTurn(spec, observation, { kind: 'near', first: 'black cube', second: 'yellow sphere' })).toBe(1);
    expect(toldTurn(spec, observation, { kind: 'near', first: 'yellow sphere', second: 'black cube' })).toBeUndefined();
  });

  it('is that of unseen ground in a search', () => {
    expect(toldTurn(spec, observation, { kind: 'search' })).toBe(-1);
  });

  it('is none where the way begins ahead', () => {
    const ahead = observation.slice();
    ahead.set([0.1, 0.99], entities.offset + featureOf(entities, 'way').offset);
    expect(toldTurn(spec, ahead, { kind: 'take', first: 'yellow sphere' })).toBeUndefined();
  });
});
