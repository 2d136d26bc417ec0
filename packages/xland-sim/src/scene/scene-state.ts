import type { Item } from '../physics/item.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { Barriers } from '../world/barriers.js';
import type { Room } from '../world/room.js';
import type { Terrain } from '../world/terrain.js';
import type { Player } from './player.js';
import type { View } from './view.js';

/** The part of a scene that walking, hands and spawning read and change. */
export interface SceneState {
  readonly settings: SimulationSettings;
  readonly items: Item[];
  /** Number of object indices in use, including empty ones between them. */
  indexCount: number;
  readonly players: Player[];
  readonly room: Room;
  readonly terrain: Terrain;
  readonly barriers: Barriers;
  readonly view: View;
  /** The item at an index. It is created on first use. */
  itemAt(index: number): Item;
  /** Whether the player's body and the object are at the same height. */
  level(player: Player, item: Item): boolean;
  /** Wakes objects that may lean or stand on an object that is about to leave its place. */
  wakeAround(item: Item): void;
  playerSees(player: number, objectIndex: number): boolean;
  /** Whether nothing is between a player's eye and an object. */
  unobstructed(player: number, objectIndex: number): boolean;
}
