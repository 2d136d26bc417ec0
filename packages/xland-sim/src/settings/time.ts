import type { SimulationSettings } from './settings.js';

/** Physics steps of one second. */
export const PHYSICS_STEPS_PER_SECOND = 30;

/** Steps in so many seconds, a whole number. */
export function stepsIn(seconds: number, { actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return Math.round((seconds * PHYSICS_STEPS_PER_SECOND) / actionRepeat);
}

/** Seconds of one step. */
export function secondsPerStep({ actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return actionRepeat / PHYSICS_STEPS_PER_SECOND;
}

/** Steps of one second. */
export function stepsPerSecond({ actionRepeat }: Pick<SimulationSettings, 'actionRepeat'>): number {
  return PHYSICS_STEPS_PER_SECOND / actionRepeat;
}
