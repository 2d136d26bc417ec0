import { OBJECT_SIZE, type Shape } from '@open-ada/production-rules';
import { SLAB_HEIGHT } from '@open-ada/xland-sim';
import { BufferAttribute, BufferGeometry, SphereGeometry } from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';

const HALF = OBJECT_SIZE / 2;

/**
 * Adds the attribute `dots`: the position of each corner on a cube of the object's width, on which the dot pattern is
 * drawn.
 */
function withDots(geometry: BufferGeometry, place: (x: number, y: number, z: number) => number[]): BufferGeometry {
  const { array, count } = geometry.getAttribute('position');
  const dots = Array.from({ length: count }, (_, k) => place(array[3 * k], array[3 * k + 1], array[3 * k + 2])).flat();
  geometry.setAttribute('dots', new BufferAttribute(new Float32Array(dots), 3));
  geometry.deleteAttribute('uv');
  return geometry;
}

/** A pyramid whose centre of mass is a quarter of the height above the base. */
function pyramid(): BufferGeometry {
  const [low, top] = [-OBJECT_SIZE / 4, (3 * OBJECT_SIZE) / 4];
  const base = [
    [-HALF, low, HALF],
    [HALF, low, HALF],
    [HALF, low, -HALF],
    [-HALF, low, -HALF],
  ];
  const positions: number[] = [];
  const normals: number[] = [];
  const dots: number[] = [];
  const slope = Math.hypot(OBJECT_SIZE, HALF);
  base.forEach((a, k) => {
    const b = base[(k + 1) % 4];
    positions.push(...a, ...b, 0, top, 0);
    const [nx, nz] = [(a[0] + b[0]) / 2 / HALF, (a[2] + b[2]) / 2 / HALF];
    for (let c = 0; c < 3; c++) normals.push((nx * 2) / Math.sqrt(5), 1 / Math.sqrt(5), (nz * 2) / Math.sqrt(5));
    dots.push(-HALF, -HALF, HALF, HALF, -HALF, HALF, 0, slope - HALF, HALF);
  });
  const [a, b, c, d] = base;
  for (const corner of [a, d, c, a, c, b]) {
    positions.push(...corner);
    normals.push(0, -1, 0);
    dots.push(...corner);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('normal', new BufferAttribute(new Float32Array(normals), 3));
  geometry.setAttribute('dots', new BufferAttribute(new Float32Array(dots), 3));
  return geometry;
}

/** The shapes at size factor 1, as in the physics except for rounded edges. */
export const OBJECT_GEOMETRY: Record<Shape, () => BufferGeometry> = {
  cube: () => withDots(new RoundedBoxGeometry(OBJECT_SIZE, OBJECT_SIZE, OBJECT_SIZE, 3, 0.035), (x, y, z) => [x, y, z]),
  slab: () =>
    withDots(new RoundedBoxGeometry(OBJECT_SIZE, SLAB_HEIGHT, OBJECT_SIZE, 2, 0.025), (x, y, z) => {
      return [x, (y * OBJECT_SIZE) / SLAB_HEIGHT, z];
    }),
  sphere: () =>
    withDots(new SphereGeometry(HALF, 40, 24), (x, y, z) => {
      const scale = HALF / Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
      return [x * scale, y * scale, z * scale];
    }),
  pyramid,
};
