import type { Terrain } from '../world/terrain.js';
import { SURFACE } from '../world/terrain-cast.js';
import { brightness, type Canvas, LIGHT } from './canvas.js';

type Colour = readonly [red: number, green: number, blue: number];

const SKY: Colour = [0.55, 0.75, 0.95];
const FLOOR: Colour = [0.5, 0.49, 0.46];
const RAMP: Colour = [0.68, 0.55, 0.38];
const CLIFF: Colour = [0.5, 0.4, 0.34];
const WALL: Colour = [0.6, 0.66, 0.72];

/** Floors are lighter by this fraction per metre of height. Every other square metre is darker. */
const PER_METRE = 0.06;
const ODD_SQUARE = 0.85;
/** Longer than any line of sight, metres. */
const FAR = 1000;

function colourOf(kind: number): Colour {
  if (kind === SURFACE.floor) return FLOOR;
  if (kind === SURFACE.ramp) return RAMP;
  return kind === SURFACE.cliff ? CLIFF : WALL;
}

/** Paints every pixel with ground, wall or sky. */
export function drawTerrain(canvas: Canvas, terrain: Terrain): void {
  const { width, height, across, upward, eye, right, up, forward } = canvas;
  const { hit } = terrain;
  for (let row = 0; row < height; row++) {
    const v = upward[row];
    const baseX = forward.x + v * up.x;
    const dy = forward.y + v * up.y;
    const baseZ = forward.z + v * up.z;
    for (let column = 0; column < width; column++) {
      const u = across[column];
      const dx = baseX + u * right.x;
      const dz = baseZ + u * right.z;
      const depth = terrain.cast(eye.x, eye.y, eye.z, dx, dy, dz, FAR);
      if (hit.kind === SURFACE.none) {
        canvas.paint(row, column, FAR, SKY[0], SKY[1], SKY[2]);
        continue;
      }
      let light = brightness(hit.nx * LIGHT.x + hit.ny * LIGHT.y + hit.nz * LIGHT.z);
      if (hit.kind === SURFACE.floor || hit.kind === SURFACE.ramp) {
        const odd = (Math.floor(eye.x + depth * dx) + Math.floor(eye.z + depth * dz)) & 1;
        if (odd !== 0) light *= ODD_SQUARE;
        light *= 1 + PER_METRE * Math.max(0, eye.y + depth * dy);
      }
      const colour = colourOf(hit.kind);
      canvas.paint(row, column, depth, light * colour[0], light * colour[1], light * colour[2]);
    }
  }
}
