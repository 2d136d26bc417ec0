import type { Frame } from './frame.js';
import type { Recording } from './recording.js';

/** What is to be shown at a position of an episode. */
export interface Moment {
  before: Frame;
  after: Frame;
  /** From 0 (before) to 1 (after). */
  mix: number;
  /** Decision that is being played. */
  decision: number;
  trial: number;
  /** Seconds since the trial's start. */
  seconds: number;
}

/**
 * The moment at a position, in decisions from the start of the episode with fractions. A whole number that is the end of one trial
 * and the start of the next is the start.
 */
export function momentAt(recording: Recording, position: number): Moment {
  const { decisions, trialDecisions, trials, framesPerDecision, starts } = recording;
  const whole = Math.floor(position);
  const trial = Math.min(Math.floor(whole / trialDecisions), trials - 1);
  const seconds = (position - trial * trialDecisions) * recording.secondsPerDecision;
  // At the head of a running episode, what comes next is not yet played.
  if (whole >= decisions && trial < starts.length && whole === trial * trialDecisions) {
    const start = starts[trial];
    return { before: start, after: start, mix: 0, decision: whole, trial, seconds };
  }
  const decision = Math.min(whole, decisions - 1);
  const frames = recording.framesOf(decision);
  const inside = Math.min((position - decision) * framesPerDecision, framesPerDecision);
  const index = Math.min(Math.floor(inside), framesPerDecision - 1);
  return { before: frames[index], after: frames[index + 1], mix: inside - index, decision, trial, seconds };
}
