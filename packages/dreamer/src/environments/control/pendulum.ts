import type { RandomSource } from '../environment.js';
import type { DrawnEnvironment } from '../in-pixels.js';
import { between, type ControlOptions, controlEnvironment } from './control-environment.js';
import { GRAVITY } from './gravity.js';
import { tolerance } from './tolerance.js';

/** Constants of pendulum.xml of DeepMind Control: a ball of 1 kg and 5 cm radius on a rod of 0.5 m without mass. */
const [MASS, REACH, RADIUS] = [1, 0.5, 0.05];
const INERTIA = MASS * REACH ** 2 + (2 / 5) * MASS * RADIUS ** 2;
/** N m s */
const DAMPING = 0.1;
/** s */
const STEP = 0.02;
/** The ball's own weight turns it five times as strongly as the motor of 1 N m does. */
const TORQUE = 1;
/** Cosine of 8 degrees. */
const UPRIGHT = Math.cos((8 * Math.PI) / 180);

/**
 * One step of 0.02 s: MuJoCo's semi-implicit Euler, in which the damping is implicit.
 * @param state angle from upright (rad) and its speed
 */
function pendulumStep([angle, turning]: readonly number[], control: number): number[] {
  const torque = MASS * GRAVITY * REACH * Math.sin(angle) - DAMPING * turning + TORQUE * control;
  const next = turning + (STEP * torque) / (INERTIA + STEP * DAMPING);
  return [angle + STEP * next, next];
}

/**
 * `pendulum swingup` of DeepMind Control (Tassa et al. 2018). The motor cannot lift the pendulum at once: it must
 * swing. It starts anywhere and still; each physics step within 8 degrees of upright pays 1. Observation: cosine and
 * sine of the angle, and its speed.
 */
export function pendulumSwingup(random: RandomSource, options: ControlOptions = {}): DrawnEnvironment {
  return controlEnvironment(
    {
      observation: 3,
      begin: () => [between(random, Math.PI), 0],
      advance: pendulumStep,
      observe: ([angle, turning]) => [Math.cos(angle), Math.sin(angle), turning],
      draw([angle], canvas) {
        const tip: [number, number] = [0.5 + 0.4 * Math.sin(angle), 0.5 - 0.4 * Math.cos(angle)];
        canvas.line([0.5, 0.5], tip, 0.02);
        canvas.line(tip, tip, 0.06);
      },
      reward: ([angle]) => tolerance(Math.cos(angle), { bounds: [UPRIGHT, 1] }),
    },
    random,
    options,
  );
}
