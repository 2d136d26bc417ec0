import { segmentMeetsCylinder } from '../../physics/sight.js';
import { EYE_HEIGHT, radians } from '../../scene/player.js';
import { SURFACE } from '../../world/terrain-cast.js';
import { ROOM, type WalkGrid } from '../oracle/grid.js';
import { bearing, type Situation, shapeOf } from '../oracle/situation.js';

/** Height above the ground at which a place counts as seen, metres: the middle of a slab. */
const MIDDLE = 0.1;
/** Places this close to the edge of the view do not count as seen, degrees. */
const MARGIN = 4;
/** Distance walked in one step, metres. */
const STRIDE = 0.6;
/** Largest distance from which the avatar looks at a place that it has to walk to, metres. */
const NEAR_BY = 2.5;
/**
 * Objects hide a wider region near a place with a possible spawn by this much, because the spawn may be next to the
 * place, metres.
 */
const BETWEEN = 0.2;

/** The places of a map where an avatar can stand, and when it last saw each of them. */
export class UnseenPlaces {
  /** Cells to look at in this search round. */
  private places: readonly number[];
  /** `[4]`: cells by the parity of their column and row. Search rounds use them in turn. */
  private readonly lattices: readonly (readonly number[])[];
  /** `[cells]`: search round in which each was last seen. */
  private readonly seen: Int32Array;
  /** `[cells]`: 1 for `places`. */
  private readonly isPlace: Uint8Array;
  private round = 1;
  private open: number;
  /** `[cells]`: whether an object has just been spawned there: 0 no, 1 possibly, 2 probably. */
  private readonly hot: Uint8Array;
  /** `[3]`: number of places by `hot`. */
  private readonly hotCounts = [0, 0, 0];

  constructor(private readonly grid: WalkGrid) {
    const { columns, rows } = grid;
    const lattices: number[][] = [[], [], [], []];
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        // Cells where no avatar can stand are included, because an object can lie along a wall.
        if (grid.terrain.kinds[grid.terrain.tileAt(grid.x(r * columns + c), grid.z(r * columns + c))] === SURFACE.wall)
          continue;
        lattices[((r + 1) % 2) * 2 + ((c + 1) % 2)].push(r * columns + c);
      }
    }
    this.lattices = lattices;
    this.places = lattices[0];
    this.seen = new Int32Array(columns * rows);
    this.isPlace = new Uint8Array(columns * rows);
    this.hot = new Uint8Array(columns * rows);
    this.open = this.begin();
  }

  /** Whether there is a place where an object may just have been spawned. */
  get anyHot(): boolean {
    return this.hotCounts[1] + this.hotCounts[2] > 0;
  }

  /** Whether there is a place that was not seen in this search round. */
  get any(): boolean {
    return this.open > 0;
  }

  /** Starts another search round, because objects may have moved. */
  again(): void {
    this.round++;
    this.cool();
    this.open = this.begin();
  }

  /** Selects the next lattice of places. Returns their number. */
  private begin(): number {
    this.places = this.lattices[(this.round - 1) % this.lattices.length];
    this.isPlace.fill(0);
    let count = 0;
    for (const cell of this.places) {
      this.isPlace[cell] = 1;
      // Objects are seldom along walls. Those places are left for later rounds.
      if (this.round === 1 && this.grid.open[cell] !== ROOM.free) this.seen[cell] = 1;
      else count++;
    }
    return count;
  }

  isUnseen(cell: number): boolean {
    return this.isPlace[cell] === 1 && this.seen[cell] < this.round;
  }

  /**
   * Whether a place should be seen next. It must be unseen and, if there are places with possible spawns, one of the
   * most probable of them.
   */
  isWanted(cell: number): boolean {
    if (!this.isUnseen(cell)) return false;
    const [, perhaps, probably] = this.hotCounts;
    return this.hot[cell] === (probably > 0 ? 2 : perhaps > 0 ? 1 : this.hot[cell]);
  }

  /** Forgets possible spawns at the end of the trial. */
  cool(): void {
    this.hot.fill(0);
    this.hotCounts.fill(0);
  }

  /** Skips a place in this search round. */
  forgo(cell: number): void {
    if (this.isPlace[cell] === 1) this.mark(cell);
  }

  /**
   * An object was spawned near a point: all places within `radius` metres must be seen again.
   * @param chance 1 possibly, 2 probably
   */
  reopen(x: number, z: number, radius: number, chance: 1 | 2): void {
    const { grid, hot, hotCounts } = this;
    for (const cell of this.places) {
      if (hot[cell] >= chance || Math.hypot(grid.x(cell) - x, grid.z(cell) - z) > radius) continue;
      if (this.seen[cell] >= this.round) this.open++;
      this.seen[cell] = 0;
      hotCounts[hot[cell]]--;
      hotCounts[chance]++;
      hot[cell] = chance;
    }
  }

  /** Marks the ground that the avatar sees. */
  look(situation: Situation): void {
    if (this.open === 0) return;
    const { grid, places } = this;
    const { me } = situation;
    const { fieldOfView } = situation.settings;
    const cosine = Math.cos(radians(fieldOfView.azimuth / 2 - MARGIN));
    const up = fieldOfView.elevation < 180 ? radians(fieldOfView.elevation / 2 - MARGIN) : undefined;
    const eye = me.y + EYE_HEIGHT;
    const aheadX = -Math.sin(me.heading);
    const aheadZ = -Math.cos(me.heading);
    for (const cell of places) {
      if (this.seen[cell] >= this.round) continue;
      const dx = grid.x(cell) - me.x;
      const dz = grid.z(cell) - me.z;
      const distance = Math.sqrt(dx * dx + dz * dz);
      if (dx * aheadX + dz * aheadZ < cosine * distance) continue;
      const rise = grid.heights[cell] + MIDDLE - eye;
      if (up !== undefined && Math.abs(Math.atan2(rise, distance) - me.look) > up) continue;
      if (this.isClear(situation, cell)) this.mark(cell);
    }
  }

  /** Whether the avatar would see a place if it turned towards it. */
  isClear(situation: Situation, cell: number): boolean {
    const { x, y, z } = situation.me;
    return this.isClearFrom(situation, x, y, z, cell);
  }

  /** Whether an avatar on a nearby cell can see a place. */
  isSeenFrom(situation: Situation, from: number, cell: number): boolean {
    const { grid } = this;
    const [x, z] = [grid.x(from), grid.z(from)];
    if (Math.hypot(x - grid.x(cell), z - grid.z(cell)) > NEAR_BY) return false;
    return this.isClearFrom(situation, x, grid.heights[from], z, cell);
  }

  private isClearFrom({ objects }: Situation, fromX: number, feet: number, fromZ: number, cell: number): boolean {
    const { grid } = this;
    const [x, y, z] = [grid.x(cell), grid.heights[cell] + MIDDLE, grid.z(cell)];
    const eye = feet + EYE_HEIGHT;
    if (grid.terrain.blocks(fromX, eye, fromZ, x, y, z)) return false;
    const more = this.hot[cell] > 0 ? BETWEEN : 0;
    // In the first round there are many places and few objects, so occlusion by objects is ignored. Later rounds also
    // look behind objects.
    if (this.round === 1 && this.hot[cell] === 0) return true;
    for (const object of objects) {
      if (object.holder === 0) continue;
      const [ox, oy, oz] = object.position;
      const { halfWidth, restHeight, topHeight } = shapeOf(object);
      // An object at the place itself is seen.
      if (Math.hypot(ox - x, oz - z) < halfWidth) continue;
      if (
        segmentMeetsCylinder(
          ox,
          oy - restHeight,
          oz,
          halfWidth + more,
          restHeight + topHeight,
          fromX,
          eye,
          fromZ,
          x,
          y,
          z,
        )
      )
        return false;
    }
    return true;
  }

  /**
   * The place to look at next: the one on the way to which the most places come into view per step. -1 if there is
   * none.
   */
  next(situation: Situation): number {
    const { me, grid } = situation;
    const clear: { cell: number; turn: number }[] = [];
    const hidden: number[] = [];
    for (const cell of this.places) {
      if (!this.isWanted(cell)) continue;
      if (!this.isClear(situation, cell)) hidden.push(cell);
      else clear.push({ cell, turn: bearing(me.x, me.z, me.heading, grid.x(cell), grid.z(cell)) });
    }
    const turn = this.bestTurn(situation, clear);
    // A spawn is probably among the few places that are wanted then: a turn is always quicker.
    if (hidden.length === 0 || (this.anyHot && turn.cell >= 0)) return turn.cell;
    const walk = this.bestWalk(situation, hidden, turn.rate);
    return walk >= 0 ? walk : turn.cell;
  }

  /** The first place of the best sweep to the left or right, and the places that it shows per step. */
  private bestTurn(
    { settings }: Situation,
    clear: readonly { cell: number; turn: number }[],
  ): { cell: number; rate: number } {
    const step = radians(settings.turn.large);
    const half = radians(settings.fieldOfView.azimuth / 2 - MARGIN);
    const best = { cell: -1, rate: 0 };
    for (const side of [1, -1]) {
      const angles = clear.map(({ turn }) => (side * turn < 0 ? 2 * Math.PI + side * turn : side * turn));
      const order = angles.map((_, k) => k).sort((a, b) => angles[a] - angles[b]);
      order.forEach((k, seen) => {
        const rate = (seen + 1) / Math.max(1, Math.ceil((angles[k] - half) / step));
        if (rate > best.rate && angles[order[0]] <= Math.PI) Object.assign(best, { cell: clear[order[0]].cell, rate });
      });
    }
    return best;
  }

  /** The place to walk to where the most hidden places are, if that shows more per step than `least`; otherwise -1. */
  private bestWalk(situation: Situation, hidden: readonly number[], least: number): number {
    const { me, grid, finder } = situation;
    let isSpread = false;
    let best = -1;
    let most = least;
    for (const cell of hidden) {
      const [x, z] = [grid.x(cell), grid.z(cell)];
      const crow = Math.hypot(x - me.x, z - me.z);
      const turn = Math.abs(bearing(me.x, me.z, me.heading, x, z)) / radians(situation.settings.turn.large);
      const stepsFor = (metres: number): number => Math.max(1, (metres - NEAR_BY / 2) / STRIDE) + turn;
      let gain = 0;
      for (const other of hidden) {
        const [dx, dz] = [x - grid.x(other), z - grid.z(other)];
        if (dx * dx + dz * dz <= NEAR_BY * NEAR_BY) gain++;
      }
      // No way is shorter than the straight one, so most places need no search for a way.
      if (gain / stepsFor(crow) <= most) continue;
      if (!isSpread) finder.spread(situation.here());
      isSpread = true;
      const around = 1.5 * (crow + 3 * Math.abs(grid.heights[cell] - me.y)) + 2;
      const rate = gain / stepsFor(Math.max(crow, Math.min(finder.costAt(cell), around)));
      if (rate <= most) continue;
      best = cell;
      most = rate;
    }
    return best;
  }

  private mark(cell: number): void {
    if (this.seen[cell] < this.round) this.open--;
    this.hotCounts[this.hot[cell]]--;
    this.hot[cell] = 0;
    this.seen[cell] = this.round;
  }
}
