import { TILE_SIZE } from '@open-ada/production-rules';
import * as cannon from 'cannon-es';
import { Room, WALL_HEIGHT } from '../world/room.js';
import type { Terrain } from '../world/terrain.js';
import type { CannonWorld } from './cannon-world.js';
import type { Item } from './item.js';
import { cosine, sine } from './trigonometry.js';

/** Bodies whose bounds come this close are passed to the solver together, metres. */
export const MARGIN = 0.03;
/** Smallest distance of a body's centre from a wall, as a multiple of half its width. */
export const WALL_INSET = 0.9;

const UP = new cannon.Vec3(0, 1, 0);
const RIGHT = new cannon.Vec3(1, 0, 0);
const tileShape = new cannon.Box(new cannon.Vec3(TILE_SIZE / 2, WALL_HEIGHT / 2, TILE_SIZE / 2));

/** Creates a static body. */
export const immovable = (shape: cannon.Shape, material?: cannon.Material): cannon.Body =>
  new cannon.Body({ type: cannon.Body.STATIC, mass: 0, shape, material });

function plane(axis: cannon.Vec3, angle: number): cannon.Body {
  const body = immovable(new cannon.Plane());
  const sin = sine(angle / 2);
  body.quaternion.set(axis.x * sin, axis.y * sin, axis.z * sin, cosine(angle / 2));
  return body;
}

/**
 * The immovable bodies of a flat room: floor, four outer walls, one box per wall tile. They are reused when the room
 * changes.
 */
export class RoomBodies {
  readonly floor = plane(RIGHT, -Math.PI / 2);
  /** Walls at x = 0, x = width, z = 0, z = depth. */
  readonly walls = [plane(UP, Math.PI / 2), plane(UP, -Math.PI / 2), plane(UP, 0), plane(UP, Math.PI)];
  readonly tiles: cannon.Body[] = [];
  protected room = new Room({ rows: ['0'] });

  fit({ room }: Terrain): void {
    this.fitWalls(room);
    for (let t = 0; t < room.tiles.length; t += 2) {
      const index = t / 2;
      this.tiles[index] ??= immovable(tileShape);
      const half = TILE_SIZE / 2;
      this.tiles[index].position.set(room.tiles[t] + half, WALL_HEIGHT / 2, room.tiles[t + 1] + half);
    }
  }

  protected fitWalls(room: Room): void {
    this.room = room;
    this.walls[1].position.set(room.width, 0, 0);
    this.walls[3].position.set(0, 0, room.depth);
  }

  /** Makes a loose object collide with the static bodies that it may touch in this physics step. */
  pair(world: CannonWorld, item: Item): void {
    const { room } = this;
    const { position, body } = item;
    const reach = item.shape.boundingRadius + MARGIN;
    if (position.y < reach) world.pair(this.floor, body);
    this.pairWalls(world, item, reach);
    for (let t = 0; t < room.tiles.length; t += 2) {
      const dx = position.x - room.tiles[t] - TILE_SIZE / 2;
      const dz = position.z - room.tiles[t + 1] - TILE_SIZE / 2;
      if (Math.abs(dx) > TILE_SIZE / 2 + reach || Math.abs(dz) > TILE_SIZE / 2 + reach) continue;
      world.meet(this.tiles[t / 2], body);
    }
  }

  protected pairWalls(world: CannonWorld, { position, body }: Item, reach: number): void {
    const { room } = this;
    if (position.x < reach) world.meet(this.walls[0], body);
    if (position.x > room.width - reach) world.meet(this.walls[1], body);
    if (position.z < reach) world.meet(this.walls[2], body);
    if (position.z > room.depth - reach) world.meet(this.walls[3], body);
  }

  /** Keeps an object's centre inside the room. The solver lets bodies sink a little into static bodies. */
  contain(item: Item): void {
    const { room } = this;
    const { position, velocity, shape } = item;
    if (room.resolve(position.x, position.z, WALL_INSET * shape.halfWidth)) {
      position.x = room.x;
      position.z = room.z;
    }
    if (position.y < 0) {
      position.y = shape.restHeight;
      if (velocity.y < 0) velocity.y = 0;
    }
  }
}
