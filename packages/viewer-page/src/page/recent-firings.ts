import type { Firing, Recording } from './episode/recording.js';
import { BURST_SECONDS } from './scene/effects.js';

export interface RecentFiring {
  firing: Firing;
  /** Seconds since the firing. */
  age: number;
}

const placeOf = ({ step, frame }: Firing, { actionRepeat }: Recording): number => step + frame / actionRepeat;

const trialAt = (position: number, { trialSteps, trials }: Recording): number =>
  Math.min(Math.floor(position / trialSteps), trials - 1);

/** The firings whose effects are still visible at a position, in steps. A new trial starts without any. */
export function recentFirings(recording: Recording, position: number): RecentFiring[] {
  const trial = trialAt(position, recording);
  return recording.firings.flatMap((firing) => {
    const age = (position - placeOf(firing, recording)) * recording.secondsPerStep;
    const isSeen = age >= 0 && age < BURST_SECONDS && trialAt(firing.step, recording) === trial;
    return isSeen ? [{ firing, age }] : [];
  });
}

/** How often each rule has fired in the trial up to a position. The array has holes for rules that have not. */
export function firingsAt(recording: Recording, position: number): number[] {
  const trial = trialAt(position, recording);
  const counts: number[] = [];
  for (const firing of recording.firings) {
    if (placeOf(firing, recording) > position || trialAt(firing.step, recording) !== trial) continue;
    for (const rule of firing.rules) counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}
