import type { Item } from '../physics/item.js';
import { cosine, sine } from '../physics/trigonometry.js';
import type { SimulationSettings } from '../settings/settings.js';
import { EYE_HEIGHT, type Player, radians } from './player.js';

/** A player's field of view. */
export class View {
  private readonly cosine: number;
  private readonly sine: number;
  private readonly limited: boolean;

  constructor({ fieldOfView }: SimulationSettings) {
    this.cosine = cosine(radians(fieldOfView.azimuth / 2));
    this.sine = sine(radians(fieldOfView.elevation / 2));
    this.limited = fieldOfView.elevation < 180;
  }

  /**
   * Whether the centre of an object is inside the view, regardless of obstacles. The azimuth is about the vertical
   * axis.
   */
  contains(player: Player, item: Item): boolean {
    return this.containsPoint(player, item.position.x, item.position.y, item.position.z);
  }

  /** The same for a point of the room. */
  containsPoint(player: Player, x: number, y: number, z: number): boolean {
    const dx = x - player.x;
    const dz = z - player.z;
    const forward = player.forward(dx, dz);
    if (forward < this.cosine * Math.sqrt(dx * dx + dz * dz)) return false;
    if (!this.limited) return true;
    const dy = y - (player.y + EYE_HEIGHT);
    const up = dy * player.lookCos - forward * player.lookSin;
    return Math.abs(up) <= this.sine * Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
