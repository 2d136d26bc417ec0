import type { Firing, Recording } from './episode/recording.js';
import { BURST_SECONDS } from './scene/effects.js';

export interface RecentFiring {
  firing: Firing;
  /** Seconds since. */
  age: number;
}

const placeOf = ({ decision, frame }: Firing, { framesPerDecision }: Recording): number =>
  decision + frame / framesPerDecision;

const trialAt = (position: number, { trialDecisions, trials }: Recording): number =>
  Math.min(Math.floor(position / trialDecisions), trials - 1);

/** The firings whose effects are still seen at a position, in decisions. A new trial begins without any. */
export function recentFirings(recording: Recording, position: number): RecentFiring[] {
  const trial = trialAt(position, recording);
  return recording.firings.flatMap((firing) => {
    const age = (position - placeOf(firing, recording)) * recording.secondsPerDecision;
    const isSeen = age >= 0 && age < BURST_SECONDS && trialAt(firing.decision, recording) === trial;
    return isSeen ? [{ firing, age }] : [];
  });
}

/** How often each rule has fired in the trial up to a position; holes for rules that have not. */
export function firingsAt(recording: Recording, position: number): number[] {
  const trial = trialAt(position, recording);
  const counts: number[] = [];
  for (const firing of recording.firings) {
    if (placeOf(firing, recording) > position || trialAt(firing.decision, recording) !== trial) continue;
    for (const rule of firing.rules) counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}
