import { TILE_SIZE } from '@open-ada/production-rules';
import { EYE_HEIGHT } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { type Terrain, tileIndex } from '../world/terrain.js';
import { Fan } from './view-angles.js';

/** Ground this little under the line of sight still counts as seen, as a slope. */
const TOLERANCE = 1e-9;

/**
 * Heights of the ground all around an avatar, relative to its feet: one row for each direction, from straight behind
 * over the right, ahead and the left; from near to far. The avatar knows what it would see if it turned round: ground
 * that other ground or a wall hides from its eye is not told. Its height is then that of the line of sight over it,
 * which the ground cannot exceed, and `seen` is 0. Objects hide nothing.
 */
export class Surroundings {
  private readonly fan: Fan;
  private readonly distances: readonly number[];
  /** 1 / distance. */
  private readonly inverses: readonly number[];
  private readonly height: number;
  private readonly seen: number;
  private readonly row: number;
  /** Height that is reported as 1, metres. Higher ground, lower ground and walls are clipped to it. */
  private readonly limit: number;

  /** @param settings ascending distances, metres */
  constructor(part: ObservationPart, { directions, distances }: NonNullable<SimulationSettings['surroundings']>) {
    this.fan = new Fan(directions, 360, 0);
    this.distances = distances;
    this.inverses = distances.map((distance) => 1 / distance);
    this.height = part.offset + featureOf(part, 'height').offset;
    this.seen = part.offset + featureOf(part, 'seen').offset;
    this.row = part.shape[1];
    this.limit = scaleOf(part, 'height');
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write({ players, terrain }: Scene, index: number, into: Float32Array, base: number): void {
    const player = players[index];
    const { fan } = this;
    for (let k = 0; k < fan.count; k++) {
      this.scan(terrain, player, fan.x(k, player), fan.z(k, player), into, base + k * this.row);
    }
  }

  /**
   * Follows one direction from tile to tile. Over the plane of a tile, the slope of the line from the eye to the ground
   * rises or falls all the way, so the steepest line so far is one to an edge of a tile.
   */
  private scan(
    { columns, rows, planes, top }: Terrain,
    { x, y, z }: { x: number; y: number; z: number },
    dirX: number,
    dirZ: number,
    into: Float32Array,
    base: number,
  ): void {
    const { distances, inverses, limit } = this;
    const count = distances.length;
    const perX = Math.abs(TILE_SIZE / dirX);
    const perZ = Math.abs(TILE_SIZE / dirZ);
    const stepX = dirX > 0 ? 1 : -1;
    const stepZ = dirZ > 0 ? 1 : -1;
    let column = tileIndex(x, columns);
    let row = tileIndex(z, rows);
    let nextX = dirX === 0 ? Number.POSITIVE_INFINITY : ((stepX > 0 ? column + 1 : column) * TILE_SIZE - x) / dirX;
    let nextZ = dirZ === 0 ? Number.POSITIVE_INFINITY : ((stepZ > 0 ? row + 1 : row) * TILE_SIZE - z) / dirZ;
    let horizon = Number.NEGATIVE_INFINITY;
    // 1 / distance of the near edge of a tile; 0 for the first, which begins under the feet.
    let nearness = 0;
    for (let d = 0; ; ) {
      const outside = column < 0 || column >= columns || row < 0 || row >= rows;
      const p = 3 * (row * columns + column);
      // Height over the eye, and its rise per metre in this direction.
      const above = (outside ? top : planes[p] + planes[p + 1] * x + planes[p + 2] * z) - y - EYE_HEIGHT;
      const rise = outside ? 0 : planes[p + 1] * dirX + planes[p + 2] * dirZ;
      const to = outside ? Number.POSITIVE_INFINITY : Math.min(nextX, nextZ);
      const near = above * nearness + rise;
      if (nearness > 0 && near > horizon) horizon = near;
      for (; d < count && distances[d] <= to; d++) {
        const slope = above * inverses[d] + rise;
        const hidden = slope < horizon - TOLERANCE;
        const height = (EYE_HEIGHT + distances[d] * (hidden ? horizon : slope)) / limit;
        into[base + this.height + d] = Math.min(Math.max(height, -1), 1);
        if (!hidden) into[base + this.seen + d] = 1;
      }
      if (d === count) return;
      nearness = 1 / to;
      const far = above * nearness + rise;
      if (far > horizon) horizon = far;
      if (nextX <= nextZ) {
        column += stepX;
        nextX += perX;
      } else {
        row += stepZ;
        nextZ += perZ;
      }
    }
  }
}
