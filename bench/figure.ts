/** One measured figure; the value is null where the thing it is compared with is missing. */
interface Figure {
  value: number | null;
  unit: string;
}

export type Figures = Record<string, Figure>;

/** Called before each part of a bench that takes seconds, with what is measured. */
export type Begin = (what: string) => void;

/**
 * Calls of `work` per second. Takes the best of several short rounds, since other load on the machine can only slow
 * them.
 */
export function bestRate(work: () => void, calls: number, rounds = 5): number {
  let best = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let k = 0; k < calls; k++) work();
    const rate = (calls * 1000) / (performance.now() - start);
    // The first round is a warm-up.
    if (round > 0 && rate > best) best = rate;
  }
  return best;
}
