import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';

/** The avatar's own motion, look angle and hand, and its pose in the room if the settings include it. */
export class Body {
  private readonly velocity: number;
  private readonly look: number;
  private readonly holding: number;
  private readonly handDistance: number;
  private readonly grounded: number;
  private readonly velocityScale: number;
  private readonly handScale: number;
  private readonly pose: { position: number; heading: number; scale: number } | undefined;
  private readonly height: { at: number; scale: number } | undefined;

  constructor(part: ObservationPart, { pose, places }: SimulationSettings) {
    const at = (name: string) => part.offset + featureOf(part, name).offset;
    this.velocity = at('velocity');
    this.look = at('look');
    this.holding = at('holding');
    this.handDistance = at('handDistance');
    this.grounded = at('grounded');
    this.velocityScale = scaleOf(part, 'velocity');
    this.handScale = scaleOf(part, 'handDistance');
    this.pose = pose
      ? { position: at('position'), heading: at('heading'), scale: scaleOf(part, 'position') }
      : undefined;
    this.height = places ? { at: at('height'), scale: scaleOf(part, 'height') } : undefined;
  }

  /** @param base first float of the observation */
  write({ players, room }: Scene, index: number, into: Float32Array, base: number): void {
    const player = players[index];
    const { velocityScale, pose, height } = this;
    const velocity = base + this.velocity;
    into[velocity] = player.right(player.vx, player.vz) / velocityScale;
    into[velocity + 1] = player.vy / velocityScale;
    into[velocity + 2] = player.forward(player.vx, player.vz) / velocityScale;
    into[base + this.look] = player.lookSin;
    into[base + this.look + 1] = player.lookCos;
    into[base + this.holding] = player.held >= 0 ? 1 : 0;
    into[base + this.handDistance] = player.handDistance / this.handScale;
    into[base + this.grounded] = player.falling === 0 ? 1 : 0;
    if (height) into[base + height.at] = player.y / height.scale;
    if (pose === undefined) return;
    into[base + pose.position] = (player.x - room.width / 2) / pose.scale;
    into[base + pose.position + 1] = (player.z - room.depth / 2) / pose.scale;
    into[base + pose.heading] = player.sin;
    into[base + pose.heading + 1] = player.cos;
  }
}
