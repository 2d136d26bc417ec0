import { COLOURS, MAX_OBJECTS } from '@open-ada/production-rules';
import type { Item } from '../physics/item.js';
import { EYE_HEIGHT } from '../scene/player.js';
import type { Scene } from '../scene/scene.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { secondsPerStep } from '../settings/time.js';
import type { Sighting } from './sightings.js';
import { type Ways, WayWriter } from './ways.js';

/** Indices and squared distances of the seen objects, nearest first. Buffers of `Entities`. */
const seen = new Int32Array(MAX_OBJECTS);
const squares = new Float64Array(MAX_OBJECTS);

/**
 * Collects the objects that a player sees, sorted by distance on the floor plane (ties by object index). Returns their
 * number.
 */
function collect(scene: Scene, index: number): number {
  const player = scene.players[index];
  let count = 0;
  for (let j = 0; j < scene.indexCount; j++) {
    const item = scene.items[j];
    if (item.type < 0) continue;
    if (item.holder !== index && !scene.playerSees(index, j)) continue;
    const dx = item.position.x - player.x;
    const dz = item.position.z - player.z;
    const square = dx * dx + dz * dz;
    let at = count++;
    for (; at > 0 && squares[at - 1] > square; at--) {
      squares[at] = squares[at - 1];
      seen[at] = seen[at - 1];
    }
    squares[at] = square;
    seen[at] = j;
  }
  return count;
}

/** An object to write a row of. */
type Thing = Pick<Item, 'type' | 'size' | 'frozen'> & { position: Point; velocity: Point; holder: number };
interface Point {
  x: number;
  y: number;
  z: number;
}
/** What a player knows beyond what it sees, where the settings have it told of that. */
interface Known {
  /** Objects that it saw before this step, in any order. */
  recalled?: { objects: readonly Sighting[]; step: number };
  /** From where it stands. */
  ways?: Ways;
}
const AT_REST: Point = { x: 0, y: 0, z: 0 };

/**
 * The objects that a player sees: one row each, nearest first. With the setting `recall`, those follow that it saw
 * before, nearest first. Rows after the last object are zero.
 */
export class Entities {
  private readonly most: number;
  private readonly row: number;
  private readonly present: number;
  private readonly shape: number;
  private readonly colour: number;
  private readonly size: number;
  private readonly frozen: number;
  private readonly held: number;
  private readonly position: number;
  private readonly distance: number;
  private readonly bearing: number;
  private readonly velocity: number;
  // -1 where the settings omit them.
  private readonly aimed: number;
  private readonly place: number;
  private readonly height: number;
  private readonly outOfView: number;
  private readonly perPosition: number;
  private readonly perDistance: number;
  private readonly perVelocity: number;
  private readonly perPlace: number;
  private readonly perHeight: number;
  /** Of one step, as the feature `outOfView` says it. */
  private readonly perStep: number;
  private readonly way: WayWriter | undefined;

  constructor(
    private readonly part: ObservationPart,
    settings: SimulationSettings,
  ) {
    const { aim, places, recall, ways } = settings;
    [this.most, this.row] = part.shape;
    const at = (name: string) => featureOf(part, name).offset;
    this.present = at('present');
    this.shape = at('shape');
    this.colour = at('colour');
    this.size = at('size');
    this.frozen = at('frozen');
    this.held = at('held');
    this.position = at('position');
    this.distance = at('distance');
    this.bearing = at('bearing');
    this.velocity = at('velocity');
    this.aimed = aim ? at('aimed') : -1;
    this.place = places ? at('place') : -1;
    this.height = places ? at('height') : -1;
    if (ways) this.way = new WayWriter(part);
    this.outOfView = recall ? at('outOfView') : -1;
    const per = (name: string) => 1 / scaleOf(part, name);
    this.perPosition = per('position');
    this.perDistance = per('distance');
    this.perVelocity = per('velocity');
    this.perPlace = places ? per('place') : 0;
    this.perHeight = places ? per('height') : 0;
    this.perStep = recall ? secondsPerStep(settings) * per('outOfView') : 0;
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write(scene: Scene, index: number, into: Float32Array, base: number, { recalled, ways }: Known): void {
    const player = scene.players[index];
    const count = Math.min(collect(scene, index), this.most);
    const target = this.aimed < 0 ? -1 : scene.hand.target(scene, index);
    let row = base + this.part.offset;
    for (let k = 0; k < count; k++, row += this.row) {
      this.writeRow(scene, index, scene.items[seen[k]], squares[k], into, row, ways);
      if (seen[k] === target) into[row + this.aimed] = 1;
    }
    if (recalled === undefined) return;
    const squareOf = ({ position: { x, z } }: Sighting): number => (x - player.x) ** 2 + (z - player.z) ** 2;
    const nearest = recalled.objects.toSorted((a, b) => squareOf(a) - squareOf(b)).slice(0, this.most - count);
    for (const sighting of nearest) {
      const { type, position, size, frozen } = sighting;
      const thing = { type, position, size, frozen, velocity: AT_REST, holder: -1 };
      this.writeRow(scene, index, thing, squareOf(sighting), into, row, ways);
      into[row + this.outOfView] = (recalled.step - sighting.step) * this.perStep;
      row += this.row;
    }
  }

  /** @param square of the distance on the floor plane, m². @param row its first float */
  private writeRow(
    scene: Scene,
    index: number,
    thing: Thing,
    square: number,
    into: Float32Array,
    row: number,
    ways: Ways | undefined,
  ): void {
    const player = scene.players[index];
    const { room } = scene;
    const { perPosition, perDistance, perVelocity } = this;
    const { position, velocity, type } = thing;
    const dx = position.x - player.x;
    const dz = position.z - player.z;
    const right = player.right(dx, dz);
    const forward = player.forward(dx, dz);
    const distance = Math.sqrt(square);
    const shape = (type / COLOURS.length) | 0;
    into[row + this.present] = 1;
    into[row + this.shape + shape] = 1;
    into[row + this.colour + type - shape * COLOURS.length] = 1;
    into[row + this.size] = thing.size;
    into[row + this.frozen] = thing.frozen ? 1 : 0;
    into[row + this.held] = thing.holder === index ? 1 : 0;
    const at = row + this.position;
    into[at] = right * perPosition;
    into[at + 1] = (position.y - (player.y + EYE_HEIGHT)) * perPosition;
    into[at + 2] = forward * perPosition;
    into[row + this.distance] = distance * perDistance;
    into[row + this.bearing] = distance > 0 ? right / distance : 0;
    into[row + this.bearing + 1] = distance > 0 ? forward / distance : 1;
    const moves = row + this.velocity;
    into[moves] = player.right(velocity.x, velocity.z) * perVelocity;
    into[moves + 1] = velocity.y * perVelocity;
    into[moves + 2] = player.forward(velocity.x, velocity.z) * perVelocity;
    const way = ways?.to(player, position.x, position.z);
    if (way) this.way?.write(way, player, into, row);
    if (this.place < 0) return;
    into[row + this.place] = (position.x - room.width / 2) * this.perPlace;
    into[row + this.place + 1] = (position.z - room.depth / 2) * this.perPlace;
    into[row + this.height] = position.y * this.perHeight;
  }
}
