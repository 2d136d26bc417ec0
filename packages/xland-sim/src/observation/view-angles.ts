import { cosine, sine } from '../physics/trigonometry.js';
import { radians } from '../scene/player.js';

/** Level directions spread evenly over a field of view, from right to left, against the heading of whoever looks. */
export class Fan {
  readonly sines: number[] = [];
  readonly cosines: number[] = [];

  /** @param azimuth full angle, degrees */
  constructor(
    readonly count: number,
    azimuth: number,
  ) {
    const step = radians(azimuth) / count;
    for (let k = 0; k < count; k++) {
      const angle = (k + 0.5) * step - radians(azimuth) / 2;
      this.sines.push(sine(angle));
      this.cosines.push(cosine(angle));
    }
  }

  /** Of the k-th direction in the room, for a heading of this sine and cosine. */
  x(k: number, heading: { sin: number; cos: number }): number {
    return -(heading.sin * this.cosines[k] + heading.cos * this.sines[k]);
  }

  z(k: number, heading: { sin: number; cos: number }): number {
    return -(heading.cos * this.cosines[k] - heading.sin * this.sines[k]);
  }
}
