import type { Player } from '../scene/player.js';
import { featureOf } from '../settings/layout.js';
import type { ObservationPart } from '../settings/specs.js';
import { type Way, WayWriter } from './ways.js';

/** The way to the nearest ground that an avatar has not had in view. */
export class Frontier {
  private readonly exists: number;
  private readonly way: WayWriter;

  constructor(private readonly part: ObservationPart) {
    this.exists = part.offset + featureOf(part, 'exists').offset;
    this.way = new WayWriter(part);
  }

  /**
   * @param way to that ground, if there is any
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write(player: Player, way: Way | undefined, into: Float32Array, base: number): void {
    if (way === undefined) return;
    into[base + this.exists] = 1;
    this.way.write(way, player, into, base + this.part.offset);
  }
}
