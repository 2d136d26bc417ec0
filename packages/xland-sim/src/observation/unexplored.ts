import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import type { Explored } from './explored.js';

/**
 * How much ground around an avatar has not been in its view: one row for each sector, from straight behind
 * over the right, ahead and the left, and one number for each ring, from near to far.
 */
export class Unexplored {
  private readonly sectors: number;
  private readonly row: number;
  private readonly area: number;
  private readonly perArea: number;
  private readonly distances: readonly number[];

  /** @param settings ascending radii between the rings, metres; the last ring has no end */
  constructor(part: ObservationPart, { distances }: NonNullable<SimulationSettings['unexplored']>) {
    [this.sectors, this.row] = part.shape;
    this.area = part.offset + featureOf(part, 'area').offset;
    this.perArea = 1 / scaleOf(part, 'area');
    this.distances = distances;
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write({ players }: Scene, index: number, explored: Explored, into: Float32Array, base: number): void {
    const player = players[index];
    const { sectors, row, area, perArea, distances } = this;
    explored.eachUnseen((_, x, z) => {
      const dx = x - player.x;
      const dz = z - player.z;
      // Straight behind is 0, the right a quarter turn.
      const angle = Math.atan2(player.right(dx, dz), -player.forward(dx, dz));
      const sector = (Math.round((angle / (2 * Math.PI)) * sectors) + sectors) % sectors;
      const square = dx * dx + dz * dz;
      let ring = 0;
      while (ring < distances.length && square > distances[ring] * distances[ring]) ring++;
      const at = base + area + sector * row + ring;
      into[at] = Math.min(1, into[at] + perArea);
    });
  }
}
