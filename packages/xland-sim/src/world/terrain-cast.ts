import { TILE_SIZE } from '@open-ada/production-rules';

/**
 * Kinds of surfaces that a ray can hit: none; floor; the surface of a ramp; a vertical face of floor or ramp; a wall.
 */
export const SURFACE = { none: 0, floor: 1, ramp: 2, cliff: 3, wall: 4 } as const;

/** What ray casting needs to know of the ground. `Terrain` implements it. */
interface TileSurfaces {
  readonly columns: number;
  readonly rows: number;
  /** For each tile the coefficients of its plane: height at x = z = 0, slope along x, slope along z. */
  readonly planes: Float64Array;
  /** Value of `SURFACE` for each tile. */
  readonly kinds: Uint8Array;
  readonly top: number;
  tileAt(x: number, z: number): number;
}

/** Where a ray hits the terrain. */
export interface Hit {
  /** Value of `SURFACE`. */
  kind: number;
  /** Outward unit normal. */
  nx: number;
  ny: number;
  nz: number;
  /** Index of the tile; -1 for the outer walls and for no hit. */
  tile: number;
}

export const noHit = (): Hit => ({ kind: SURFACE.none, nx: 0, ny: 0, nz: 0, tile: -1 });

/** A point this far below a surface still counts as on it, metres. */
const SKIN = 1e-9;

function meet(hit: Hit, kind: number, nx: number, ny: number, nz: number, tile: number): void {
  hit.kind = kind;
  hit.nx = nx;
  hit.ny = ny;
  hit.nz = nz;
  hit.tile = tile;
}

const boundary = (index: number, step: number): number => (step > 0 ? index + 1 : index) * TILE_SIZE;

/**
 * Follows a ray from tile to tile (Amanatides and Woo, "A Fast Voxel Traversal Algorithm", 1987). The surface of a
 * tile is one plane, so the ray hits it where its height above that plane changes sign. A ray that begins below the
 * ground ends at once.
 * @returns the length travelled in units of the direction, or `far` if nothing is hit
 */
export function traceTerrain(
  terrain: TileSurfaces,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  far: number,
  hit: Hit,
): number {
  const { columns, rows, planes, kinds, top } = terrain;
  const start = terrain.tileAt(ox, oz);
  let column = start % columns;
  let row = (start - column) / columns;
  const stepX = dx > 0 ? 1 : -1;
  const stepZ = dz > 0 ? 1 : -1;
  let nextX = dx === 0 ? Number.POSITIVE_INFINITY : (boundary(column, stepX) - ox) / dx;
  let nextZ = dz === 0 ? Number.POSITIVE_INFINITY : (boundary(row, stepZ) - oz) / dz;
  let along = 0;
  let alongX = true;
  for (;;) {
    const tile = row * columns + column;
    const p = 3 * tile;
    const gx = planes[p + 1];
    const gz = planes[p + 2];
    const above = oy - planes[p] - gx * ox - gz * oz;
    const rate = dy - gx * dx - gz * dz;
    if (above + along * rate < -SKIN) {
      const kind = kinds[tile] === SURFACE.wall ? SURFACE.wall : SURFACE.cliff;
      if (along === 0) meet(hit, kinds[tile], 0, 1, 0, tile);
      else if (alongX) meet(hit, kind, -stepX, 0, 0, tile);
      else meet(hit, kind, 0, 0, -stepZ, tile);
      return along;
    }
    const leave = Math.min(nextX, nextZ, far);
    if (above + leave * rate < -SKIN) {
      const scale = 1 / Math.sqrt(gx * gx + gz * gz + 1);
      meet(hit, kinds[tile], -gx * scale, scale, -gz * scale, tile);
      return Math.max(along, -above / rate);
    }
    if (leave >= far) break;
    along = leave;
    alongX = nextX <= nextZ;
    if (alongX) {
      column += stepX;
      nextX = (boundary(column, stepX) - ox) / dx;
    } else {
      row += stepZ;
      nextZ = (boundary(row, stepZ) - oz) / dz;
    }
    if (column >= 0 && column < columns && row >= 0 && row < rows) continue;
    if (oy + along * dy >= top) break;
    meet(hit, SURFACE.wall, alongX ? -stepX : 0, 0, alongX ? 0 : -stepZ, -1);
    return along;
  }
  meet(hit, SURFACE.none, 0, 0, 0, -1);
  return far;
}
