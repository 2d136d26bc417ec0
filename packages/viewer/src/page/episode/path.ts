import type { Recording } from './recording.js';

/** Where the avatar has been, one point per physics frame: x, y, z, and 1 where the goal held. */
export const POINT = 4;

/** A rule fired on the way: where, on the ground that the avatar stood on. */
interface Stop {
  at: readonly [number, number, number];
  rule: number;
}

/** The way of the avatar in one trial, as far as it has come. */
export interface Way {
  trial: number;
  /** `[points, POINT]` */
  points: readonly number[];
  /** How many of the points are walked, with fractions. */
  walked: number;
  stops: Stop[];
}

/**
 * The way in a trial up to a position of the episode.
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
