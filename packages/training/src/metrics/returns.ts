/** Mean reward of each trial, in steps with the goal held, over the episodes that had such a trial. */
export class ReturnByTrial {
  private readonly sums: number[] = [];
  private readonly counts: number[] = [];
  episodes = 0;

  add(rewardByTrial: readonly number[]): void {
    this.episodes++;
    rewardByTrial.forEach((reward, trial) => {
      this.sums[trial] = (this.sums[trial] ?? 0) + reward;
      this.counts[trial] = (this.counts[trial] ?? 0) + 1;
    });
  }

  means(): number[] {
    return this.sums.map((sum, trial) => sum / this.counts[trial]);
  }
}
