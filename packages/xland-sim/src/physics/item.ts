import { LEVEL_HEIGHT } from '@open-ada/production-rules';
import * as cannon from 'cannon-es';
import type { Terrain } from '../world/terrain.js';
import { OBJECT_MATERIAL } from './cannon-world.js';
import { type ObjectShape, SPAWNED_SHAPES } from './object-shapes.js';

/** How deep a resting body is in the floor when it wakes, metres. */
const SINK = 1e-3;

/** One object index of a scene: a physics body that is reused for each object at this index. */
export class Item {
  /** Index into `OBJECT_TYPES`, or -1 if there is no object. */
  type = -1;
  size = 1;
  frozen = false;
  /** Player whose hand holds the object, or -1. */
  holder = -1;
  /**
   * Whether the object stands upright on empty, level floor and sleeps. Nothing that happens to its neighbours can
   * move it.
   */
  settled = false;
  /** Number of consecutive physics steps in which the body hardly moved. */
  restSteps = 0;
  shape: ObjectShape = SPAWNED_SHAPES[0];
  readonly body: cannon.Body;
  readonly position: cannon.Vec3;
  readonly velocity: cannon.Vec3;

  constructor(readonly objectIndex: number) {
    this.body = new cannon.Body({
      mass: 1,
      shape: this.shape.collider,
      material: OBJECT_MATERIAL,
      linearDamping: 0,
      angularDamping: 0,
      allowSleep: false,
    });
    this.position = this.body.position;
    this.velocity = this.body.velocity;
  }

  get sleeping(): boolean {
    return this.body.sleepState === cannon.Body.SLEEPING;
  }

  /** Turns the object into one of this type, shape and size. The pose stays. */
  become(type: number, shape: ObjectShape, size: number, frozen: boolean): void {
    const { body } = this;
    const changed = this.shape !== shape || this.frozen !== frozen;
    this.type = type;
    this.size = size;
    this.shape = shape;
    this.frozen = frozen;
    if (!changed) return;
    body.shapes[0] = shape.collider;
    body.type = frozen ? cannon.Body.STATIC : cannon.Body.DYNAMIC;
    body.mass = frozen ? 0 : size * size * size;
    // cannon-es computes the inertia from the body's bounds. Use the bounds of an upright body at the origin, so that
    // the result does not depend on the object's pose in any bit.
    const { x, y, z, w } = body.quaternion;
    const { x: px, y: py, z: pz } = body.position;
    body.quaternion.set(0, 0, 0, 1);
    body.position.set(0, 0, 0);
    body.updateBoundingRadius();
    body.aabbNeedsUpdate = true;
    body.updateMassProperties();
    body.quaternion.set(x, y, z, w);
    body.position.set(px, py, pz);
    body.updateInertiaWorld(true);
    body.aabbNeedsUpdate = true;
  }

  /** Puts the object upright and asleep on level floor at the height `ground`. */
  settle(x: number, z: number, ground: number): void {
    const { body } = this;
    body.position.set(x, ground + this.shape.restHeight, z);
    body.quaternion.set(0, 0, 0, 1);
    body.force.set(0, 0, 0);
    body.torque.set(0, 0, 0);
    body.updateInertiaWorld(true);
    body.aabbNeedsUpdate = true;
    body.sleep();
    this.holder = -1;
    this.settled = true;
    this.restSteps = 0;
  }

  wake(): void {
    if (this.frozen) return;
    // A body exactly on the floor would have no contact in the first physics step, and would fall for one step.
    if (this.settled) this.position.y -= SINK;
    this.settled = false;
    this.restSteps = 0;
    this.body.wakeUp();
  }

  /** Removes all rotation except that about the vertical axis. */
  straighten(): void {
    const { body } = this;
    const { y, w } = body.quaternion;
    const length = Math.sqrt(y * y + w * w);
    if (length > 1e-6) body.quaternion.set(0, y / length, 0, w / length);
    else body.quaternion.set(0, 0, 0, 1);
    body.updateInertiaWorld(true);
    body.aabbNeedsUpdate = true;
  }

  /**
   * How far the object must be lifted to be clear of the ground, metres; 0 if it is clear. Steps beside it are
   * ignored.
   */
  depth(terrain: Terrain): number {
    const { corners, restHeight } = this.shape;
    const { x: px, y: py, z: pz } = this.position;
    if (corners.length === 0) {
      const rest = terrain.flat ? restHeight : terrain.height(px, pz) + restHeight * terrain.steepness(px, pz);
      return Math.max(0, rest - py);
    }
    const { x, y, z, w } = this.body.quaternion;
    let deepest = 0;
    for (let c = 0; c < corners.length; c += 3) {
      const cx = corners[c];
      const cy = corners[c + 1];
      const cz = corners[c + 2];
      const up = 2 * (x * y + w * z) * cx + (1 - 2 * (x * x + z * z)) * cy + 2 * (y * z - w * x) * cz;
      let ground = 0;
      if (!terrain.flat) {
        const right = (1 - 2 * (y * y + z * z)) * cx + 2 * (x * y - w * z) * cy + 2 * (x * z + w * y) * cz;
        const back = 2 * (x * z - w * y) * cx + 2 * (y * z + w * x) * cy + (1 - 2 * (x * x + y * y)) * cz;
        ground = terrain.height(px + right, pz + back);
        // Ground that is this much higher than the centre is the face of a step.
        if (ground > py + LEVEL_HEIGHT / 4) continue;
      }
      const below = ground - (py + up);
      if (below > deepest) deepest = below;
    }
    return deepest;
  }
}
