import type { WorldMap } from '@open-ada/production-rules';
import { CELL, STEPS, WAY, WalkGrid } from './grid.js';

/** Cost of a fall besides its length, metres: a fall from which the avatar can walk back, and one without return. */
const DROP_COST = 1;
const NO_RETURN = 1000;

/**
 * Shortest paths over one grid by Dijkstra's algorithm, with an extra cost per cell. Memory is reused from search to
 * search.
 */
export class RouteFinder {
  /** What the tolls are laid for, see `layTolls`; empty: something else. */
  tollKey = '';
  /** [cells]: what entering a cell costs besides its way, metres. */
  readonly toll: Float32Array;
  /** Cells of the last route found, from the first step to the goal. */
  readonly route: number[] = [];
  private readonly costs: Float64Array;
  private readonly before: Int32Array;
  private readonly heap: Int32Array;
  private readonly heapKeys: Float64Array;
  private heapSize = 0;
  /** [8]: from a cell to its neighbours, and the lengths of the ways there, see `STEPS`. */
  private readonly offsets: Int32Array;
  private readonly lengths = Float64Array.from(STEPS, ([, , length]) => length);

  constructor(readonly grid: WalkGrid) {
    const cells = grid.columns * grid.rows;
    this.offsets = Int32Array.from(STEPS, ([dx, dz]) => dz * grid.columns + dx);
    this.toll = new Float32Array(cells);
    this.costs = new Float64Array(cells);
    this.before = new Int32Array(cells);
    this.heap = new Int32Array(8 * cells + 1);
    this.heapKeys = new Float64Array(8 * cells + 1);
  }

  /** Adds a cost to all cells whose centre is within `radius` of a point. */
  charge(x: number, z: number, radius: number, toll: number): void {
    const { grid } = this;
    this.tollKey = '';
    const c0 = Math.max(0, Math.ceil((x - radius) / CELL - 0.5));
    const c1 = Math.min(grid.columns - 1, Math.floor((x + radius) / CELL - 0.5));
    const r0 = Math.max(0, Math.ceil((z - radius) / CELL - 0.5));
    const r1 = Math.min(grid.rows - 1, Math.floor((z + radius) / CELL - 0.5));
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        const dx = (c + 0.5) * CELL - x;
        const dz = (r + 0.5) * CELL - z;
        if (dx * dx + dz * dz <= radius * radius) this.toll[r * grid.columns + c] += toll;
      }
    }
  }

  /**
   * Finds the cheapest way from a cell to a cell for which `good` is true.
   * @returns its cost, metres; infinite where no such cell can be reached. The cells of the way are in `route`
   */
  find(start: number, good: (cell: number) => boolean): number {
    const { grid, costs, before, route, toll } = this;
    route.length = 0;
    if (start < 0) return Number.POSITIVE_INFINITY;
    costs.fill(Number.POSITIVE_INFINITY);
    this.heapSize = 0;
    costs[start] = 0;
    before[start] = -1;
    this.push(start, 0);
    while (this.heapSize > 0) {
      const cost = this.heapKeys[1];
      const cell = this.pop();
      if (cost > costs[cell]) continue;
      if (good(cell)) {
        for (let c = cell; c >= 0 && c !== start; c = before[c]) route.push(c);
        route.reverse();
        return cost;
      }
      for (let step = 0; step < 8; step++) {
        const way = grid.stepWay(cell, step);
        if (way === WAY.none) continue;
        const to = cell + this.offsets[step];
        let next = cost + this.lengths[step] + toll[to];
        if (next >= costs[to]) continue;
        if (way === WAY.drop) {
          next += DROP_COST + (grid.canReturn(cell, to) ? 0 : NO_RETURN);
          if (next >= costs[to]) continue;
        }
        costs[to] = next;
        before[to] = cell;
        this.push(to, next);
      }
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Finds the cost of the cheapest way from a cell to every other one: `costAt` gives it until the next search. */
  spread(start: number): void {
    this.find(start, () => false);
    if (start < 0) this.costs.fill(Number.POSITIVE_INFINITY);
  }

  /** Cost of the way to a cell in the last `spread`, metres. */
  costAt(cell: number): number {
    return cell < 0 ? Number.POSITIVE_INFINITY : this.costs[cell];
  }

  private push(cell: number, key: number): void {
    const { heap, heapKeys } = this;
    let k = ++this.heapSize;
    while (k > 1 && heapKeys[k >> 1] > key) {
      heap[k] = heap[k >> 1];
      heapKeys[k] = heapKeys[k >> 1];
      k >>= 1;
    }
    heap[k] = cell;
    heapKeys[k] = key;
  }

  private pop(): number {
    const { heap, heapKeys } = this;
    const top = heap[1];
    const cell = heap[this.heapSize];
    const key = heapKeys[this.heapSize--];
    let k = 1;
    for (;;) {
      let child = 2 * k;
      if (child > this.heapSize) break;
      if (child < this.heapSize && heapKeys[child + 1] < heapKeys[child]) child++;
      if (heapKeys[child] >= key) break;
      heap[k] = heap[child];
      heapKeys[k] = heapKeys[child];
      k = child;
    }
    heap[k] = cell;
    heapKeys[k] = key;
    return top;
  }
}

const finders = new WeakMap<WorldMap, RouteFinder>();

/** The route finder of a world: all who play in it share one, since what a way is there never changes. */
export function finderOf(world: WorldMap): RouteFinder {
  let finder = finders.get(world);
  if (finder === undefined) {
    finder = new RouteFinder(new WalkGrid(world));
    finders.set(world, finder);
  }
  return finder;
}
