import { COLOURS } from '@open-ada/production-rules';
import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';

/** The other player of a task for two, while it is in view. */
export class Others {
  private readonly present: number;
  private readonly position: number;
  private readonly distance: number;
  private readonly bearing: number;
  private readonly facing: number;
  private readonly velocity: number;
  private readonly shape: number;
  private readonly colour: number;
  private readonly perPosition: number;
  private readonly perDistance: number;
  private readonly perVelocity: number;
  private readonly places: { place: number; height: number; perPlace: number; perHeight: number } | undefined;

  constructor(part: ObservationPart, { places }: SimulationSettings) {
    const at = (name: string) => part.offset + featureOf(part, name).offset;
    const per = (name: string) => 1 / scaleOf(part, name);
    this.present = at('present');
    this.position = at('position');
    this.distance = at('distance');
    this.bearing = at('bearing');
    this.facing = at('facing');
    this.velocity = at('velocity');
    this.shape = at('shape');
    this.colour = at('colour');
    this.perPosition = per('position');
    this.perDistance = per('distance');
    this.perVelocity = per('velocity');
    this.places = places
      ? { place: at('place'), height: at('height'), perPlace: per('place'), perHeight: per('height') }
      : undefined;
  }

  /**
   * @param index seat of the player that observes
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write(scene: Scene, index: number, into: Float32Array, base: number): void {
    const player = scene.players[index];
    const other = scene.players[1 - index];
    if (other === undefined || !scene.playerSeesPlayer(index, 1 - index)) return;
    const { perPosition, perVelocity, places } = this;
    const dx = other.x - player.x;
    const dz = other.z - player.z;
    const right = player.right(dx, dz);
    const forward = player.forward(dx, dz);
    const distance = Math.sqrt(dx * dx + dz * dz);
    into[base + this.present] = 1;
    const position = base + this.position;
    into[position] = right * perPosition;
    into[position + 1] = (other.y - player.y) * perPosition;
    into[position + 2] = forward * perPosition;
    into[base + this.distance] = distance * this.perDistance;
    into[base + this.bearing] = distance > 0 ? right / distance : 0;
    into[base + this.bearing + 1] = distance > 0 ? forward / distance : 1;
    into[base + this.facing] = other.sin * player.cos - other.cos * player.sin;
    into[base + this.facing + 1] = other.cos * player.cos + other.sin * player.sin;
    const velocity = base + this.velocity;
    into[velocity] = player.right(other.vx, other.vz) * perVelocity;
    into[velocity + 1] = other.vy * perVelocity;
    into[velocity + 2] = player.forward(other.vx, other.vz) * perVelocity;
    if (other.held >= 0 && scene.playerSees(index, other.held)) {
      const { type } = scene.items[other.held];
      into[base + this.shape + Math.floor(type / COLOURS.length)] = 1;
      into[base + this.colour + (type % COLOURS.length)] = 1;
    }
    if (places === undefined) return;
    into[base + places.place] = (other.x - scene.room.width / 2) * places.perPlace;
    into[base + places.place + 1] = (other.z - scene.room.depth / 2) * places.perPlace;
    into[base + places.height] = other.y * places.perHeight;
  }
}
