const PICTURES = 45;
const SLOW = 1 / 34;
export const LEAST_SHARPNESS = 0.5;

/** Watches how long pictures take and says when they should have fewer pixels. */
export class FrameRate {
  private seconds = 0;
  private pictures = 0;
  /** Pixels of the picture per pixel of the screen, along a side. */
  sharpness = 1;

  /** Begins with fewer pixels where it is known that all are too many. */
  begin(sharpness: number): number {
    this.sharpness = sharpness;
    return sharpness;
  }

  /** @param seconds that the last picture took @returns whether the sharpness has changed */
  picture(seconds: number): boolean {
    // A long gap is a page that was hidden, not a slow machine.
    if (seconds > 0.5) return false;
    this.seconds += seconds;
    if (++this.pictures < PICTURES) return false;
    const mean = this.seconds / this.pictures;
    this.seconds = 0;
    this.pictures = 0;
    if (mean < SLOW || this.sharpness <= LEAST_SHARPNESS) return false;
    this.sharpness = Math.max(LEAST_SHARPNESS, this.sharpness * 0.8);
    return true;
  }
}
