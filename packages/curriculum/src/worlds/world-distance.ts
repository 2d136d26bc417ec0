import type { WorldMap } from '@open-ada/production-rules';
import { TILE_SIZE } from '@open-ada/production-rules';
import { TileGrid } from './tile-grid.js';

/** Mean ratio of the walked distance to the distance over tile centres. It is below 1 because players cut corners. */
const CORNERS = 0.8;

type Point = readonly [number, number];

/**
 * Walking distance between places of a world, metres. On a flat floor without walls it is the straight line,
 * otherwise a path over tiles and ramps without drops.
 */
export class WorldDistance {
  private readonly grid: TileGrid | undefined;
  private readonly steps = new Map<number, Int16Array>();

  constructor(private readonly world: WorldMap) {
    this.grid = world.rows.every((row) => /^0*$/.test(row)) ? undefined : TileGrid.fromMap(world);
  }

  between(from: Point, to: Point): number {
    const straight = Math.sqrt((from[0] - to[0]) ** 2 + (from[1] - to[1]) ** 2);
    if (this.grid === undefined) return straight;
    const steps = this.stepsFrom(this.tileAt(from))[this.tileAt(to)];
    return Math.max(straight, steps * TILE_SIZE * CORNERS);
  }

  private tileAt([x, z]: Point): number {
    return Math.floor(z / TILE_SIZE) * this.world.rows[0].length + Math.floor(x / TILE_SIZE);
  }

  private stepsFrom(tile: number): Int16Array {
    let steps = this.steps.get(tile);
    if (steps === undefined) {
      steps = this.grid!.stepsFrom(tile);
      this.steps.set(tile, steps);
    }
    return steps;
  }
}
