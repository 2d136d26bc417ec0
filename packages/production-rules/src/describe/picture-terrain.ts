import type { WorldMap } from '../language/task.js';
import { MAX_LEVEL, readTile, type Tile } from '../language/terrain.js';
import { element, short } from './svg.js';

const WALL = '#3d4450';
/** Red, green and blue of the lowest and the highest floor. Higher floors are darker. */
const LOW = [246, 243, 235];
const HIGH = [126, 99, 66];
/** Exponent of the shading. Floors get darker quickly at first, because few worlds have more than five levels. */
const BEND = 0.7;

function shade(level: number): string {
  const part = Math.min(1, level / MAX_LEVEL) ** BEND;
  return `rgb(${LOW.map((low, k) => Math.round(low + part * (HIGH[k] - low))).join(',')})`;
}

const fillOf = (tile: Tile): string =>
  tile.kind === 'wall' ? WALL : shade(tile.kind === 'ramp' ? tile.level + 0.5 : tile.level);

/** Levels of a tile's surface at the two ends of the side that faces the direction (dx, dz). */
function sideLevels(tile: Tile, dx: number, dz: number): [number, number] | undefined {
  if (tile.kind === 'wall') return undefined;
  if (tile.kind === 'floor') return [tile.level, tile.level];
  if (tile.dx === dx && tile.dz === dz) return [tile.level + 1, tile.level + 1];
  if (tile.dx === -dx && tile.dz === -dz) return [tile.level, tile.level];
  const rising = tile.dx + tile.dz > 0;
  return rising ? [tile.level, tile.level + 1] : [tile.level + 1, tile.level];
}

/**
 * Largest difference in level along the side that two neighbours share. It is 0 where one can walk across and at a
 * wall.
 */
function stepBetween(here: Tile, there: Tile, dx: number, dz: number): number {
  const [one, other] = [sideLevels(here, dx, dz), sideLevels(there, -dx, -dz)];
  if (one === undefined || other === undefined) return 0;
  return Math.max(Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]));
}

/**
 * Draws the ground from above. Floors are shaded by height and have their level in a corner. Ramps have an arrow that
 * points uphill. Walls are dark. A line marks each step that can only be dropped down; a higher step has a thicker
 * line.
 * @param side length of a tile in the picture
 */
export function pictureTerrain(world: WorldMap, side: number): string {
  const { rows } = world;
  const parts: string[] = [];
  const steps: string[] = [];
  const marks: string[] = [];
  const tileAt = (column: number, row: number) => readTile(world, column, row);
  const step = (height: number, x: number, z: number, direction: string): void => {
    if (height === 0) return;
    steps.push(element('path', { d: `M${short(x)} ${short(z)}${direction}${side}`, 'stroke-width': 1 + height }));
  };
  rows.forEach((line, row) => {
    for (let column = 0, end = 0; column < line.length; column = end) {
      end = column + 1;
      const fill = fillOf(tileAt(column, row)!);
      while (end < line.length && fillOf(tileAt(end, row)!) === fill) end++;
      parts.push(
        element('rect', { x: column * side, y: row * side, width: (end - column) * side, height: side, fill }),
      );
    }
    for (let column = 0; column < line.length; column++) {
      const tile = tileAt(column, row)!;
      const [x, z] = [column * side, row * side];
      const [right, below] = [tileAt(column + 1, row), tileAt(column, row + 1)];
      if (right) step(stepBetween(tile, right, 1, 0), x + side, z, 'v');
      if (below) step(stepBetween(tile, below, 0, 1), x, z + side, 'h');
      if (tile.kind === 'floor') marks.push(element('text', { x: x + 3, y: z + 10 }, String(tile.level)));
      if (tile.kind === 'ramp') marks.push(arrow(x + side / 2, z + side / 2, tile.dx, tile.dz, side * 0.35));
    }
  });
  return [
    element('g', { 'shape-rendering': 'crispEdges' }, parts.join('')),
    element('g', { fill: '#7b7364', 'font-size': '8' }, marks.join('')),
    element('g', { stroke: '#5a3d22', 'stroke-linecap': 'square' }, steps.join('')),
  ].join('\n');
}

function arrow(x: number, z: number, dx: number, dz: number, half: number): string {
  const at = (along: number, across: number) =>
    `${short(x + along * dx - across * dz)} ${short(z + along * dz + across * dx)}`;
  const head = half * 0.45;
  const d = `M${at(-half, 0)}L${at(half, 0)}M${at(half - head, -head)}L${at(half, 0)}L${at(half - head, head)}`;
  return element('path', { d, fill: 'none', stroke: '#5a3d22', 'stroke-width': 1.5 });
}
