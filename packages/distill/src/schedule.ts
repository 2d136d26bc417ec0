import type { ImitationSettings } from './imitation-settings.js';
import type { DistillationSettings } from './settings.js';

/**
 * What is left of the teacher's loss after so many steps: 1 at first, falling at the end of `steps`, 0 from there
 * on.
 */
export function teacherFraction(
  { steps, anneal }: Pick<DistillationSettings, 'steps' | 'anneal'>,
  done: number,
): number {
  if (done >= steps) return 0;
  const falling = steps * anneal;
  return steps - done < falling ? (steps - done) / falling : 1;
}

/** A value that falls linearly from `start` to `floor` over so many steps, and stays there. */
export function fallingTo(
  { start, floor, steps }: { start: number; floor: number; steps: number },
  done: number,
): number {
  return done >= steps ? floor : start + ((floor - start) * done) / steps;
}

/** Weights of the losses to a script's actions and to its intents after so many steps. */
export function imitationWeights(
  settings: ImitationSettings,
  done: number,
): { imitationWeight: number; intentWeight: number } {
  const { imitationWeight: start, imitationFloor: floor, imitationSteps: steps, intentWeight } = settings;
  const weight = fallingTo({ start, floor, steps }, done);
  return { imitationWeight: weight, intentWeight: start > 0 ? (intentWeight * weight) / start : intentWeight };
}

/** Whether the script is imitated after so many steps, or will be later: false once both weights are zero for good. */
export function isImitated(settings: ImitationSettings, done: number): boolean {
  const { imitationWeight, intentWeight } = imitationWeights(settings, done);
  return imitationWeight > 0 || intentWeight > 0 || done < settings.imitationSteps;
}
