import type { SimulationSettings } from './settings.js';

/** Physics steps per second. */
export const PHYSICS_STEPS_PER_SECOND = 30;

/** Number of steps in a time span, rounded to a whole number. */
export function stepsIn(seconds: number, { actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return Math.round((seconds * PHYSICS_STEPS_PER_SECOND) / actionRepeat);
}

/** Duration of one step, seconds. */
export function secondsPerStep({ actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return actionRepeat / PHYSICS_STEPS_PER_SECOND;
}

/** Steps per second. */
export function stepsPerSecond({ actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return PHYSICS_STEPS_PER_SECOND / actionRepeat;
}
