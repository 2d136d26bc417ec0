import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import { drawIndex } from './replay-distribution.js';
import { isScoreState, RunningScore } from './running-score.js';
import type { StagedCurriculumSettings } from './staged-curriculum-settings.js';
import type { CurriculumStage, EpisodeResult } from './task-source.js';

export interface StagedCurriculumState {
  open: number;
  /** Episodes since the newest family opened. */
  sinceOpened: number;
  scores: Record<string, number[]>;
}

function atOrLast(values: readonly number[], index: number): number {
  return values[Math.min(index, values.length - 1)];
}

/**
 * An automatic staged curriculum of families. The newest open family gets most episodes, earlier families keep a
 * fraction. With `shares`, all families are open from the start.
 */
export class StagedCurriculum {
  private open = 1;
  private sinceOpened = 0;
  private readonly scores: RunningScore[];

  constructor(private readonly settings: StagedCurriculumSettings) {
    this.scores = settings.families.map(() => new RunningScore(settings.horizon));
    if (settings.shares) this.open = settings.families.length;
  }

  /**
   * @param results results that show how well the agent does in a family
   * @param episodes number of episodes played since the last report
   */
  report(results: readonly EpisodeResult[], episodes: number): void {
    const { families, thresholds, minimumEpisodes, patience } = this.settings;
    this.sinceOpened += episodes;
    for (const { family, rewardByTrial, trialSteps } of results) {
      const index = families.indexOf(family);
      if (index < 0 || rewardByTrial.length === 0) continue;
      this.scores[index].add(rewardByTrial[rewardByTrial.length - 1] / trialSteps);
    }
    const newest = this.scores[this.open - 1];
    const passed = newest.count >= minimumEpisodes && newest.mean() >= atOrLast(thresholds, this.open - 1);
    if ((passed || this.sinceOpened >= patience) && this.open < families.length) {
      this.open++;
      this.sinceOpened = 0;
    }
  }

  state(): StagedCurriculumState {
    const scores = this.settings.families.map((family, i) => [family, this.scores[i].state()]);
    return { open: this.open, sinceOpened: this.sinceOpened, scores: Object.fromEntries(scores) };
  }

  restore(state: unknown): void {
    const { families } = this.settings;
    const { open, sinceOpened, scores } = (state ?? {}) as Partial<StagedCurriculumState>;
    const valid =
      Number.isInteger(open) &&
      open! >= 1 &&
      open! <= families.length &&
      Number.isInteger(sinceOpened) &&
      sinceOpened! >= 0 &&
      families.every((f) => isScoreState(scores?.[f]));
    if (!valid) throw new Error(`This is not the state of a staged curriculum of the families ${families.join(', ')}.`);
    this.open = open!;
    this.sinceOpened = sinceOpened!;
    families.forEach((family, i) => {
      this.scores[i].restore(scores![family]);
    });
  }

  summary(): string {
    return this.shares()
      .map(
        ({ family, share }, i) => `${family} ${Math.round(100 * share)}% (score ${this.scores[i].mean().toFixed(2)})`,
      )
      .join(', ');
  }

  /** Which families are open, and what opens the next. */
  stage(): CurriculumStage {
    const { families, thresholds, minimumEpisodes, patience } = this.settings;
    const open = this.shares().map(({ family, share }, i) => ({ family, share, score: this.scores[i].mean() }));
    if (this.open === families.length) return { open, later: [] };
    const newest = this.scores[this.open - 1];
    const next = {
      family: families[this.open],
      threshold: atOrLast(thresholds, this.open - 1),
      episodesToScore: Math.max(0, minimumEpisodes - newest.count),
      episodesAtMost: Math.max(0, patience - this.sinceOpened),
    };
    return { open, next, later: families.slice(this.open + 1) };
  }

  /** The open families with their probabilities. */
  shares(): { family: Family; share: number }[] {
    return this.weights().map((share, i) => ({ family: this.settings.families[i], share }));
  }

  drawFamily(random: Random): Family {
    return this.settings.families[drawIndex(random, this.weights())];
  }

  private weights(): number[] {
    const { families, shares, earlierFraction, ramps, rampStart } = this.settings;
    if (shares) {
      const given = families.map((family) => shares[family] ?? 0);
      const sum = given.reduce((a, b) => a + b, 0);
      return given.map((share) => (sum > 0 ? share / sum : 1 / families.length));
    }
    if (this.open === 1) return [1];
    const earlier = this.open - 1;
    const ramp = atOrLast(ramps, this.open - 2);
    const climbed = ramp > 0 ? Math.min(1, this.sinceOpened / ramp) : 1;
    const part = rampStart + (1 - rampStart) * climbed;
    const newest = part * (1 - earlierFraction);
    const places = (earlier * (earlier + 1)) / 2;
    return [...Array.from({ length: earlier }, (_, i) => ((i + 1) / places) * (1 - newest)), newest];
  }
}
