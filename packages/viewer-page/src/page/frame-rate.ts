const PICTURES = 45;
const SLOW = 1 / 34;
export const LEAST_SHARPNESS = 0.5;

/** Measures how long pictures take and lowers their resolution where they take too long. */
export class FrameRate {
  private seconds = 0;
  private pictures = 0;
  /** Pixels of the picture per pixel of the screen, along one side. */
  sharpness = 1;

  /** Starts at a lower resolution where full resolution is known to be too slow. */
  begin(sharpness: number): number {
    this.sharpness = sharpness;
    return sharpness;
  }

  /** @param seconds that the last picture took @returns whether the resolution has changed */
  picture(seconds: number): boolean {
    // A long gap means that the page was hidden, not that the machine is slow.
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
