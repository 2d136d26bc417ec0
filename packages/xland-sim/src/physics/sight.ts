import type { Item } from './item.js';

/**
 * Whether the segment a -> b passes through an object. The test is analytic: a sphere, or a convex body given by its
 * faces.
 */
export function segmentMeets(
  item: Item,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
): boolean {
  const { position, shape } = item;
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const ox = position.x - ax;
  const oy = position.y - ay;
  const oz = position.z - az;
  const length = dx * dx + dy * dy + dz * dz;
  let along = length > 0 ? (ox * dx + oy * dy + oz * dz) / length : 0;
  along = along < 0 ? 0 : Math.min(along, 1);
  const gapX = ox - along * dx;
  const gapY = oy - along * dy;
  const gapZ = oz - along * dz;
  const reach = shape.boundingRadius;
  if (gapX * gapX + gapY * gapY + gapZ * gapZ >= reach * reach) return false;
  const { faces } = shape;
  if (faces.length === 0) return true;

  // Both ends in the body frame. They are multiplied by the rows of the transposed rotation matrix.
  const { x, y, z, w } = item.body.quaternion;
  const xx = 1 - 2 * (y * y + z * z);
  const xy = 2 * (x * y + w * z);
  const xz = 2 * (x * z - w * y);
  const yx = 2 * (x * y - w * z);
  const yy = 1 - 2 * (x * x + z * z);
  const yz = 2 * (y * z + w * x);
  const zx = 2 * (x * z + w * y);
  const zy = 2 * (y * z - w * x);
  const zz = 1 - 2 * (x * x + y * y);
  const sx = -(xx * ox + xy * oy + xz * oz);
  const sy = -(yx * ox + yy * oy + yz * oz);
  const sz = -(zx * ox + zy * oy + zz * oz);
  const vx = xx * dx + xy * dy + xz * dz;
  const vy = yx * dx + yy * dy + yz * dz;
  const vz = zx * dx + zy * dy + zz * dz;
  let from = 0;
  let to = 1;
  for (let f = 0; f < faces.length; f += 4) {
    const rate = faces[f] * vx + faces[f + 1] * vy + faces[f + 2] * vz;
    const inside = faces[f + 3] - (faces[f] * sx + faces[f + 1] * sy + faces[f + 2] * sz);
    if (rate === 0) {
      if (inside < 0) return false;
      continue;
    }
    const t = inside / rate;
    if (rate > 0) to = Math.min(t, to);
    else from = Math.max(t, from);
    if (from >= to) return false;
  }
  return true;
}

/** Whether the segment a -> b passes through an upright cylinder whose base is at the height `base`. */
export function segmentMeetsCylinder(
  cx: number,
  base: number,
  cz: number,
  radius: number,
  height: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
): boolean {
  const dx = bx - ax;
  const dz = bz - az;
  const ox = ax - cx;
  const oz = az - cz;
  const a = dx * dx + dz * dz;
  const b = ox * dx + oz * dz;
  const c = ox * ox + oz * oz - radius * radius;
  let from = 0;
  let to = 1;
  if (a === 0) {
    if (c >= 0) return false;
  } else {
    const root = b * b - a * c;
    if (root <= 0) return false;
    const half = Math.sqrt(root);
    from = Math.max(0, (-b - half) / a);
    to = Math.min(1, (-b + half) / a);
    if (from >= to) return false;
  }
  const one = ay + from * (by - ay);
  const two = ay + to * (by - ay);
  return Math.min(one, two) < base + height && Math.max(one, two) > base;
}
