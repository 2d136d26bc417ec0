import { TILE_SIZE } from '@open-ada/production-rules';
import type { Scene } from '../scene/scene.js';
import { passFlag, type StateVisitor } from '../scene/state-visitor.js';
import type { Terrain } from '../world/terrain.js';
import { SURFACE } from '../world/terrain-cast.js';

/** Squares of ground along a side of a tile; each counts as seen or not. */
export const PER_TILE = 2;
/** Side of a square, metres. */
export const SQUARE = TILE_SIZE / PER_TILE;
/** Height over the ground that has to be in view, metres: the middle of a slab. */
const MIDDLE = 0.1;

/** Which squares of the ground an avatar has had in view. Objects hide nothing. */
export class Explored {
  private columns = 0;
  private terrain: Terrain | undefined;
  /** `[rows, columns]`: 1 where it has been in view, or where there is nothing but wall. */
  private seen = new Uint8Array(0);
  /** Changes whenever a square comes into view for the first time, and when all is forgotten. */
  version = 0;

  /** Forgets all. Call it before the first look at a map. */
  clear({ terrain }: Scene): void {
    this.version++;
    if (this.terrain !== terrain) this.fit(terrain);
    for (let k = 0; k < this.seen.length; k++) this.seen[k] = this.isWall(terrain, k) ? 1 : 0;
  }

  /** Notes what ground the player on a seat sees. Call it once in every step. */
  look(scene: Scene, seat: number): void {
    this.eachUnseen((k, x, z) => {
      const y = scene.terrain.height(x, z) + MIDDLE;
      if (!scene.playerOverlooks(seat, x, y, z)) return;
      this.seen[k] = 1;
      this.version++;
    });
  }

  /** `[squares]`: 1 where the ground has been in view. */
  get squares(): Readonly<Uint8Array> {
    return this.seen;
  }

  /** Calls back with the index and the centre of every square that has not been in view. */
  eachUnseen(found: (k: number, x: number, z: number) => void): void {
    const { seen, columns } = this;
    for (let k = 0; k < seen.length; k++) {
      if (seen[k] === 0) found(k, ((k % columns) + 0.5) * SQUARE, (Math.floor(k / columns) + 0.5) * SQUARE);
    }
  }

  /** Passes the state, see `passEpisode`. */
  pass(visitor: StateVisitor, { terrain }: Scene): void {
    this.version++;
    if (this.terrain !== terrain) this.fit(terrain);
    for (let k = 0; k < this.seen.length; k++) this.seen[k] = passFlag(visitor, this.seen[k] === 1) ? 1 : 0;
  }

  private fit(terrain: Terrain): void {
    this.terrain = terrain;
    this.columns = terrain.columns * PER_TILE;
    this.seen = new Uint8Array(this.columns * terrain.rows * PER_TILE);
  }

  private isWall(terrain: Terrain, k: number): boolean {
    const x = ((k % this.columns) + 0.5) * SQUARE;
    const z = (Math.floor(k / this.columns) + 0.5) * SQUARE;
    return terrain.kinds[terrain.tileAt(x, z)] === SURFACE.wall;
  }
}
