import type { RandomSource } from './environment.js';
import type { DrawnEnvironment } from './in-pixels.js';

/**
 * Catch, as in bsuite (Osband et al. 2020): a ball falls from a random column of a board, and a paddle on the bottom row
 * must be below it. The reward at the end is 1 or −1. An episode has `rows − 1` steps.
 */
export function catchBall(random: RandomSource, { rows = 10, columns = 5 } = {}): DrawnEnvironment {
  let [ballX, ballY, paddle] = [0, 0, 0];
  const show = (into: Float32Array): void => {
    into.fill(0);
    into[ballY * columns + ballX] = 1;
    into[(rows - 1) * columns + paddle] = 1;
  };
  return {
    world: { observation: rows * columns, actionDims: [3] },
    reset(into) {
      [ballX, ballY, paddle] = [random.int(columns), 0, Math.floor(columns / 2)];
      show(into);
    },
    step(actions, into) {
      paddle = Math.min(columns - 1, Math.max(0, paddle + actions[0] - 1));
      ballY++;
      show(into);
      const last = ballY === rows - 1;
      return { reward: last ? (ballX === paddle ? 1 : -1) : 0, last, terminal: last };
    },
    draw(canvas) {
      for (const [x, y] of [
        [ballX, ballY],
        [paddle, rows - 1],
      ]) {
        canvas.box([x / columns, y / rows], [(x + 1) / columns, (y + 1) / rows]);
      }
    },
    state: () => [ballX, ballY, paddle],
    restore(state) {
      [ballX, ballY, paddle] = state as number[];
    },
  };
}
