/** An axis-aligned rectangle on the floor plane that a disc must stay out of. Metres. */
export class Rectangle {
  x0 = 0;
  x1 = 0;
  z0 = 0;
  z1 = 0;
  /** Result of `pushOut`. */
  x = 0;
  z = 0;

  /**
   * Whether the nearest point of the rectangle lies on a side and not on a corner. Also true if the point is inside.
   */
  faces(x: number, z: number): boolean {
    return (x > this.x0 && x < this.x1) || (z > this.z0 && z < this.z1);
  }

  /** Distance from a point; 0 inside. */
  distance(x: number, z: number): number {
    const dx = Math.max(this.x0 - x, 0, x - this.x1);
    const dz = Math.max(this.z0 - z, 0, z - this.z1);
    return Math.sqrt(dx * dx + dz * dz);
  }

  /**
   * Moves a disc out by the shortest way, into `x` and `z`. If it does not overlap, returns false and writes nothing.
   */
  pushOut(x: number, z: number, radius: number): boolean {
    const { x0, x1, z0, z1 } = this;
    const nearX = x < x0 ? x0 : Math.min(x, x1);
    const nearZ = z < z0 ? z0 : Math.min(z, z1);
    const dx = x - nearX;
    const dz = z - nearZ;
    const square = dx * dx + dz * dz;
    if (square >= radius * radius) return false;
    this.x = x;
    this.z = z;
    if (square > 0) {
      const scale = radius / Math.sqrt(square);
      this.x = nearX + dx * scale;
      this.z = nearZ + dz * scale;
      return true;
    }
    // The centre is inside: move it out by the nearest side.
    const least = Math.min(x - x0, x1 - x, z - z0, z1 - z);
    if (least === x - x0) this.x = x0 - radius;
    else if (least === x1 - x) this.x = x1 + radius;
    else if (least === z - z0) this.z = z0 - radius;
    else this.z = z1 + radius;
    return true;
  }
}
