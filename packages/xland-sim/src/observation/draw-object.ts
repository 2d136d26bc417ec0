import { COLOURS, OBJECT_TYPES } from '@open-ada/production-rules';
import type { Item } from '../physics/item.js';
import { brightness, type Canvas, LIGHT } from './canvas.js';

type Colour = readonly [red: number, green: number, blue: number];

const PAINT: Record<(typeof COLOURS)[number], Colour> = {
  black: [0.08, 0.08, 0.09],
  purple: [0.58, 0.16, 0.75],
  yellow: [0.98, 0.85, 0.12],
};
/** Colour that is mixed into frozen objects, and its fraction. */
const FROST: Colour = [0.75, 0.9, 1];
const FROSTING = 0.35;

/** Colour of each object type by its index, for loose and for frozen objects. */
const LOOSE: readonly Colour[] = OBJECT_TYPES.map((_, type) => PAINT[COLOURS[type % COLOURS.length]]);
const FROZEN: readonly Colour[] = LOOSE.map(([r, g, b]) => [
  r + FROSTING * (FROST[0] - r),
  g + FROSTING * (FROST[1] - g),
  b + FROSTING * (FROST[2] - b),
]);

const MOST_FACES = 6;
/**
 * Per face of the body being drawn: rates at which a ray leaves it, by the ray's forward, right and up parts; distance
 * of the eye; brightness.
 */
const alongForward = new Float64Array(MOST_FACES);
const alongRight = new Float64Array(MOST_FACES);
const alongUp = new Float64Array(MOST_FACES);
const inside = new Float64Array(MOST_FACES);
const lights = new Float64Array(MOST_FACES);

/** Paints an object where it is nearer than what the image shows. */
export function drawObject(canvas: Canvas, item: Item): void {
  const { eye, right, up, forward } = canvas;
  const { position, shape } = item;
  const x = position.x - eye.x;
  const y = position.y - eye.y;
  const z = position.z - eye.z;
  const ahead = x * forward.x + y * forward.y + z * forward.z;
  const aside = x * right.x + z * right.z;
  const above = x * up.x + y * up.y + z * up.z;
  if (!canvas.frame(aside, above, ahead, shape.boundingRadius)) return;
  const colour = (item.frozen ? FROZEN : LOOSE)[item.type];
  if (shape.faces.length === 0) drawSphere(canvas, aside, above, ahead, shape.boundingRadius, colour);
  else drawConvex(canvas, item, x, y, z, colour);
}

/** Draws a sphere. Its centre is in camera axes: right, up, forward. */
function drawSphere(canvas: Canvas, cx: number, cy: number, cz: number, radius: number, colour: Colour): void {
  const { across, upward, right, up, forward } = canvas;
  const lightX = LIGHT.x * right.x + LIGHT.z * right.z;
  const lightY = LIGHT.x * up.x + LIGHT.y * up.y + LIGHT.z * up.z;
  const lightZ = LIGHT.x * forward.x + LIGHT.y * forward.y + LIGHT.z * forward.z;
  const outside = cx * cx + cy * cy + cz * cz - radius * radius;
  if (outside <= 0) return;
  for (let row = canvas.firstRow; row < canvas.lastRow; row++) {
    const v = upward[row];
    for (let column = canvas.firstColumn; column < canvas.lastColumn; column++) {
      const u = across[column];
      const square = u * u + v * v + 1;
      const towards = u * cx + v * cy + cz;
      const root = towards * towards - square * outside;
      if (root < 0 || towards <= 0) continue;
      const depth = (towards - Math.sqrt(root)) / square;
      if (!canvas.isNearer(row, column, depth)) continue;
      const facing = (depth * u - cx) * lightX + (depth * v - cy) * lightY + (depth - cz) * lightZ;
      const light = brightness(facing / radius);
      canvas.paint(row, column, depth, light * colour[0], light * colour[1], light * colour[2]);
    }
  }
}

/**
 * A ray is inside a convex body between the last face through which it enters and the first through which it leaves.
 */
function drawConvex(canvas: Canvas, item: Item, x: number, y: number, z: number, colour: Colour): void {
  const { across, upward } = canvas;
  const count = prepareFaces(canvas, item, x, y, z);
  for (let row = canvas.firstRow; row < canvas.lastRow; row++) {
    const v = upward[row];
    for (let column = canvas.firstColumn; column < canvas.lastColumn; column++) {
      const u = across[column];
      let from = 0;
      let to = Number.POSITIVE_INFINITY;
      let face = -1;
      for (let f = 0; f < count; f++) {
        const rate = alongForward[f] + u * alongRight[f] + v * alongUp[f];
        const t = inside[f] / rate;
        if (rate < 0) {
          if (t <= from) continue;
          from = t;
          face = f;
        } else if (rate > 0) {
          if (t < to) to = t;
        } else if (inside[f] < 0) to = -1;
        if (from >= to) break;
      }
      if (face < 0 || from >= to || !canvas.isNearer(row, column, from)) continue;
      const light = lights[face];
      canvas.paint(row, column, from, light * colour[0], light * colour[1], light * colour[2]);
    }
  }
}

/** Fills the buffers for the faces of a body with centre (x, y, z) relative to the eye. Returns the number of faces. */
function prepareFaces(canvas: Canvas, item: Item, x: number, y: number, z: number): number {
  const { right, up, forward } = canvas;
  const { faces } = item.shape;
  const q = item.body.quaternion;
  for (let f = 0; f < faces.length; f += 4) {
    const a = faces[f];
    const b = faces[f + 1];
    const c = faces[f + 2];
    const nx =
      (1 - 2 * (q.y * q.y + q.z * q.z)) * a + 2 * (q.x * q.y - q.w * q.z) * b + 2 * (q.x * q.z + q.w * q.y) * c;
    const ny =
      2 * (q.x * q.y + q.w * q.z) * a + (1 - 2 * (q.x * q.x + q.z * q.z)) * b + 2 * (q.y * q.z - q.w * q.x) * c;
    const nz =
      2 * (q.x * q.z - q.w * q.y) * a + 2 * (q.y * q.z + q.w * q.x) * b + (1 - 2 * (q.x * q.x + q.y * q.y)) * c;
    const k = f / 4;
    alongForward[k] = nx * forward.x + ny * forward.y + nz * forward.z;
    alongRight[k] = nx * right.x + nz * right.z;
    alongUp[k] = nx * up.x + ny * up.y + nz * up.z;
    inside[k] = faces[f + 3] + nx * x + ny * y + nz * z;
    lights[k] = brightness(nx * LIGHT.x + ny * LIGHT.y + nz * LIGHT.z);
  }
  return faces.length / 4;
}
