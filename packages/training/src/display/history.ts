import type { LogLine } from '../metrics/scalars.js';

/** One family so far. */
export interface FamilyHistory {
  /** Scores by trial in the newest line that has the family, as fractions of the trial. */
  newest: readonly number[];
  /** Score of the last trial in each line, from the first on. */
  lastTrial: number[];
}

/** What a run has reached, line by line: the curves of the display. */
export class History {
  /** In the order in which they were met first; the display has an order of its own. */
  readonly families = new Map<string, FamilyHistory>();

  constructor(lines: readonly LogLine[] = []) {
    for (const line of lines) this.add(line);
  }

  add({ families }: LogLine): void {
    for (const [family, { scoreByTrial }] of Object.entries(families)) {
      if (!scoreByTrial || scoreByTrial.length === 0) continue;
      const lastTrial = this.families.get(family)?.lastTrial ?? [];
      lastTrial.push(scoreByTrial[scoreByTrial.length - 1]);
      this.families.set(family, { newest: scoreByTrial, lastTrial });
    }
  }
}
