/** Exponentially weighted mean with bias correction (as in Adam, Kingma and Ba 2015, section 3). */
export class RunningScore {
  private sum = 0;
  private weight = 0;
  count = 0;

  /** @param horizon number of values over which the mean is taken */
  constructor(private readonly horizon: number) {}

  add(value: number): void {
    const step = 1 / this.horizon;
    this.sum += step * (value - this.sum);
    this.weight += step * (1 - this.weight);
    this.count++;
  }

  /** The mean, 0 before the first value. */
  mean(): number {
    return this.count > 0 ? this.sum / this.weight : 0;
  }

  state(): number[] {
    return [this.sum, this.weight, this.count];
  }

  restore(state: readonly number[]): void {
    [this.sum, this.weight, this.count] = state;
  }
}

/** Whether a value has the form of `RunningScore.state`. */
export function isScoreState(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
}
