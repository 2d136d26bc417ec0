import type { Recording } from './recording.js';

/** Positions of the avatar, one point per physics step: x, y, z, and 1 where the goal held. */
export const POINT = 4;

/** Place where a rule fired, on the ground below the avatar. */
interface Stop {
  at: readonly [number, number, number];
  rule: number;
}

/** An avatar's path in one trial so far. */
export interface Way {
  trial: number;
  /** `[points, POINT]` */
  points: readonly number[];
  /** How many of the points have been reached, with fractions. */
  walked: number;
  /** Where rules fired. Of two players each has the stops that were nearer to it. */
  stops: Stop[];
}

/**
 * The path of a player in a trial up to a position of the episode.
 * @param position in steps from the episode's start, with fractions
 */
export function wayOf(recording: Recording, trial: number, position: number, seat = 0): Way {
  const { actionRepeat, trialSteps, paths } = recording;
  const start = trial * trialSteps;
  const points = paths[seat][trial] ?? [];
  const distance = (path: readonly number[], since: number, x: number, z: number): number =>
    Math.hypot(path[since * POINT] - x, path[since * POINT + 2] - z);
  const walked = Math.max(0, Math.min((position - start) * actionRepeat, points.length / POINT - 1));
  const stops = recording.firings.flatMap(({ step, frame, rules, changes }): Stop[] => {
    const since = (step - start) * actionRepeat + frame;
    if (step < start || step >= start + trialSteps || since > walked || changes.length === 0) return [];
    const [x, , z] = changes[0].at;
    const own = distance(points, since, x, z);
    const isNearer = (other: number): boolean => {
      const theirs = distance(paths[other][trial], since, x, z);
      return theirs < own || (theirs === own && other < seat);
    };
    if (paths.some((_, other) => other !== seat && isNearer(other))) return [];
    return [{ at: [x, points[since * POINT + 1], z], rule: rules[0] }];
  });
  return { trial, points, walked, stops };
}
