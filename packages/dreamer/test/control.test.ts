import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tolerance } from '../src/environments/control/tolerance.js';
import { cartpoleBalance, cartpoleSwingup, type Environment, pendulumSwingup } from '../src/index.js';
import { uniforms } from './random.js';

const float = uniforms(11);
const random = { float, int: (n: number) => Math.floor(float() * n) };
const MAKE = {
  'cartpole-balance': cartpoleBalance,
  'cartpole-swingup': cartpoleSwingup,
  'pendulum-swingup': pendulumSwingup,
};

interface Golden {
  task: keyof typeof MAKE;
  qpos: number[];
  qvel: number[];
  actions: number[];
  rows: number[][];
  lastObservation: number[];
}
const { cases } = JSON.parse(readFileSync(new URL('fixtures/dm-control.json', import.meta.url), 'utf8')) as {
  cases: Golden[];
};

const stateOf = (environment: Environment) => environment.state() as { state: number[]; steps: number };

describe('a task of DeepMind Control', () => {
  it.each(cases.map((each, i) => [`${each.task} ${i}`, each] as const))(
    '%s: states and rewards of the original, step by step',
    (_, { task, qpos, qvel, actions, rows, lastObservation }) => {
      const environment = MAKE[task](random);
      environment.restore({ state: [...qpos, ...qvel], steps: 0 });
      const seen = new Float32Array(environment.world.observation);
      rows.forEach((row, t) => {
        const { reward, last, terminal } = environment.step([actions[t]], seen);
        [...stateOf(environment).state, reward].forEach((x, i) => {
          expect([t, i, x]).toEqual([t, i, expect.closeTo(row[i], 9)]);
        });
        expect([last, terminal]).toEqual([false, false]);
      });
      expect([...seen]).toEqual(lastObservation.map((x) => expect.closeTo(x, 5)));
    },
  );

  it.each(Object.entries(MAKE))('%s: 1000 physics steps, an end by time, and no reward above 1', (_, make) => {
    for (const [actionRepeat, steps] of [
      [undefined, 500],
      [1, 1000],
      [3, 334],
    ]) {
      const environment = make(random, { actionRepeat });
      const seen = new Float32Array(environment.world.observation);
      environment.reset(seen);
      for (let t = 1; t <= steps!; t++) {
        const { reward, last, terminal } = environment.step([Math.sin(t)], seen);
        expect([last, terminal]).toEqual([t === steps, false]);
        expect(reward).toBeGreaterThanOrEqual(0);
        expect(reward).toBeLessThanOrEqual(actionRepeat ?? 2);
      }
    }
  });

  it('an action beyond the limits is cut there', () => {
    const [environment, other] = [cartpoleBalance(random), cartpoleBalance(random)];
    for (const each of [environment, other]) each.restore({ state: [0, 0.1, 0, 0], steps: 0 });
    const [seen, alsoSeen] = [new Float32Array(5), new Float32Array(5)];
    expect(other.step([7], alsoSeen)).toEqual(environment.step([1], seen));
    expect(alsoSeen).toEqual(seen);
  });

  it('begins as the original does: nearly upright, hanging, or anywhere', () => {
    const starts = (make: (typeof MAKE)[Golden['task']]) => {
      const environment = make(random);
      const seen = new Float32Array(environment.world.observation);
      return Array.from({ length: 400 }, () => {
        environment.reset(seen);
        return stateOf(environment).state;
      });
    };
    const column = (rows: number[][], i: number) => rows.map((row) => row[i]);
    const spread = (x: number[]) => Math.sqrt(x.reduce((sum, each) => sum + each ** 2, 0) / x.length);
    const balance = starts(cartpoleBalance);
    expect(Math.max(...column(balance, 0).map(Math.abs))).toBeLessThan(0.1);
    expect(Math.max(...column(balance, 1).map(Math.abs))).toBeLessThan(0.034);
    expect(spread(column(balance, 1))).toBeGreaterThan(0.015);
    expect(spread(column(balance, 2)) / 0.01).toBeCloseTo(1, 0);
    const hanging = column(starts(cartpoleSwingup), 1).map((angle) => angle - Math.PI);
    expect(spread(hanging) / 0.01).toBeCloseTo(1, 0);
    const anywhere = column(starts(pendulumSwingup), 0);
    expect([Math.min(...anywhere) < -3, Math.max(...anywhere) > 3]).toEqual([true, true]);
  });

  it('tolerance: 1 within the bounds, a tenth or nothing at the margin', () => {
    expect([tolerance(0.5, { bounds: [0, 1] }), tolerance(1.001, { bounds: [0, 1] })]).toEqual([1, 0]);
    expect([tolerance(-2, { margin: 2 }), tolerance(1, { margin: 2 })]).toEqual([0.1, 0.1 ** 0.25]);
    const quadratic = { margin: 1, falls: 'quadratic' } as const;
    expect([tolerance(0.5, quadratic), tolerance(1.5, quadratic)]).toEqual([0.75, 0]);
  });
});
