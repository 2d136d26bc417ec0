/** A point of a picture: both numbers in [0, 1], from the upper left corner to the right and down. */
export type Point = readonly [x: number, y: number];

/** A square grey picture, drawn by arithmetic. Brightness is in [0, 1]; what is drawn later covers nothing darker. */
export class Canvas {
  /** @param pixels [side, side], row by row */
  constructor(
    private readonly pixels: Float32Array,
    private readonly side: number,
  ) {}

  clear(): void {
    this.pixels.fill(0);
  }

  /** A rectangle. A pixel is as bright as the part of it that is covered. */
  box([left, top]: Point, [right, bottom]: Point): void {
    const { side } = this;
    const covered = (pixel: number, from: number, to: number) =>
      Math.max(0, Math.min(pixel + 1, to * side) - Math.max(pixel, from * side));
    this.each((row, column) => covered(column, left, right) * covered(row, top, bottom));
  }

  /** A thick line with round ends. Its edge is one pixel wide. */
  line(from: Point, to: Point, radius: number): void {
    const { side } = this;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const square = dx * dx + dy * dy || 1;
    this.each((row, column) => {
      const [x, y] = [(column + 0.5) / side - from[0], (row + 0.5) / side - from[1]];
      const along = Math.min(1, Math.max(0, (x * dx + y * dy) / square));
      const distance = Math.hypot(x - along * dx, y - along * dy);
      return Math.min(1, Math.max(0, (radius - distance) * side + 0.5));
    });
  }

  private each(brightness: (row: number, column: number) => number): void {
    const { pixels, side } = this;
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(pixels[i], brightness(Math.floor(i / side), i % side));
    }
  }
}
