import type { Environment, RandomSource } from './environment.js';

/**
 * Memory length, as in bsuite (Osband et al. 2020): one bit is shown at the first step, and asked for after `length`
 * steps. The answer earns 1 or −1; all other actions earn nothing.
 *
 * Observation: the time left as a fraction, whether the answer is due, the bit (1 or −1, later 0).
 */
export function memoryLength(random: RandomSource, { length = 10 } = {}): Environment {
  let [bit, time] = [0, 0];
  const show = (into: Float32Array): void => {
    into[0] = 1 - time / length;
    into[1] = time === length - 1 ? 1 : 0;
    into[2] = time === 0 ? 2 * bit - 1 : 0;
  };
  return {
    world: { observation: 3, actionDims: [2] },
    reset(into) {
      [bit, time] = [random.int(2), 0];
      show(into);
    },
    step(actions, into) {
      time++;
      show(into);
      const last = time === length;
      return { reward: last ? (actions[0] === bit ? 1 : -1) : 0, last, terminal: last };
    },
    state: () => [bit, time],
    restore(state) {
      [bit, time] = state as number[];
    },
  };
}
