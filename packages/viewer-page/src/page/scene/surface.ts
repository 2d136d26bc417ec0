import { BufferAttribute, BufferGeometry, type Color } from 'three';

export type Point = readonly [x: number, y: number, z: number];

/** Kinds of ground faces; each is drawn with different lines. */
export const FACE = { floor: 0, ramp: 1, side: 2, wall: 3 } as const;

/**
 * One corner: position, lightness (1: no neighbour darkens it), and two coordinates on the face for its pattern,
 * metres.
 */
export interface Corner {
  at: Point;
  light: number;
  u: number;
  v: number;
}

/** Collects flat faces into one geometry. */
export class Surface {
  private readonly positions: number[] = [];
  private readonly normals: number[] = [];
  private readonly colours: number[] = [];
  private readonly marks: number[] = [];
  private readonly indices: number[] = [];

  /** Adds a face of three or four corners, counter-clockwise as seen from outside. */
  face(corners: readonly Corner[], colour: Color, kind: number): void {
    const first = this.positions.length / 3;
    const [nx, ny, nz] = normalOf(corners.map(({ at }) => at));
    for (const { at, light, u, v } of corners) {
      this.positions.push(...at);
      this.normals.push(nx, ny, nz);
      this.colours.push(colour.r * light, colour.g * light, colour.b * light);
      this.marks.push(kind, u, v);
    }
    for (let k = 2; k < corners.length; k++) this.indices.push(first, first + k - 1, first + k);
  }

  geometry(): BufferGeometry {
    const geometry = new BufferGeometry();
    const attribute = (name: string, values: number[]) => {
      geometry.setAttribute(name, new BufferAttribute(new Float32Array(values), 3));
    };
    attribute('position', this.positions);
    attribute('normal', this.normals);
    attribute('color', this.colours);
    attribute('mark', this.marks);
    geometry.setIndex(this.indices);
    return geometry;
  }
}

/** Normal by Newell's method, which coinciding corners do not disturb. */
function normalOf(points: readonly Point[]): Point {
  let [x, y, z] = [0, 0, 0];
  points.forEach((a, k) => {
    const b = points[(k + 1) % points.length];
    x += (a[1] - b[1]) * (a[2] + b[2]);
    y += (a[2] - b[2]) * (a[0] + b[0]);
    z += (a[0] - b[0]) * (a[1] + b[1]);
  });
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
