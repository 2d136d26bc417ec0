import type { Item } from './item.js';

/**
 * Surfaces closer than this count as touching, metres. In the solver, resting contacts open and close by about a
 * millimetre.
 */
const TOUCH_GAP = 0.02;

/** Rotation matrices (row by row) and world corners of the two objects under test. */
const rotations = [new Float64Array(9), new Float64Array(9)];
const worldCorners = [new Float64Array(24), new Float64Array(24)];

function rotate(item: Item, side: 0 | 1): void {
  const { x, y, z, w } = item.body.quaternion;
  const m = rotations[side];
  m[0] = 1 - 2 * (y * y + z * z);
  m[1] = 2 * (x * y - w * z);
  m[2] = 2 * (x * z + w * y);
  m[3] = 2 * (x * y + w * z);
  m[4] = 1 - 2 * (x * x + z * z);
  m[5] = 2 * (y * z - w * x);
  m[6] = 2 * (x * z - w * y);
  m[7] = 2 * (y * z + w * x);
  m[8] = 1 - 2 * (x * x + y * y);
  const { corners } = item.shape;
  const { position } = item;
  const into = worldCorners[side];
  for (let c = 0; c < corners.length; c += 3) {
    for (let k = 0; k < 3; k++) {
      const origin = k === 0 ? position.x : k === 1 ? position.y : position.z;
      into[c + k] = origin + m[3 * k] * corners[c] + m[3 * k + 1] * corners[c + 1] + m[3 * k + 2] * corners[c + 2];
    }
  }
}

/** Gap between the two objects along a unit direction. It is negative if their projections overlap. */
function gapAlong(a: Item, b: Item, x: number, y: number, z: number): number {
  let aLow = Number.POSITIVE_INFINITY;
  let aHigh = Number.NEGATIVE_INFINITY;
  let bLow = Number.POSITIVE_INFINITY;
  let bHigh = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < a.shape.corners.length; c += 3) {
    const at = x * worldCorners[0][c] + y * worldCorners[0][c + 1] + z * worldCorners[0][c + 2];
    if (at < aLow) aLow = at;
    if (at > aHigh) aHigh = at;
  }
  for (let c = 0; c < b.shape.corners.length; c += 3) {
    const at = x * worldCorners[1][c] + y * worldCorners[1][c + 1] + z * worldCorners[1][c + 2];
    if (at < bLow) bLow = at;
    if (at > bHigh) bHigh = at;
  }
  return Math.max(aLow - bHigh, bLow - aHigh);
}

/** Distance from a point to a convex body. It is exact for a box; at a pyramid's edges it is a lower bound. */
function distanceToPoint(item: Item, px: number, py: number, pz: number): number {
  rotate(item, 0);
  const m = rotations[0];
  const dx = px - item.position.x;
  const dy = py - item.position.y;
  const dz = pz - item.position.z;
  const x = m[0] * dx + m[3] * dy + m[6] * dz;
  const y = m[1] * dx + m[4] * dy + m[7] * dz;
  const z = m[2] * dx + m[5] * dy + m[8] * dz;
  const { faces, shape } = item.shape;
  if (shape !== 'pyramid') {
    const outX = Math.max(0, Math.abs(x) - faces[3]);
    const outY = Math.max(0, Math.abs(y) - faces[11]);
    const outZ = Math.max(0, Math.abs(z) - faces[19]);
    return Math.sqrt(outX * outX + outY * outY + outZ * outZ);
  }
  let farthest = 0;
  for (let f = 0; f < faces.length; f += 4) {
    const out = faces[f] * x + faces[f + 1] * y + faces[f + 2] * z - faces[f + 3];
    if (out > farthest) farthest = out;
  }
  return farthest;
}

/**
 * Whether a face normal of one polyhedron, or a cross product of two of their edges, separates them (separating axis
 * theorem).
 */
function separated(a: Item, b: Item): boolean {
  for (let side = 0; side < 2; side++) {
    const m = rotations[side];
    const { faces } = side === 0 ? a.shape : b.shape;
    for (let f = 0; f < faces.length; f += 4) {
      const x = m[0] * faces[f] + m[1] * faces[f + 1] + m[2] * faces[f + 2];
      const y = m[3] * faces[f] + m[4] * faces[f + 1] + m[5] * faces[f + 2];
      const z = m[6] * faces[f] + m[7] * faces[f + 1] + m[8] * faces[f + 2];
      if (gapAlong(a, b, x, y, z) > TOUCH_GAP) return true;
    }
  }
  const m = rotations[0];
  const n = rotations[1];
  const first = a.shape.edges;
  const second = b.shape.edges;
  for (let i = 0; i < first.length; i += 3) {
    const ax = m[0] * first[i] + m[1] * first[i + 1] + m[2] * first[i + 2];
    const ay = m[3] * first[i] + m[4] * first[i + 1] + m[5] * first[i + 2];
    const az = m[6] * first[i] + m[7] * first[i + 1] + m[8] * first[i + 2];
    for (let j = 0; j < second.length; j += 3) {
      const bx = n[0] * second[j] + n[1] * second[j + 1] + n[2] * second[j + 2];
      const by = n[3] * second[j] + n[4] * second[j + 1] + n[5] * second[j + 2];
      const bz = n[6] * second[j] + n[7] * second[j + 1] + n[8] * second[j + 2];
      const x = ay * bz - az * by;
      const y = az * bx - ax * bz;
      const z = ax * by - ay * bx;
      const length = Math.sqrt(x * x + y * y + z * z);
      if (length < 1e-6) continue;
      if (gapAlong(a, b, x / length, y / length, z / length) > TOUCH_GAP) return true;
    }
  }
  return false;
}

/** Whether two objects are in contact. It needs no solver, so it also works for objects that sleep or are carried. */
export function itemsTouch(a: Item, b: Item): boolean {
  const dx = a.position.x - b.position.x;
  const dy = a.position.y - b.position.y;
  const dz = a.position.z - b.position.z;
  const reach = a.shape.boundingRadius + b.shape.boundingRadius + TOUCH_GAP;
  if (dx * dx + dy * dy + dz * dz > reach * reach) return false;
  const roundA = a.shape.corners.length === 0;
  const roundB = b.shape.corners.length === 0;
  if (roundA && roundB) return true;
  if (roundA) return distanceToPoint(b, a.position.x, a.position.y, a.position.z) <= a.shape.boundingRadius + TOUCH_GAP;
  if (roundB) return distanceToPoint(a, b.position.x, b.position.y, b.position.z) <= b.shape.boundingRadius + TOUCH_GAP;
  rotate(a, 0);
  rotate(b, 1);
  return !separated(a, b);
}

/** Whether an object touches a player's round body: their height ranges and their footprints overlap. */
export function footprintsTouch(item: Item, x: number, z: number, radius: number): boolean {
  const dx = item.position.x - x;
  const dz = item.position.z - z;
  const reach = item.shape.footRadius + radius + TOUCH_GAP;
  return dx * dx + dz * dz <= reach * reach;
}
