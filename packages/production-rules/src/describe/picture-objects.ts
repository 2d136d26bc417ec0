import { AVATAR_RADIUS, OBJECT_SIZE } from '../language/geometry.js';
import type { Colour, PlayerStart, Shape, TaskObject } from '../language/task.js';
import { element, short } from './svg.js';

const FILLS: Record<Colour, string> = { black: '#16181d', purple: '#8a3ffc', yellow: '#ffd400' };
const INKS: Record<Colour, string> = { black: '#fff', purple: '#fff', yellow: '#16181d' };
const FROZEN = '#19b5d8';
const AVATAR = ['#d1361f', '#1769d1'];
/** Radius of the sector that shows the possible start headings, metres. */
const SECTOR = 1.1;

/**
 * Outline of a shape of half width `r` about (x, z), seen from above. A slab is flattened so that it differs from a
 * cube.
 */
function outline(shape: Shape, x: number, z: number, r: number, look: Record<string, string | number>): string {
  if (shape === 'sphere') return element('circle', { cx: x, cy: z, r, ...look });
  if (shape === 'pyramid') {
    const points = [
      [x, z - 1.25 * r],
      [x - 1.2 * r, z + r],
      [x + 1.2 * r, z + r],
    ];
    return element('polygon', { points: points.map((point) => point.map(short).join()).join(' '), ...look });
  }
  const [across, down] = shape === 'slab' ? [1.35 * r, 0.75 * r] : [r, r];
  return element('rect', { x: x - across, y: z - down, width: 2 * across, height: 2 * down, ...look });
}

/**
 * Draws an object from above, with its letter inside.
 * @param metre length of a metre in the picture
 */
export function pictureObject({ type, at, size, frozen }: TaskObject, letter: string, metre: number): string {
  const [colour, shape] = type.split(' ') as [Colour, Shape];
  const r = (OBJECT_SIZE / 2) * size * metre;
  const [x, z] = [at[0] * metre, at[1] * metre];
  const look = frozen
    ? { fill: FILLS[colour], stroke: FROZEN, 'stroke-width': 2 }
    : { fill: FILLS[colour], stroke: '#fff', 'stroke-width': 0.8 };
  const text = { x, y: z + (shape === 'pyramid' ? 4.5 : 3), 'text-anchor': 'middle', 'font-size': '8' };
  return outline(shape, x, z, r, look) + element('text', { ...text, fill: INKS[colour] }, letter);
}

/** Draws a player's body at (x, z) of the picture. */
export const pictureAvatar = (x: number, z: number, index: number, metre: number): string =>
  element('circle', { cx: x, cy: z, r: AVATAR_RADIUS * metre, fill: AVATAR[index], stroke: '#fff' });

/** Draws where a player starts: its body, and the sector (or ring) of its possible start headings. */
export function picturePlayer({ at, heading }: PlayerStart, index: number, metre: number): string {
  const colour = AVATAR[index];
  const [x, z] = [at[0] * metre, at[1] * metre];
  const body = pictureAvatar(x, z, index, metre);
  const look = { fill: colour, 'fill-opacity': '.25' };
  const reach = SECTOR * metre;
  if (heading === undefined || heading.spread >= Math.PI) {
    return element('circle', { cx: x, cy: z, r: reach, ...look, 'stroke-dasharray': '3 2', stroke: colour }) + body;
  }
  const end = (angle: number) => `${short(x - Math.sin(angle) * reach)} ${short(z - Math.cos(angle) * reach)}`;
  // With a spread of zero the sector would be invisible.
  const spread = Math.max(heading.spread, 0.08);
  const [from, to] = [heading.mean + spread, heading.mean - spread];
  const d = `M${short(x)} ${short(z)}L${end(from)}A${short(reach)} ${short(reach)} 0 ${2 * spread > Math.PI ? 1 : 0} 1 ${end(to)}Z`;
  return element('path', { d, ...look }) + body;
}
