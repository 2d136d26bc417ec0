import { LEVEL_HEIGHT, MAX_LEVEL, TILE_SIZE } from '@open-ada/production-rules';
import * as cannon from 'cannon-es';
import { Barriers } from '../world/barriers.js';
import { mergeTiles } from '../world/merge-tiles.js';
import { type Terrain, tileIndex } from '../world/terrain.js';
import { SURFACE } from '../world/terrain-cast.js';
import { type CannonWorld, RAMP_MATERIAL } from './cannon-world.js';
import type { Item } from './item.js';
import { immovable, MARGIN, RoomBodies, WALL_INSET } from './room-bodies.js';

const HALF = TILE_SIZE / 2;
const boxes = new Map<number, cannon.Box>();

/** A box of whole tiles, created on first use. */
function boxShape(columns: number, rows: number, height: number): cannon.Box {
  const key = (columns * 64 + rows) * 64 + height;
  let box = boxes.get(key);
  if (box === undefined) {
    box = new cannon.Box(new cannon.Vec3(columns * HALF, height / 2, rows * HALF));
    boxes.set(key, box);
  }
  return box;
}

/** The part of a ramp above its low edge: a prism over one tile that rises in the direction (dx, dz). */
function wedge(dx: number, dz: number): cannon.ConvexPolyhedron {
  const corner = (along: number, across: number, y: number): cannon.Vec3 =>
    new cannon.Vec3(HALF * (along * dx - across * dz), y, HALF * (along * dz + across * dx));
  const low = [corner(-1, -1, 0), corner(-1, 1, 0)];
  const foot = [corner(1, -1, 0), corner(1, 1, 0)];
  const edge = [corner(1, -1, LEVEL_HEIGHT), corner(1, 1, LEVEL_HEIGHT)];
  const faces = [
    [0, 2, 3, 1],
    [2, 4, 5, 3],
    [0, 1, 5, 4],
    [0, 4, 2],
    [1, 3, 5],
  ];
  return new cannon.ConvexPolyhedron({ vertices: [...low, ...foot, ...edge], faces });
}

const WEDGES = { east: wedge(1, 0), west: wedge(-1, 0), south: wedge(0, 1), north: wedge(0, -1) };

/** The wedge that rises in the direction of the slope (gx, gz). */
function wedgeOf(gx: number, gz: number): cannon.ConvexPolyhedron {
  if (gx !== 0) return gx > 0 ? WEDGES.east : WEDGES.west;
  return gz > 0 ? WEDGES.south : WEDGES.north;
}

/** Rotates a plane to the slope (gx, gz). In its own frame the plane's normal is +z. */
function incline(body: cannon.Body, gx: number, gz: number): void {
  const scale = 1 / Math.sqrt(gx * gx + gz * gz + 1);
  body.quaternion.set(-scale, -gx * scale, 0, 1 - gz * scale);
  body.quaternion.normalize();
}

/**
 * The immovable bodies of a layered world. An object that can only meet one surface collides with an infinite plane.
 * A plane has no seams and is as cheap as a flat room. Near steps, ramp ends and walls, an object collides with
 * solids: boxes merged from tiles, and wedges.
 */
export class TerrainBodies extends RoomBodies {
  private terrain: Terrain | undefined;
  private barriers: Barriers | undefined;
  /** The floor of each level. */
  private readonly levels = Array.from({ length: MAX_LEVEL + 1 }, (_, level) => {
    const body = immovable(new cannon.Plane());
    incline(body, 0, 0);
    body.position.set(0, level * LEVEL_HEIGHT, 0);
    return body;
  });
  /**
   * Bodies that are reused from world to world. The entries of `blockOf` and `rampOf` say which are in use. A ramp
   * has a wedge and a slope.
   */
  private readonly blocks: cannon.Body[] = [];
  private readonly wedges: cannon.Body[] = [];
  private readonly slopes: cannon.Body[] = [];
  /** Index of the body that fills each tile, or -1. */
  private blockOf = new Int16Array(0);
  private rampOf = new Int16Array(0);
  private readonly met: cannon.Body[] = [];

  override fit(terrain: Terrain): void {
    this.fitWalls(terrain.room);
    this.terrain = terrain;
    this.barriers = new Barriers(terrain);
    this.blockOf = new Int16Array(terrain.kinds.length).fill(-1);
    this.rampOf = new Int16Array(terrain.kinds.length).fill(-1);
    this.fitBlocks(terrain);
    let ramps = 0;
    for (let t = 0; t < terrain.kinds.length; t++) {
      if (terrain.kinds[t] === SURFACE.ramp) this.fitRamp(terrain, t, ramps++);
    }
  }

  private fitBlocks({ columns, kinds, bases, top }: Terrain): void {
    const heights = bases.map((base, t) => (kinds[t] === SURFACE.wall ? top : base));
    mergeTiles(heights, columns).forEach(({ value, c0, c1, r0, r1 }, index) => {
      const shape = boxShape(c1 - c0 + 1, r1 - r0 + 1, value);
      this.blocks[index] ??= immovable(shape);
      this.blocks[index].shapes[0] = shape;
      this.blocks[index].position.set((c0 + c1 + 1) * HALF, value / 2, (r0 + r1 + 1) * HALF);
      for (let r = r0; r <= r1; r++) this.blockOf.fill(index, r * columns + c0, r * columns + c1 + 1);
    });
  }

  private fitRamp({ columns, bases, planes }: Terrain, tile: number, index: number): void {
    const column = tile % columns;
    const x = column * TILE_SIZE + HALF;
    const z = ((tile - column) / columns) * TILE_SIZE + HALF;
    const gx = planes[3 * tile + 1];
    const gz = planes[3 * tile + 2];
    this.wedges[index] ??= immovable(WEDGES.east, RAMP_MATERIAL);
    this.wedges[index].shapes[0] = wedgeOf(gx, gz);
    this.wedges[index].position.set(x, bases[tile], z);
    this.slopes[index] ??= immovable(new cannon.Plane(), RAMP_MATERIAL);
    this.slopes[index].position.set(x, bases[tile] + LEVEL_HEIGHT / 2, z);
    incline(this.slopes[index], gx, gz);
    this.rampOf[tile] = index;
  }

  override pair(world: CannonWorld, item: Item): void {
    const terrain = this.terrain!;
    const { body } = item;
    const { x, y, z } = body.position;
    const reach = item.shape.boundingRadius + MARGIN;
    this.pairWalls(world, item, reach);
    const under = terrain.surfaceUnder(x, z, reach);
    if (under >= 0 && terrain.kinds[under] !== SURFACE.wall) {
      const slanted = this.rampOf[under];
      const surface = slanted >= 0 ? this.slopes[slanted] : this.levels[terrain.bases[under] / LEVEL_HEIGHT];
      if (y - terrain.height(x, z) < 2 * reach) world.meet(surface, body);
      return;
    }
    this.pairSolids(world, terrain, item, reach);
  }

  private pairSolids(world: CannonWorld, { columns, rows, bases }: Terrain, item: Item, reach: number): void {
    const { met } = this;
    const { body } = item;
    const { x, y, z } = body.position;
    if (y < reach) world.meet(this.floor, body);
    met.length = 0;
    const c0 = tileIndex(x - reach, columns);
    const c1 = tileIndex(x + reach, columns);
    const r0 = tileIndex(z - reach, rows);
    const r1 = tileIndex(z + reach, rows);
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        const tile = r * columns + c;
        const block = this.blocks[this.blockOf[tile]];
        if (block !== undefined && y - reach < 2 * block.position.y && !met.includes(block)) met.push(block);
        const ramp = this.rampOf[tile];
        if (ramp >= 0 && y - reach < bases[tile] + LEVEL_HEIGHT) met.push(this.wedges[ramp]);
      }
    }
    for (let k = 0; k < met.length; k++) world.meet(met[k], body);
  }

  /** Keeps the centre out of walls and of the faces of steps, and above the ground. */
  override contain(item: Item): void {
    const terrain = this.terrain!;
    const barriers = this.barriers!;
    const { position, velocity, shape } = item;
    const inset = WALL_INSET * shape.halfWidth;
    // On a ramp the ground rises by half the inset towards its uphill side.
    if (barriers.resolve(position.x, position.z, inset, position.y + inset / 2)) {
      position.x = barriers.x;
      position.z = barriers.z;
    }
    const ground = terrain.height(position.x, position.z);
    if (position.y >= ground) return;
    position.y = ground + shape.restHeight;
    if (velocity.y < 0) velocity.y = 0;
  }
}
