import { isScoreState, RunningScore } from './running-score.js';

interface Moments {
  mean: RunningScore;
  square: RunningScore;
}

/**
 * Normalises mean TD errors of last trials: (f - mean) / std, with running moments for each number of trials (AdA,
 * appendix D.5). The agent's error is smaller in the last of many trials than in the last of few.
 */
export class TrialErrors {
  private readonly byTrials = new Map<number, Moments>();

  /** @param horizon number of errors over which mean and std are averaged */
  constructor(private readonly horizon: number) {}

  add(trials: number, error: number): void {
    const { mean, square } = this.momentsOf(trials);
    mean.add(error);
    square.add(error * error);
  }

  /** The normalised error, 0 while the std is not known. */
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
