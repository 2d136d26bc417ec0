import { describe, expect, it } from 'vitest';
import {
  type CartPoleState,
  cartPole,
  cartPoleStep,
  cartpoleSwingup,
  catchBall,
  deepSea,
  type Environment,
  memoryLength,
  pendulumSwingup,
} from '../src/index.js';
import { uniforms } from './random.js';

function source(seed: number) {
  const float = uniforms(seed);
  return { float, int: (n: number) => Math.floor(float() * n) };
}

/** Plays one episode. @param choose from the observation */
function episode(environment: Environment, choose: (seen: Float32Array, t: number) => number) {
  const seen = new Float32Array(environment.world.observation);
  environment.reset(seen);
  const outcomes: { reward: number; last: boolean; terminal: boolean }[] = [];
  for (let t = 0; outcomes.at(-1)?.last !== true; t++) outcomes.push(environment.step([choose(seen, t)], seen));
  return { outcomes, total: outcomes.reduce((sum, { reward }) => sum + reward, 0), seen };
}

describe('catch', () => {
  it('pays 1 to who goes under the ball and -1 to who does not, at the ninth step', () => {
    const environment = catchBall(source(1));
    const columns = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const follow = (seen: Float32Array): number => {
        const [ball, paddle] = [seen.indexOf(1) % 5, seen.lastIndexOf(1) % 5];
        columns.add(ball);
        return 1 + Math.sign(ball - paddle);
      };
      const { outcomes, total } = episode(environment, follow);
      expect([outcomes.length, total, outcomes.at(-1)!.terminal]).toEqual([9, 1, true]);
    }
    expect(columns.size).toBe(5);
    const flee = (seen: Float32Array) => (seen.indexOf(1) % 5 >= 2 ? 0 : 2);
    expect(episode(environment, flee).total).toBe(-1);
  });
});

describe('memory length', () => {
  it('shows the bit once, asks at the last step, and pays for that answer alone', () => {
    const environment = memoryLength(source(2), { length: 6 });
    for (let i = 0; i < 20; i++) {
      const shown: number[] = [];
      const asked: number[] = [];
      const { outcomes, total } = episode(environment, (seen, t) => {
        shown.push(seen[2]);
        asked.push(seen[1]);
        return t === 5 ? (shown[0] + 1) / 2 : 0;
      });
      expect([outcomes.length, total]).toEqual([6, 1]);
      expect(shown.slice(1)).toEqual([0, 0, 0, 0, 0]);
      expect(asked).toEqual([0, 0, 0, 0, 0, 1]);
      expect(Math.abs(shown[0])).toBe(1);
    }
    let bit = 0;
    const wrong = (seen: Float32Array, t: number) => {
      if (t === 0) bit = seen[2];
      return (1 - bit) / 2;
    };
    expect(episode(environment, wrong).total).toBe(-1);
  });
});

describe('deep sea', () => {
  it('hides which action goes right; always right earns 0.99, always left nothing', () => {
    const size = 6;
    const environment = deepSea(source(1234567), { size });
    // The hidden actions are found by trying: an action that costs goes right.
    const right = new Map<number, number>();
    for (let known = 0; known < size; known++) {
      for (const action of [0, 1]) {
        let cell = 0;
        const { outcomes } = episode(environment, (seen, t) => {
          if (t === known) cell = seen.indexOf(1);
          return right.get(seen.indexOf(1)) ?? action;
        });
        if (outcomes[known].reward !== 0 && !right.has(cell)) right.set(cell, action);
      }
    }
    expect(new Set(right.values()).size).toBe(2);
    const best = episode(environment, (seen) => right.get(seen.indexOf(1))!);
    expect(best.total).toBeCloseTo(0.99, 10);
    expect(best.outcomes.length).toBe(size);
    expect(best.seen.every((x) => x === 0)).toBe(true);
    const worst = episode(environment, (seen) => 1 - (right.get(seen.indexOf(1)) ?? 0));
    expect(worst.total).toBeLessThan(0.01);
  });
});

describe('cart-pole', () => {
  it('keeps its energy without a force, up to the error of an Euler step', () => {
    const energy = ([, speed, angle, turning]: CartPoleState): number => {
      // A rod of length 1 m and 0.1 kg whose centre is 0.5 m from the cart.
      const [along, up] = [speed + 0.5 * turning * Math.cos(angle), 0.5 * turning * Math.sin(angle)];
      const turns = 0.5 * ((0.1 * 1) / 12) * turning ** 2;
      return 0.5 * speed ** 2 + 0.5 * 0.1 * (along ** 2 + up ** 2) + turns + 0.1 * 9.8 * 0.5 * Math.cos(angle);
    };
    let state: CartPoleState = [0, 0.3, 0.4, 0];
    const before = energy(state);
    for (let i = 0; i < 20_000; i++) state = cartPoleStep(state, 0, 1e-4);
    expect(Math.abs(energy(state) - before)).toBeLessThan(2e-3);
    expect(Math.abs(state[2] - 0.4)).toBeGreaterThan(0.5);
  });

  it('pays for every step while the pole is up, at most 1000; without balance it soon falls', () => {
    const environment = cartPole(source(4));
    // A linear controller of angle, its speed, position and speed, with the three forces there are.
    const balance = (seen: Float32Array): number => {
      const pull = 10 * seen[2] + 2 * seen[4] + 0.9 * seen[0] * 3 + 1.2 * seen[1] * 3;
      return pull > 0.05 ? 2 : pull < -0.05 ? 0 : 1;
    };
    const held = episode(environment, balance);
    expect([held.outcomes.length, held.total]).toEqual([1000, 1000]);
    const fallen = episode(environment, () => 2);
    expect(fallen.outcomes.length).toBeLessThan(100);
    expect(fallen.outcomes.at(-1)).toEqual({ reward: 0, last: true, terminal: true });
  });
});

describe('the state of an environment', () => {
  it.each([
    ['catch', catchBall],
    ['memory length', memoryLength],
    ['deep sea', deepSea],
    ['cart-pole', cartPole],
    ['cartpole swing-up', cartpoleSwingup],
    ['pendulum swing-up', pendulumSwingup],
  ])('%s: another one continues from it, through JSON, to the episode’s end', (_, make) => {
    const [environment, other] = [make(source(3)), make(source(4))];
    const [seen, alsoSeen] = [0, 0].map(() => new Float32Array(environment.world.observation));
    environment.reset(seen);
    other.reset(alsoSeen);
    for (let t = 0; t < 4; t++) environment.step([t % 2], seen);
    other.restore(JSON.parse(JSON.stringify(environment.state())));
    for (let t = 0, last = false; !last; t++) {
      const outcome = environment.step([(t >> 1) % 2], seen);
      expect(other.step([(t >> 1) % 2], alsoSeen)).toEqual(outcome);
      expect(alsoSeen).toEqual(seen);
      last = outcome.last;
    }
  });
});
