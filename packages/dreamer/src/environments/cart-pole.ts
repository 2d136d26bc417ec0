import type { Environment, RandomSource } from './environment.js';

const GRAVITY = 9.8;
const CART_MASS = 1;
const POLE_MASS = 0.1;
/** Half the pole's length, m. */
const LENGTH = 0.5;
const TOTAL_MASS = CART_MASS + POLE_MASS;
/** N */
const FORCE = 10;
/** s */
const STEP = 0.01;
/** m */
const TRACK = 3;
/** Least cosine of the pole's angle. */
const UPRIGHT = 0.8;
const START = 0.05;

/** Position (m), speed, angle from upright (rad) and its speed. */
export type CartPoleState = [x: number, speed: number, angle: number, turning: number];

/** One Euler step of the cart and pole (Barto, Sutton, Anderson 1983). @param force on the cart, N */
export function cartPoleStep([x, speed, angle, turning]: CartPoleState, force: number, dt = STEP): CartPoleState {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const pushed = (force + POLE_MASS * LENGTH * turning ** 2 * sin) / TOTAL_MASS;
  const turns = (GRAVITY * sin - cos * pushed) / (LENGTH * (4 / 3 - (POLE_MASS * cos ** 2) / TOTAL_MASS));
  const accelerates = pushed - (POLE_MASS * LENGTH * turns * cos) / TOTAL_MASS;
  return [x + dt * speed, speed + dt * accelerates, angle + dt * turning, turning + dt * turns];
}

/**
 * Balancing a pole on a cart, as in bsuite (Osband et al. 2020): push left, not at all, or right. Each step with the
 * pole up and the cart on the track earns 1; the episode ends when it falls, or after 10 s.
 *
 * Observation: position and speed over the track's half length, sine and cosine of the angle, its speed, time as a
 * fraction.
 */
export function cartPole(random: RandomSource, { seconds = 10 } = {}): Environment {
  let state: CartPoleState = [0, 0, 0, 0];
  let steps = 0;
  const show = (into: Float32Array): void => {
    const [x, speed, angle, turning] = state;
    const time = (steps * STEP) / seconds;
    into.set([x / TRACK, speed / TRACK, Math.sin(angle), Math.cos(angle), turning, time]);
  };
  return {
    world: { observation: 6, actionDims: [3] },
    reset(into) {
      state = [0, 0, 0, 0].map(() => START * (2 * random.float() - 1)) as CartPoleState;
      steps = 0;
      show(into);
    },
    step(actions, into) {
      state = cartPoleStep(state, FORCE * (actions[0] - 1));
      steps++;
      show(into);
      const up = Math.cos(state[2]) > UPRIGHT && Math.abs(state[0]) < TRACK;
      // Time is part of the observation, so its end is an end for good.
      const last = !up || steps * STEP >= seconds - 1e-9;
      return { reward: up ? 1 : 0, last, terminal: last };
    },
    state: () => ({ state, steps }),
    restore(kept) {
      ({ state, steps } = kept as { state: CartPoleState; steps: number });
    },
  };
}
