import {
  AVATAR_HEIGHT,
  AVATAR_RADIUS,
  MAX_OBJECTS,
  OBJECT_TYPES,
  type Task,
  type World,
} from '@open-ada/production-rules';
import { PHYSICS_DT } from '../physics/cannon-world.js';
import { itemsTouch } from '../physics/contact.js';
import { Item } from '../physics/item.js';
import type { Motion } from '../physics/motion.js';
import { objectShape, quantisedSize } from '../physics/object-shapes.js';
import { RoomBodies } from '../physics/room-bodies.js';
import { TerrainBodies } from '../physics/terrain-bodies.js';
import type { SimulationSettings } from '../settings/settings.js';
import { Barriers } from '../world/barriers.js';
import { Room } from '../world/room.js';
import { Terrain } from '../world/terrain.js';
import { followGround, STEP_HEIGHT } from './footing.js';
import { Hand } from './hand.js';
import { Player } from './player.js';
import * as predicates from './predicates.js';
import type { SceneState } from './scene-state.js';
import { separate } from './separate.js';
import { Spawning } from './spawning.js';
import { View } from './view.js';
import { walk } from './walk.js';

/** One world with its objects and players. The rule engine queries and changes it. */
export class Scene implements World, SceneState {
  indexCount = 0;
  readonly items: Item[] = [];
  readonly players: Player[] = [];
  readonly hand: Hand;
  readonly view: View;
  /** The walls seen from above, with the ground. */
  room: Room = new Room({ rows: ['0'] });
  terrain: Terrain = new Terrain(this.room);
  barriers: Barriers = new Barriers(this.terrain);
  /** The static bodies of the current map: one of the two below. */
  private statics: RoomBodies = new RoomBodies();
  private readonly flatBodies: RoomBodies = this.statics;
  private layeredBodies: TerrainBodies | undefined;
  private readonly spawning = new Spawning(this);

  constructor(
    readonly settings: SimulationSettings,
    private readonly motion: Motion,
  ) {
    this.hand = new Hand(settings);
    this.view = new View(settings);
  }

  /** Loads the map and the number of players of a task. `begin` places the objects. */
  load(task: Task): void {
    const { map } = this.room;
    const { rows } = task.world;
    if (rows.length !== map.rows.length || rows.some((row, r) => row !== map.rows[r])) {
      this.room = new Room(task.world);
      this.terrain = new Terrain(this.room);
      this.barriers = new Barriers(this.terrain);
      this.statics = this.terrain.flat ? this.flatBodies : this.bodiesOfLayers();
      this.statics.fit(this.terrain);
    }
    if (task.players.length === 0) throw new Error(`Task "${task.name}" has no player; give it one start position.`);
    if (task.objects.length > MAX_OBJECTS) {
      throw new Error(`Task "${task.name}" has ${task.objects.length} objects, a world holds ${MAX_OBJECTS}.`);
    }
    this.players.length = Math.min(this.players.length, task.players.length);
    while (this.players.length < task.players.length) this.players.push(new Player());
  }

  private bodiesOfLayers(): TerrainBodies {
    this.layeredBodies ??= new TerrainBodies();
    return this.layeredBodies;
  }

  /** Resets the world to the start of a trial. Objects stand on the floor, asleep. */
  begin(task: Task, headings: readonly number[]): void {
    const { objects } = task;
    for (let objectIndex = 0; objectIndex < objects.length; objectIndex++) {
      const { type, at, size, frozen } = objects[objectIndex];
      const index = OBJECT_TYPES.indexOf(type);
      const item = this.itemAt(objectIndex);
      item.become(index, objectShape(index, size), quantisedSize(size), frozen);
      item.settle(at[0], at[1], this.terrain.height(at[0], at[1]));
    }
    for (let objectIndex = objects.length; objectIndex < this.items.length; objectIndex++)
      this.items[objectIndex].type = -1;
    this.indexCount = objects.length;
    for (let p = 0; p < this.players.length; p++) {
      const { at } = task.players[p];
      const ground = this.terrain.height(at[0], at[1]);
      this.players[p].place(at[0], ground, at[1], headings[p], this.settings.hand.start);
    }
  }

  /** Advances by one physics step: players walk and push, objects move, hands carry. */
  physicsStep(): void {
    const { players } = this;
    for (let p = 0; p < players.length; p++) {
      const player = players[p];
      player.vx = -player.x;
      player.vz = -player.z;
      walk(this, player);
    }
    this.motion.step(this.items, this.indexCount, this.statics);
    for (let p = 0; p < players.length; p++) this.keepApart(players[p]);
    if (players.length > 1) separate(this, players[0], players[1]);
    for (let p = 0; p < players.length; p++) {
      const player = players[p];
      followGround(this.terrain, player);
      player.vx = (player.vx + player.x) / PHYSICS_DT;
      player.vz = (player.vz + player.z) / PHYSICS_DT;
      this.hand.carry(this, player);
    }
  }

  /** The item at an index. It is created on first use. */
  itemAt(index: number): Item {
    while (this.items.length <= index) this.items.push(new Item(this.items.length));
    return this.items[index];
  }

  /** Whether the player's body and the object are at the same height. */
  level(player: Player, { position, shape }: Item): boolean {
    return position.y - shape.restHeight < player.y + AVATAR_HEIGHT && position.y + shape.topHeight > player.y;
  }

  /** Wakes objects that may lean or stand on an object that is about to leave its place. */
  wakeAround(item: Item): void {
    for (let j = 0; j < this.indexCount; j++) {
      const other = this.items[j];
      if (other === item || other.type < 0 || other.settled || other.holder >= 0) continue;
      if (itemsTouch(item, other)) other.wake();
    }
  }

  typeOf(objectIndex: number): number {
    return this.items[objectIndex].type;
  }

  near(a: number, b: number): boolean {
    return predicates.near(this.items[a], this.items[b]);
  }

  touching(a: number, b: number): boolean {
    return predicates.touching(this.items[a], this.items[b]);
  }

  sees(a: number, b: number): boolean {
    return predicates.sees(this, a, b);
  }

  playerNear(player: number, objectIndex: number): boolean {
    return predicates.playerNear(this.players[player], this.items[objectIndex]);
  }

  playerTouching(player: number, objectIndex: number): boolean {
    return predicates.playerTouching(this, this.players[player], this.items[objectIndex]);
  }

  playerSees(player: number, objectIndex: number): boolean {
    return predicates.playerSees(this, player, objectIndex);
  }

  playerSeesPoint(player: number, x: number, y: number, z: number, except: number): boolean {
    return predicates.playerSeesPoint(this, player, x, y, z, except);
  }

  playerOverlooks(player: number, x: number, y: number, z: number): boolean {
    return predicates.playerOverlooks(this, player, x, y, z);
  }

  playerSeesPlayer(player: number, other: number): boolean {
    return predicates.playerSeesPlayer(this, player, other);
  }

  heldBy(player: number): number {
    return player < this.players.length ? this.players[player].held : -1;
  }

  consume(first: number, second: number, spawns: readonly number[]): boolean {
    return this.spawning.replace(first, second, spawns);
  }

  unobstructed(player: number, objectIndex: number): boolean {
    return predicates.unobstructed(this, player, objectIndex);
  }

  /** An object that could not move away stops the player. The player is moved back, at most at walking speed. */
  private keepApart(player: Player): void {
    const most = this.settings.speed * PHYSICS_DT;
    for (let j = 0; j < this.indexCount; j++) {
      const item = this.items[j];
      if (item.type < 0 || item.holder >= 0) continue;
      const dx = player.x - item.position.x;
      const dz = player.z - item.position.z;
      const reach = AVATAR_RADIUS + item.shape.footRadius;
      const square = dx * dx + dz * dz;
      if (square >= reach * reach || square === 0 || !this.level(player, item)) continue;
      const distance = Math.sqrt(square);
      const back = Math.min(reach - distance, most) / distance;
      const { barriers } = this;
      barriers.resolve(player.x + dx * back, player.z + dz * back, AVATAR_RADIUS, player.y + STEP_HEIGHT);
      player.x = barriers.x;
      player.z = barriers.z;
    }
  }
}
