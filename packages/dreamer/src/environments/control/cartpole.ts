import type { RandomSource } from '../environment.js';
import type { DrawnEnvironment } from '../in-pixels.js';
import { type CartpoleState, cartpoleStep } from './cartpole-physics.js';
import { between, type ControlOptions, type ControlTask, controlEnvironment, normal } from './control-environment.js';
import { tolerance } from './tolerance.js';

/** What balance and swing-up share. Observation: position, cosine and sine of the angle, and both speeds. */
const COMMON: Omit<ControlTask, 'begin'> = {
  observation: 5,
  advance: (state, control) => cartpoleStep(state as CartpoleState, control),
  observe([position, angle, speed, turning]) {
    return [position, Math.cos(angle), Math.sin(angle), speed, turning];
  },
  /** Three metres each way, so that the pole is in view at both ends of the rail. */
  draw([position, angle], canvas) {
    const at = (x: number, y: number): [number, number] => [0.5 + x / 6, 0.5 - y / 6];
    canvas.box(at(position - 0.3, 0.15), at(position + 0.3, -0.15));
    canvas.line(at(position, 0), at(position + Math.sin(angle), Math.cos(angle)), 0.02);
  },
  /** Upright, near the middle, with little force, and still: a product of four factors. */
  reward([position, angle, , turning], control) {
    const upright = (Math.cos(angle) + 1) / 2;
    const centred = (1 + tolerance(position, { margin: 2 })) / 2;
    const gentle = (4 + tolerance(control, { margin: 1, falls: 'quadratic' })) / 5;
    const still = (1 + tolerance(turning, { margin: 5 })) / 2;
    return upright * gentle * still * centred;
  },
};

const speeds = (random: RandomSource): number[] => [0.01 * normal(random), 0.01 * normal(random)];

/** `cartpole balance` of DeepMind Control (Tassa et al. 2018): the pole is nearly upright at first. */
export function cartpoleBalance(random: RandomSource, options: ControlOptions = {}): DrawnEnvironment {
  const begin = () => [between(random, 0.1), between(random, 0.034), ...speeds(random)];
  return controlEnvironment({ ...COMMON, begin }, random, options);
}

/** `cartpole swingup` of DeepMind Control (Tassa et al. 2018): the pole hangs at first. */
export function cartpoleSwingup(random: RandomSource, options: ControlOptions = {}): DrawnEnvironment {
  const begin = () => [0.01 * normal(random), Math.PI + 0.01 * normal(random), ...speeds(random)];
  return controlEnvironment({ ...COMMON, begin }, random, options);
}
