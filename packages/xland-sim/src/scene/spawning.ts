import { AVATAR_RADIUS, LEVEL_HEIGHT, MAX_OBJECTS } from '@open-ada/production-rules';
import { SPAWNED_SHAPES } from '../physics/object-shapes.js';
import { floorUnder, groundAt } from '../world/ground.js';
import type { SceneState } from './scene-state.js';

const DIAGONAL = Math.SQRT1_2;
/** Directions of the search for a free place, in this order. */
export const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [DIAGONAL, DIAGONAL],
  [-DIAGONAL, DIAGONAL],
  [-DIAGONAL, -DIAGONAL],
  [DIAGONAL, -DIAGONAL],
];
/** Distance between rings, and between neighbours on a ring, metres. */
export const RING_STEP = 0.25;
export const RINGS = 8;
/** Least gap between a spawn and what is there, metres. */
export const GAP = 0.03;

/** Replaces the objects that a rule consumes by those that it spawns, or does nothing. */
export class Spawning {
  /** Places of the spawns after the first: x and z of each. */
  private readonly places = new Float64Array(2 * MAX_OBJECTS);
  private first = -1;
  private second = -1;

  constructor(private readonly scene: SceneState) {}

  /** See `World.consume`. */
  replace(first: number, second: number, spawns: readonly number[]): boolean {
    this.first = first;
    this.second = second;
    for (let k = 1; k < spawns.length; k++) if (!this.findPlaceNear(k, spawns)) return false;
    const { scene } = this;
    this.witness('vanished', first);
    if (second >= 0) this.witness('vanished', second);
    scene.wakeAround(scene.items[first]);
    if (second >= 0) {
      scene.wakeAround(scene.items[second]);
      this.remove(second);
    }
    if (spawns.length === 0) this.remove(first);
    else {
      this.transform(first, spawns[0]);
      this.witness('appeared', first);
    }
    for (let k = 1; k < spawns.length; k++) this.appear(spawns[k], this.places[2 * k], this.places[2 * k + 1]);
    return true;
  }

  /** Notifies the players that see or hold an object that it vanishes or has appeared. */
  private witness(what: 'vanished' | 'appeared', objectIndex: number): void {
    const { items, players } = this.scene;
    const { type, position, size, frozen } = items[objectIndex];
    for (let p = 0; p < players.length; p++) {
      if (players[p].held !== objectIndex && !this.scene.playerSees(p, objectIndex)) continue;
      players[p][what] |= 1 << type;
      if (what !== 'vanished') continue;
      const { x, y, z } = position;
      players[p].seenToVanish.push({ objectIndex, type, position: { x, y, z }, size, frozen });
    }
  }

  /**
   * Prefers a place that can be reached from the first consumed object without a step or a fall. Otherwise takes any
   * place.
   */
  private findPlaceNear(k: number, spawns: readonly number[]): boolean {
    return this.findPlace(k, spawns, LEVEL_HEIGHT / 2) || this.findPlace(k, spawns, Number.POSITIVE_INFINITY);
  }

  /**
   * Deterministic ring search around the first consumed object for a free place on level floor.
   * @param most largest difference in height to the ground there, metres
   */
  private findPlace(k: number, spawns: readonly number[], most: number): boolean {
    const { position } = this.scene.items[this.first];
    const radius = SPAWNED_SHAPES[spawns[k]].footRadius;
    const start = SPAWNED_SHAPES[spawns[0]].footRadius + radius + GAP;
    for (let ring = 0; ring < RINGS; ring++) {
      const distance = start + ring * RING_STEP;
      for (let d = 0; d < DIRECTIONS.length; d++) {
        const x = position.x + DIRECTIONS[d][0] * distance;
        const z = position.z + DIRECTIONS[d][1] * distance;
        if (!this.isFree(x, z, radius, k, spawns) || !this.isLevel(x, z, radius, most)) continue;
        this.places[2 * k] = x;
        this.places[2 * k + 1] = z;
        return true;
      }
    }
    return false;
  }

  private isFree(x: number, z: number, radius: number, k: number, spawns: readonly number[]): boolean {
    const { scene, places } = this;
    if (!scene.room.free(x, z, radius)) return false;
    for (let j = 0; j < scene.indexCount; j++) {
      const item = scene.items[j];
      if (item.type < 0 || j === this.first || j === this.second) continue;
      if (isWithin(x - item.position.x, z - item.position.z, radius + item.shape.footRadius + GAP)) return false;
    }
    for (let p = 0; p < scene.players.length; p++) {
      const player = scene.players[p];
      if (isWithin(x - player.x, z - player.z, radius + AVATAR_RADIUS + GAP)) return false;
    }
    for (let m = 1; m < k; m++) {
      const reach = radius + SPAWNED_SHAPES[spawns[m]].footRadius + GAP;
      if (isWithin(x - places[2 * m], z - places[2 * m + 1], reach)) return false;
    }
    return true;
  }

  private isLevel(x: number, z: number, radius: number, most: number): boolean {
    const { terrain, items } = this.scene;
    const { position } = items[this.first];
    // Without a level floor, the height is NaN and the comparison is false.
    return Math.abs(floorUnder(terrain, x, z, radius) - groundAt(terrain, position.x, position.z)) <= most;
  }

  private remove(objectIndex: number): void {
    const item = this.scene.items[objectIndex];
    if (item.holder >= 0) this.scene.players[item.holder].held = -1;
    item.holder = -1;
    item.type = -1;
    item.settled = false;
    item.body.sleep();
  }

  /**
   * The first spawn keeps the object index, pose, velocity and grip of the first consumed object; where it is of the same
   * type, also size and frozenness.
   */
  private transform(objectIndex: number, type: number): void {
    const item = this.scene.items[objectIndex];
    const { position } = item;
    const { settled } = item;
    const { barriers, terrain } = this.scene;
    const bottom = position.y - item.shape.restHeight;
    if (item.type !== type || !(item.frozen || item.size !== 1)) item.become(type, SPAWNED_SHAPES[type], 1, false);
    barriers.resolve(position.x, position.z, item.shape.footRadius, bottom + LEVEL_HEIGHT / 4);
    position.x = barriers.x;
    position.z = barriers.z;
    const ground = terrain.height(position.x, position.z);
    if (item.holder >= 0) {
      position.y = Math.max(position.y, ground + item.shape.restHeight);
    } else if (settled) {
      item.settle(position.x, position.z, ground);
    } else {
      position.y += item.depth(terrain);
      item.wake();
    }
    item.body.aabbNeedsUpdate = true;
  }

  private appear(type: number, x: number, z: number): void {
    const { scene } = this;
    let objectIndex = 0;
    while (objectIndex < scene.indexCount && scene.items[objectIndex].type >= 0) objectIndex++;
    const item = scene.itemAt(objectIndex);
    if (objectIndex === scene.indexCount) scene.indexCount++;
    item.become(type, SPAWNED_SHAPES[type], 1, false);
    item.settle(x, z, scene.terrain.height(x, z));
    this.witness('appeared', objectIndex);
  }
}

const isWithin = (dx: number, dz: number, distance: number): boolean => dx * dx + dz * dz < distance * distance;
