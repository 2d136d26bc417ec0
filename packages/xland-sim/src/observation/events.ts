import type { Scene } from '../scene/scene.js';
import { featureOf } from '../settings/layout.js';
import type { ObservationPart } from '../settings/specs.js';

/** The object types that a player saw vanish and appear in the last step, one row each. */
export class Events {
  private readonly vanished: number;
  private readonly appeared: number;
  private readonly types: number;

  constructor(part: ObservationPart) {
    const { offset, size } = featureOf(part, 'types');
    this.vanished = part.offset + offset;
    this.appeared = this.vanished + part.shape[1];
    this.types = size;
  }

  /** @param base first float of the observation */
  write({ players }: Scene, index: number, into: Float32Array, base: number): void {
    const { vanished, appeared } = players[index];
    for (let type = 0; type < this.types; type++) {
      into[base + this.vanished + type] = (vanished >> type) & 1;
      into[base + this.appeared + type] = (appeared >> type) & 1;
    }
  }
}
