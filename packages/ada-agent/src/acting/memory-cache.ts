import { MASKED, positionCode } from '../network/memory-code.js';

/**
 * The cached keys and values of a batch of environments, as plain arrays that the acting graph reads.
 *
 * The rows hold the last M steps as a ring. Early in an episode only a short window of rows is passed to the graph.
 * When the window grows, the rows are moved apart in place. Each environment sees only the rows written since its
 * memory was reset.
 */
export class MemoryCache {
  /** Steps taken since the whole cache was cleared. */
  private steps = 0;
  /** Number of rows for which the arrays are laid out now. */
  private window: number;
  /** First step that each environment may attend to [E]. */
  private readonly from: Int32Array;
  private readonly keyStore: Float32Array[];
  private readonly valueStore: Float32Array[];
  private readonly views = new Map<number, CacheView>();

  /** @param windows window sizes, ascending; the last one is M */
  constructor(
    private readonly size: { environments: number; layers: number; heads: number; headWidth: number; pairs: number },
    private readonly windows: number[],
  ) {
    const rows = size.environments * size.heads * windows[windows.length - 1];
    const store = () => Array.from({ length: size.layers }, () => new Float32Array(rows * size.headWidth));
    this.keyStore = store();
    this.valueStore = store();
    this.from = new Int32Array(size.environments);
    this.window = windows[0];
  }

  /** Forgets everything about one environment. */
  clear(environment: number): void {
    this.from[environment] = this.steps;
  }

  clearAll(): void {
    this.steps = 0;
    this.window = this.windows[0];
    this.from.fill(0);
  }

  /** Returns the inputs of the next step. They are valid until the next {@link write}. */
  read(): CacheView {
    // The cache has one more index than there are steps: the row of this step is written before the next read.
    const needed = Math.min(this.steps + 1, this.windows[this.windows.length - 1]);
    const window = this.windows.find((w) => w >= needed)!;
    if (window !== this.window) this.grow(window);
    const view = this.view(window);
    const { environments, pairs } = this.size;
    for (let cacheIndex = 0; cacheIndex < window; cacheIndex++) {
      const step = this.stepOf(cacheIndex, window);
      for (let e = 0; e < environments; e++) {
        view.mask[e * window + cacheIndex] = step >= this.from[e] && step < this.steps ? 0 : MASKED;
      }
      if (step >= 0) view.positionKeys.set(this.code(step), cacheIndex * 2 * pairs);
    }
    view.positionNow.set(this.code(this.steps));
    return view;
  }

  /** Stores the new row of every layer, each [E, H, 1, d/H], and advances by one step. */
  write(keys: Float32Array[], values: Float32Array[]): void {
    const { environments, heads, headWidth } = this.size;
    const cacheIndex = this.steps % this.window;
    for (let layer = 0; layer < this.size.layers; layer++) {
      for (let row = 0; row < environments * heads; row++) {
        const from = row * headWidth;
        const to = (row * this.window + cacheIndex) * headWidth;
        copy(keys[layer], from, this.keyStore[layer], to, headWidth);
        copy(values[layer], from, this.valueStore[layer], to, headWidth);
      }
    }
    this.steps++;
  }

  /**
   * The step stored at a cache index now: the latest step before `steps` that belongs there. Negative if there is none.
   */
  private stepOf(cacheIndex: number, window: number): number {
    const turns = Math.floor((this.steps - 1 - cacheIndex) / window);
    return turns < 0 ? -1 : cacheIndex + turns * window;
  }

  /**
   * Lays the rows out for a longer window. It moves the last row first, so that no row is overwritten before it is
   * moved.
   */
  private grow(window: number): void {
    const { environments, heads, headWidth } = this.size;
    const length = this.window * headWidth;
    for (const store of [...this.keyStore, ...this.valueStore]) {
      for (let row = environments * heads - 1; row > 0; row--) {
        store.copyWithin(row * window * headWidth, row * length, (row + 1) * length);
      }
    }
    this.window = window;
  }

  private view(window: number): CacheView {
    let view = this.views.get(window);
    if (!view) {
      const { environments, heads, headWidth, pairs } = this.size;
      const cut = (store: Float32Array) => store.subarray(0, environments * heads * window * headWidth);
      view = {
        window,
        keys: this.keyStore.map(cut),
        values: this.valueStore.map(cut),
        mask: new Float32Array(environments * window),
        positionKeys: new Float32Array(window * 2 * pairs),
        positionNow: new Float32Array(2 * pairs),
      };
      this.views.set(window, view);
    }
    return view;
  }

  private readonly codes: Float32Array[] = [];

  private code(step: number): Float32Array {
    this.codes[step] ??= positionCode(step, 1, this.size.pairs);
    return this.codes[step];
  }
}

/** The arrays that one acting step reads. The shapes are those of StepMemory. */
export interface CacheView {
  window: number;
  keys: Float32Array[];
  values: Float32Array[];
  mask: Float32Array;
  positionKeys: Float32Array;
  positionNow: Float32Array;
}

function copy(source: Float32Array, from: number, target: Float32Array, to: number, count: number): void {
  for (let i = 0; i < count; i++) target[to + i] = source[from + i];
}
