import { isScoreState, RunningScore } from './running-score.js';

interface Moments {
  mean: RunningScore;
  square: RunningScore;
}

/**
 * Makes mean TD errors of last trials comparable: (f - mean) / deviation, both running and of the same number of trials (AdA, appendix
 * D.5). In the last of many trials an agent errs less than in the last of few.
 */
export class TrialErrors {
  private readonly byTrials = new Map<number, Moments>();

  /** @param horizon errors over which mean and deviation run */
  constructor(private readonly horizon: number) {}

  add(trials: number, error: number): void {
    const { mean, square } = this.momentsOf(trials);
    mean.add(error);
    square.add(error * error);
  }

  /** 0 where nothing is known of the spread yet. */
  normalise(trials: number, error: number): number {
    const { mean, square } = this.momentsOf(trials);
    const variance = square.mean() - mean.mean() ** 2;
    return mean.count >= 2 && variance > 0 ? (error - mean.mean()) / Math.sqrt(variance) : 0;
  }

  state(): Record<string, number[][]> {
    const entries = [...this.byTrials].map(([trials, { mean, square }]) => [trials, [mean.state(), square.state()]]);
    return Object.fromEntries(entries);
  }

  restore(state: unknown): void {
    this.byTrials.clear();
    for (const [trials, moments] of Object.entries((state ?? {}) as Record<string, unknown>)) {
      const valid = Array.isArray(moments) && moments.length === 2 && moments.every(isScoreState);
      if (!valid) throw new Error('This is not the state of running errors by number of trials.');
      const { mean, square } = this.momentsOf(Number(trials));
      mean.restore(moments[0]);
      square.restore(moments[1]);
    }
  }

  private momentsOf(trials: number): Moments {
    let moments = this.byTrials.get(trials);
    if (!moments) {
      moments = { mean: new RunningScore(this.horizon), square: new RunningScore(this.horizon) };
      this.byTrials.set(trials, moments);
    }
    return moments;
  }
}
