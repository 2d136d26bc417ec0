import type { SimulationSettings } from './settings.js';

/** Physics frames of one second. */
export const FRAMES_PER_SECOND = 30;

/** Decisions in so many seconds, a whole number. */
export function decisionsIn(
  seconds: number,
  { framesPerDecision }: Pick<SimulationSettings, 'framesPerDecision'>,
): number {
  return Math.round((seconds * FRAMES_PER_SECOND) / framesPerDecision);
}

/** Seconds of one decision. */
export function secondsPerDecision({ framesPerDecision }: Pick<SimulationSettings, 'framesPerDecision'>): number {
  return framesPerDecision / FRAMES_PER_SECOND;
}

/** Decisions of one second. */
export function decisionsPerSecond({ framesPerDecision }: Pick<SimulationSettings, 'framesPerDecision'>): number {
  return FRAMES_PER_SECOND / framesPerDecision;
}
