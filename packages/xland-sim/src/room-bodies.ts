import { TILE_SIZE } from '@open-ada/production-rules';
import * as cannon from 'cannon-es';
import { type Room, WALL_HEIGHT } from './room.js';

const UP = new cannon.Vec3(0, 1, 0);
const RIGHT = new cannon.Vec3(1, 0, 0);
const tileShape = new cannon.Box(new cannon.Vec3(TILE_SIZE / 2, WALL_HEIGHT / 2, TILE_SIZE / 2));

function plane(axis: cannon.Vec3, angle: number): cannon.Body {
  const body = new cannon.Body({ type: cannon.Body.STATIC, mass: 0, shape: new cannon.Plane() });
  body.quaternion.setFromAxisAngle(axis, angle);
  return body;
}

/** The static bodies of a room: floor, four outer walls, one box per wall tile. Reused when the room changes. */
export class RoomBodies {
  readonly floor = plane(RIGHT, -Math.PI / 2);
  /** Walls at x = 0, x = width, z = 0, z = depth. */
  readonly walls = [plane(UP, Math.PI / 2), plane(UP, -Math.PI / 2), plane(UP, 0), plane(UP, Math.PI)];
  readonly tiles: cannon.Body[] = [];

  fit(room: Room): void {
    this.walls[1].position.set(room.width, 0, 0);
    this.walls[3].position.set(0, 0, room.depth);
    for (let t = 0; t < room.tiles.length; t += 2) {
      const index = t / 2;
      this.tiles[index] ??= new cannon.Body({ type: cannon.Body.STATIC, mass: 0, shape: tileShape });
      const half = TILE_SIZE / 2;
      this.tiles[index].position.set(room.tiles[t] + half, WALL_HEIGHT / 2, room.tiles[t + 1] + half);
    }
  }
}
