import { cosine, sine } from '../physics/trigonometry.js';
import { radians } from '../scene/player.js';

/** Horizontal directions spread evenly over a field of view, from right to left, relative to the heading. */
export class Fan {
  readonly sines: number[] = [];
  readonly cosines: number[] = [];

  /**
   * @param azimuth full angle, degrees
   * @param first distance of the first direction from the right edge, in steps from one direction to the next
   */
  constructor(
    readonly count: number,
    azimuth: number,
    first = 0.5,
  ) {
    const step = radians(azimuth) / count;
    for (let k = 0; k < count; k++) {
      const angle = (k + first) * step - radians(azimuth) / 2;
      this.sines.push(sine(angle));
      this.cosines.push(cosine(angle));
    }
  }

  /** x of the k-th direction in the room, for the sine and cosine of a heading. */
  x(k: number, heading: { sin: number; cos: number }): number {
    return -(heading.sin * this.cosines[k] + heading.cos * this.sines[k]);
  }

  z(k: number, heading: { sin: number; cos: number }): number {
    return -(heading.cos * this.cosines[k] - heading.sin * this.sines[k]);
  }
}
