import { segmentMeetsCylinder } from '../../physics/sight.js';
import { EYE_HEIGHT, radians } from '../../scene/player.js';
import { SURFACE } from '../../world/terrain-cast.js';
import { ROOM, type WalkGrid } from '../oracle/grid.js';
import { bearing, type Situation, shapeOf } from '../oracle/situation.js';

/** Height above the ground at which a place counts as seen, metres: that of a slab's middle. */
const MIDDLE = 0.1;
/** What lies so near the edge of the view does not count as seen, degrees. */
const MARGIN = 4;
/** From so far away at most one looks at a place that one has to walk to, metres. */
const NEAR_BY = 2.5;
/** By how much an object hides more, near a place where something may have come up: it may be beside the place, metres. */
const BETWEEN = 0.2;

/** The places of a map where an avatar can stand, and when it last saw each of them. */
export class UnseenPlaces {
  /** Cells that are looked at in this look round. */
  private places: readonly number[];
  /** [4]: cells by whether their column and row are even or odd; look rounds take turns. */
  private readonly lattices: readonly (readonly number[])[];
  /** [cells]: in which look round each was last seen. */
  private readonly seen: Int32Array;
  /** [cells]: 1 for `places`. */
  private readonly isPlace: Uint8Array;
  private round = 1;
  private open: number;
  /** [cells]: whether something has just come up there: 0 no, 1 perhaps, 2 probably. */
  private readonly hot: Uint8Array;
  /** [3]: places by `hot`. */
  private readonly hotCounts = [0, 0, 0];

  constructor(private readonly grid: WalkGrid) {
    const { columns, rows } = grid;
    const lattices: number[][] = [[], [], [], []];
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        // Something may lie where no avatar can stand: along a wall.
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

  /** Whether there is a place where something may have come up just now. */
  get anyHot(): boolean {
    return this.hotCounts[1] + this.hotCounts[2] > 0;
  }

  /** Whether there is a place that was not seen in this look round. */
  get any(): boolean {
    return this.open > 0;
  }

  /** Begins another look round: things may have moved. */
  again(): void {
    this.round++;
    this.cool();
    this.open = this.begin();
  }

  /** Takes the next lattice of places. Returns how many there are. */
  private begin(): number {
    this.places = this.lattices[(this.round - 1) % this.lattices.length];
    this.isPlace.fill(0);
    let count = 0;
    for (const cell of this.places) {
      this.isPlace[cell] = 1;
      // Along walls there is seldom anything: that is for later rounds.
      if (this.round === 1 && this.grid.open[cell] !== ROOM.free) this.seen[cell] = 1;
      else count++;
    }
    return count;
  }

  isUnseen(cell: number): boolean {
    return this.isPlace[cell] === 1 && this.seen[cell] < this.round;
  }

  /** Whether a place is to be seen next: unseen, and where something may have come up, if there is such a place. */
  isWanted(cell: number): boolean {
    if (!this.isUnseen(cell)) return false;
    const [, perhaps, probably] = this.hotCounts;
    return this.hot[cell] === (probably > 0 ? 2 : perhaps > 0 ? 1 : this.hot[cell]);
  }

  /** Ends the trial: what came up is gone. */
  cool(): void {
    this.hot.fill(0);
    this.hotCounts.fill(0);
  }

  /** Gives a place up, in this look round. */
  forgo(cell: number): void {
    if (this.isPlace[cell] === 1) this.mark(cell);
  }

  /**
   * Something has come up near a point: all within `radius` metres of it is to be seen again.
   * @param chance 1 perhaps, 2 probably
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

  /** The place to be seen next that is nearest as the crow flies, or -1. */
  nearest({ me, grid }: Situation): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const cell of this.places) {
      if (!this.isWanted(cell)) continue;
      const crow = Math.hypot(grid.x(cell) - me.x, grid.z(cell) - me.z) + 3 * Math.abs(grid.heights[cell] - me.y);
      if (crow >= least) continue;
      best = cell;
      least = crow;
    }
    return best;
  }

  /** Notes what an avatar sees of the ground. */
  look(situation: Situation): void {
    if (this.open === 0) return;
    const { grid, places } = this;
    const { me } = situation;
    const { fieldOfView } = situation.settings;
    const half = radians(fieldOfView.azimuth / 2 - MARGIN);
    const up = fieldOfView.elevation < 180 ? radians(fieldOfView.elevation / 2 - MARGIN) : Math.PI;
    const eye = me.y + EYE_HEIGHT;
    for (const cell of places) {
      if (this.seen[cell] >= this.round) continue;
      const x = grid.x(cell);
      const z = grid.z(cell);
      if (Math.abs(bearing(me.x, me.z, me.heading, x, z)) > half) continue;
      const y = grid.heights[cell] + MIDDLE;
      if (Math.abs(Math.atan2(y - eye, Math.hypot(x - me.x, z - me.z)) - me.look) > up) continue;
      if (this.isClear(situation, cell)) this.mark(cell);
    }
  }

  /** Whether the avatar, turned to it, sees a place. */
  isClear(situation: Situation, cell: number): boolean {
    const { x, y, z } = situation.me;
    return this.isClearFrom(situation, x, y, z, cell);
  }

  /** Whether a place can be seen by feet on a cell near by. */
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
    // At first, places are many and things few; who looks again looks behind things, too.
    if (this.round === 1 && this.hot[cell] === 0) return true;
    for (const object of objects) {
      if (object.holder === 0) continue;
      const [ox, oy, oz] = object.position;
      const { halfWidth, restHeight, topHeight } = shapeOf(object);
      // An object at the place is seen itself.
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
   * The unseen place to which the avatar only has to turn, the nearest on the side on which it has more to see sooner; -1 where
   * there is none.
   */
  nearestByTurning(situation: Situation): number {
    const { grid, places } = this;
    const { me } = situation;
    const best = { left: -1, right: -1 };
    const least = { left: Number.POSITIVE_INFINITY, right: Number.POSITIVE_INFINITY };
    let leftFirst = 0;
    for (const cell of places) {
      if (!this.isWanted(cell) || !this.isClear(situation, cell)) continue;
      const turn = bearing(me.x, me.z, me.heading, grid.x(cell), grid.z(cell));
      const side = turn > 0 ? 'left' : 'right';
      // Turning left all the way round, what is on the right comes last.
      leftFirst += turn > 0 ? 2 * turn - 2 * Math.PI : 2 * Math.PI + 2 * turn;
      if (Math.abs(turn) >= least[side]) continue;
      best[side] = cell;
      least[side] = Math.abs(turn);
    }
    if (best.left < 0 || best.right < 0) return Math.max(best.left, best.right);
    return leftFirst <= 0 ? best.left : best.right;
  }

  private mark(cell: number): void {
    if (this.seen[cell] < this.round) this.open--;
    this.hotCounts[this.hot[cell]]--;
    this.hot[cell] = 0;
    this.seen[cell] = this.round;
  }
}
