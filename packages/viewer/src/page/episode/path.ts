import type { Recording } from './recording.js';

/** Positions of the avatar, one point per physics step: x, y, z, and 1 where the goal held. */
export const POINT = 4;

/** Place where a rule fired, on the ground below the avatar. */
interface Stop {
  at: readonly [number, number, number];
  rule: number;
}

/** The avatar's path in one trial so far. */
export interface Way {
  trial: number;
  /** `[points, POINT]` */
  points: readonly number[];
  /** How many of the points have been reached, with fractions. */
  walked: number;
  stops: Stop[];
}

/**
 * The path in a trial up to a position of the episode.
 * @param position in steps from the episode's start, with fractions
 */
export function wayOf(recording: Recording, trial: number, position: number): Way {
  const { actionRepeat, trialSteps } = recording;
  const start = trial * trialSteps;
  const points = recording.paths[trial] ?? [];
  const walked = Math.max(0, Math.min((position - start) * actionRepeat, points.length / POINT - 1));
  const stops = recording.firings.flatMap(({ step, frame, rules, changes }): Stop[] => {
    const since = (step - start) * actionRepeat + frame;
    if (step < start || step >= start + trialSteps || since > walked || changes.length === 0) return [];
    const [x, , z] = changes[0].at;
    return [{ at: [x, points[since * POINT + 1], z], rule: rules[0] }];
  });
  return { trial, points, walked, stops };
}
