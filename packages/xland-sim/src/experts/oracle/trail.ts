/** The last path that was found. It is followed as long as its key, which encodes its inputs, stays the same. */
export class Trail {
  /** Cells, from the first step to the goal; empty where no way is known. */
  readonly route: number[] = [];
  /** Index of the cell that is walked to. */
  at = 0;
  private key = '';

  begin(key: string): void {
    if (key === this.key) return;
    this.key = key;
    this.route.length = 0;
  }

  keep(route: readonly number[], at: number): void {
    this.route.length = 0;
    for (const cell of route) this.route.push(cell);
    this.at = at;
  }
}
