import { AVATAR_RADIUS } from '@open-ada/production-rules';
import { AVATAR_HEIGHT, type Player } from '../scene/player.js';
import { brightness, type Canvas, LIGHT } from './canvas.js';

const COLOUR = [0.2, 0.62, 0.5] as const;

/** Paints another player as an upright cylinder where it is nearer than what the image shows. */
export function drawAvatar(canvas: Canvas, player: Player): void {
  const { eye, right, up, forward, across, upward } = canvas;
  const x = player.x - eye.x;
  const z = player.z - eye.z;
  const foot = player.y - eye.y;
  const head = foot + AVATAR_HEIGHT;
  const middle = (foot + head) / 2;
  const radius = Math.sqrt(AVATAR_RADIUS * AVATAR_RADIUS + (AVATAR_HEIGHT * AVATAR_HEIGHT) / 4);
  const ahead = x * forward.x + middle * forward.y + z * forward.z;
  const above = x * up.x + middle * up.y + z * up.z;
  if (!canvas.frame(x * right.x + z * right.z, above, ahead, radius)) return;
  const outside = x * x + z * z - AVATAR_RADIUS * AVATAR_RADIUS;
  if (outside <= 0) return;
  for (let row = canvas.firstRow; row < canvas.lastRow; row++) {
    const v = upward[row];
    const dy = forward.y + v * up.y;
    for (let column = canvas.firstColumn; column < canvas.lastColumn; column++) {
      const u = across[column];
      const dx = forward.x + v * up.x + u * right.x;
      const dz = forward.z + v * up.z + u * right.z;
      const square = dx * dx + dz * dz;
      const towards = dx * x + dz * z;
      const root = towards * towards - square * outside;
      if (root < 0 || towards <= 0) continue;
      let depth = (towards - Math.sqrt(root)) / square;
      let light = brightness(((depth * dx - x) * LIGHT.x + (depth * dz - z) * LIGHT.z) / AVATAR_RADIUS);
      const level = depth * dy;
      if (level < foot) continue;
      if (level > head) {
        // A ray that passes above the side may still hit the top.
        depth = head / dy;
        if (dy >= 0 || depth > (towards + Math.sqrt(root)) / square) continue;
        light = brightness(LIGHT.y);
      }
      if (!canvas.isNearer(row, column, depth)) continue;
      canvas.paint(row, column, depth, light * COLOUR[0], light * COLOUR[1], light * COLOUR[2]);
    }
  }
}
