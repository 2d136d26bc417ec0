import type { Frame } from './frame.js';
import type { Recording } from './recording.js';

/** What is displayed at a position of an episode. */
export interface Moment {
  before: Frame;
  after: Frame;
  /** From 0 (before) to 1 (after). */
  mix: number;
  /** Step that is being displayed. */
  step: number;
  trial: number;
  /** Seconds since the trial's start. */
  seconds: number;
}

/**
 * The moment at a position: steps from the start of the episode, with fractions. A whole number that is both the end of
 * one trial and the start of the next counts as the start.
 */
export function momentAt(recording: Recording, position: number): Moment {
  const { steps, trialSteps, trials, actionRepeat, starts } = recording;
  const whole = Math.floor(position);
  const trial = Math.min(Math.floor(whole / trialSteps), trials - 1);
  const seconds = (position - trial * trialSteps) * recording.secondsPerStep;
  // At the head of a running episode the next step has not been played yet.
  if (whole >= steps && trial < starts.length && whole === trial * trialSteps) {
    const start = starts[trial];
    return { before: start, after: start, mix: 0, step: whole, trial, seconds };
  }
  const step = Math.min(whole, steps - 1);
  const frames = recording.framesOf(step);
  const inside = Math.min((position - step) * actionRepeat, actionRepeat);
  const index = Math.min(Math.floor(inside), actionRepeat - 1);
  return { before: frames[index], after: frames[index + 1], mix: inside - index, step, trial, seconds };
}
