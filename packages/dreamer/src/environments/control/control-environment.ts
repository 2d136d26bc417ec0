import type { Canvas } from '../canvas.js';
import type { RandomSource } from '../environment.js';
import type { DrawnEnvironment } from '../in-pixels.js';

/** A task of DeepMind Control with one motor. Positions and speeds are one list: the state. */
export interface ControlTask {
  /** O */
  observation: number;
  begin(random: RandomSource): number[];
  /** The state one physics step later. @param control in [−1, 1] */
  advance(state: readonly number[], control: number): number[];
  observe(state: readonly number[]): number[];
  /** Positions only: speeds are not seen. */
  draw(state: readonly number[], canvas: Canvas): void;
  /** In [0, 1], for the state that the control has led to. */
  reward(state: readonly number[], control: number): number;
}

export interface ControlOptions {
  /** Physics steps for which an action is held; their rewards are added. */
  actionRepeat?: number;
}

/** Physics steps of an episode, in all tasks here. */
const EPISODE = 1000;

/**
 * A task of DeepMind Control as an environment. An episode has 1000 physics steps, and its return is at most 1000. It
 * ends by time and not for good, so what would follow counts: time is no part of the observation.
 */
export function controlEnvironment(
  task: ControlTask,
  random: RandomSource,
  { actionRepeat = 2 }: ControlOptions = {},
): DrawnEnvironment {
  let state: number[] = [];
  let steps = 0;
  return {
    world: { observation: task.observation, actionDims: [], continuous: 1 },
    reset(into) {
      [state, steps] = [task.begin(random), 0];
      into.set(task.observe(state));
    },
    step(actions, into) {
      const control = Math.min(1, Math.max(-1, actions[0]));
      let reward = 0;
      for (let i = 0; i < actionRepeat && steps < EPISODE; i++, steps++) {
        state = task.advance(state, control);
        reward += task.reward(state, control);
      }
      into.set(task.observe(state));
      return { reward, last: steps === EPISODE, terminal: false };
    },
    draw: (canvas) => task.draw(state, canvas),
    state: () => ({ state, steps }),
    restore(kept) {
      ({ state, steps } = kept as { state: number[]; steps: number });
    },
  };
}

/** A number in [−limit, limit). */
export const between = (random: RandomSource, limit: number): number => limit * (2 * random.float() - 1);

/** A number of the standard normal distribution (Box and Muller 1958). */
export const normal = (random: RandomSource): number =>
  Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
