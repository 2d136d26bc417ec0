import { TILE_SIZE } from '@open-ada/production-rules';
import { SURFACE, type Terrain } from '@open-ada/xland-sim';
import { Color } from 'three';
import { type Corner, FACE, type Point, Surface } from './surface.js';
import type { SceneTheme } from './theme.js';

/**
 * Height of the model's base, metres. The sides of the ground continue below the lowest floor, because the world is a
 * model on a table.
 */
export const BASE = -0.4;

/** Positions at which the top of a tile is divided, so that it can be darker beside higher neighbours. */
const STOPS = [0, 0.14, 0.86, 1];
const SHADED = 0.68;
/** A neighbour that is higher by more than this darkens the tile, metres. */
const RISE = 0.2;

/**
 * The four sides: step to the neighbour, and the ends of the side in tiles. On the way from the first end to the second
 * one the tile is on the left.
 */
const SIDES = [
  { dc: 0, dr: -1, from: [1, 0], to: [0, 0] },
  { dc: -1, dr: 0, from: [0, 0], to: [0, 1] },
  { dc: 0, dr: 1, from: [0, 1], to: [1, 1] },
  { dc: 1, dr: 0, from: [1, 1], to: [1, 0] },
] as const;

/** Heights of a world's tiles, as drawn. */
class Heights {
  constructor(
    readonly terrain: Terrain,
    private readonly wallTops: Float64Array | undefined,
  ) {}

  /** Height of a tile's own plane at a point. */
  at(tile: number, x: number, z: number): number {
    const { planes, kinds } = this.terrain;
    if (this.wallTops !== undefined && kinds[tile] === SURFACE.wall) return this.wallTops[tile];
    return planes[3 * tile] + planes[3 * tile + 1] * x + planes[3 * tile + 2] * z;
  }

  /** The tile in a column and a row, or -1 outside. */
  tile(column: number, row: number): number {
    const { columns, rows } = this.terrain;
    return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column;
  }
}

/**
 * Heights of lowered inner walls that do not hide the floor behind them: a metre above the highest floor beside each.
 */
function cutTops(terrain: Terrain): Float64Array {
  const heights = new Heights(terrain, undefined);
  const { columns, rows, kinds, bases } = terrain;
  return Float64Array.from({ length: columns * rows }, (_, tile) => {
    const [column, row] = [tile % columns, Math.floor(tile / columns)];
    let highest = 0;
    for (let dr = -1; dr <= 1; dr++) {
      for (let dc = -1; dc <= 1; dc++) {
        const other = heights.tile(column + dc, row + dr);
        if (other < 0 || kinds[other] === SURFACE.wall) continue;
        highest = Math.max(highest, bases[other] + (kinds[other] === SURFACE.ramp ? 1 : 0));
      }
    }
    return highest + 1;
  });
}

/**
 * The ground of a world with its inner walls, as one geometry.
 * @param cut whether inner walls are drawn low, as in an architect's model, or at full height
 */
export function terrainSurface(terrain: Terrain, theme: SceneTheme, cut: boolean): Surface {
  const surface = new Surface();
  const heights = new Heights(terrain, cut ? cutTops(terrain) : undefined);
  for (let row = 0; row < terrain.rows; row++) {
    for (let column = 0; column < terrain.columns; column++) {
      addTop(surface, heights, column, row, theme);
      for (const side of SIDES) addSide(surface, heights, column, row, side, theme);
    }
  }
  return surface;
}

function colourOf({ kinds, bases }: Terrain, tile: number, theme: SceneTheme): Color {
  if (kinds[tile] === SURFACE.wall) return new Color(theme.wall);
  const low = theme.floor(bases[tile]);
  return kinds[tile] === SURFACE.ramp ? low.lerp(theme.floor(bases[tile] + 1), 0.5) : low;
}

function addTop(surface: Surface, heights: Heights, column: number, row: number, theme: SceneTheme): void {
  const { terrain } = heights;
  const tile = heights.tile(column, row);
  const kind = terrain.kinds[tile];
  const face = kind === SURFACE.wall ? FACE.wall : kind === SURFACE.ramp ? FACE.ramp : FACE.floor;
  const colour = colourOf(terrain, tile, theme);
  const [gx, gz] = [terrain.planes[3 * tile + 1], terrain.planes[3 * tile + 2]];
  const middle = [(column + 0.5) * TILE_SIZE, (row + 0.5) * TILE_SIZE];
  const corner = (i: number, j: number): Corner => {
    const x = (column + STOPS[i]) * TILE_SIZE;
    const z = (row + STOPS[j]) * TILE_SIZE;
    const y = heights.at(tile, x, z);
    // On a ramp: coordinates uphill and across, from its middle. Floors do not use u and v.
    const u = face === FACE.ramp ? (x - middle[0]) * Math.sign(gx) + (z - middle[1]) * Math.sign(gz) : 0;
    const v = face === FACE.ramp ? (gx !== 0 ? z - middle[1] : x - middle[0]) : 0;
    return { at: [x, y, z], light: face === FACE.wall ? 1 : lightAt(heights, column, row, i, j, y), u, v };
  };
  for (let j = 0; j < 3; j++) {
    for (let i = 0; i < 3; i++) {
      const corners = [corner(i, j), corner(i, j + 1), corner(i + 1, j + 1), corner(i + 1, j)];
      surface.face(corners, colour, face);
    }
  }
}

/** Lightness of a corner: darker at a border with a neighbour that is higher there. */
function lightAt(heights: Heights, column: number, row: number, i: number, j: number, y: number): number {
  const dc = i === 0 ? -1 : i === 3 ? 1 : 0;
  const dr = j === 0 ? -1 : j === 3 ? 1 : 0;
  if (dc === 0 && dr === 0) return 1;
  const x = (column + STOPS[i]) * TILE_SIZE;
  const z = (row + STOPS[j]) * TILE_SIZE;
  const rises = (c: number, r: number): boolean => {
    if (c === 0 && r === 0) return false;
    const tile = heights.tile(column + c, row + r);
    return tile < 0 || heights.at(tile, x, z) > y + RISE;
  };
  return rises(dc, dr) || rises(dc, 0) || rises(0, dr) ? SHADED : 1;
}

function addSide(
  surface: Surface,
  heights: Heights,
  column: number,
  row: number,
  { dc, dr, from, to }: (typeof SIDES)[number],
  theme: SceneTheme,
): void {
  const { terrain } = heights;
  const tile = heights.tile(column, row);
  const other = heights.tile(column + dc, row + dr);
  const [x0, z0] = [(column + from[0]) * TILE_SIZE, (row + from[1]) * TILE_SIZE];
  const [x1, z1] = [(column + to[0]) * TILE_SIZE, (row + to[1]) * TILE_SIZE];
  const low = (x: number, z: number): number => (other < 0 ? BASE : heights.at(other, x, z));
  const rise = [heights.at(tile, x0, z0) - low(x0, z0), heights.at(tile, x1, z1) - low(x1, z1)];
  if (Math.max(...rise) <= 1e-6) return;
  // The tops of two neighbouring ramps may cross: the free part of this side ends at their intersection.
  const part = (a: number, b: number): number => (b < 0 ? a / (a - b) : 1);
  const start = rise[0] < 0 ? 1 - part(rise[1], rise[0]) : 0;
  const end = rise[1] < 0 ? part(rise[0], rise[1]) : 1;
  const colour = colourOf(terrain, tile, theme).multiplyScalar(terrain.kinds[tile] === SURFACE.wall ? 0.86 : 0.78);
  const point = (t: number): { top: Point; bottom: Point } => {
    const [x, z] = [x0 + (x1 - x0) * t, z0 + (z1 - z0) * t];
    return { top: [x, heights.at(tile, x, z), z], bottom: [x, low(x, z), z] };
  };
  const [a, b] = [point(start), point(end)];
  const corner = (at: Point, bottom: Point, t: number): Corner => {
    return { at, light: at === bottom ? 0.74 : 1, u: t * TILE_SIZE, v: at[1] - bottom[1] };
  };
  const kind = terrain.kinds[tile] === SURFACE.wall ? FACE.wall : FACE.side;
  surface.face(
    [
      corner(a.top, a.bottom, start),
      corner(a.bottom, a.bottom, start),
      corner(b.bottom, b.bottom, end),
      corner(b.top, b.bottom, end),
    ],
    colour,
    kind,
  );
}
