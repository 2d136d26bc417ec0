/** One measured figure; null where what it compares with is absent. */
interface Figure {
  value: number | null;
  unit: string;
}

export type Figures = Record<string, Figure>;

/** Calls of `work` per second: the best of several short rounds, since whatever else the machine does only slows it. */
export function bestRate(work: () => void, calls: number, rounds = 5): number {
  let best = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let k = 0; k < calls; k++) work();
    const rate = (calls * 1000) / (performance.now() - start);
    // The first round warms up.
    if (round > 0 && rate > best) best = rate;
  }
  return best;
}
