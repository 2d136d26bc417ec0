import type { Environment, RandomSource } from './environment.js';

/**
 * Deep sea, as in bsuite (Osband et al. 2020): a diver falls one row a step through a square of cells, and goes left or
 * right. Right costs 0.01 / size; only who goes right at every step finds the treasure, worth 1, in the corner. Which
 * action goes right is fixed at random for each cell. Random play needs 2^size episodes.
 *
 * Observation: the cell as a one-hot; zeros after the last step.
 */
export function deepSea(random: RandomSource, { size = 10 } = {}): Environment {
  let right = Array.from({ length: size * size }, () => random.int(2));
  let [row, column] = [0, 0];
  const show = (into: Float32Array): void => {
    into.fill(0);
    if (row < size) into[row * size + column] = 1;
  };
  return {
    world: { observation: size * size, actionDims: [2] },
    reset(into) {
      [row, column] = [0, 0];
      show(into);
    },
    step(actions, into) {
      const goesRight = actions[0] === right[row * size + column];
      const treasure = goesRight && row === size - 1 && column === size - 1;
      const reward = (treasure ? 1 : 0) - (goesRight ? 0.01 / size : 0);
      column = Math.min(size - 1, Math.max(0, column + (goesRight ? 1 : -1)));
      row++;
      show(into);
      return { reward, last: row === size, terminal: row === size };
    },
    state: () => ({ row, column, right }),
    restore(state) {
      ({ row, column, right } = state as { row: number; column: number; right: number[] });
    },
  };
}
