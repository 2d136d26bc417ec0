import {
  AVATAR_RADIUS,
  NEAR_DISTANCE,
  OBJECT_TYPES,
  type ObjectType,
  type PredicateName,
} from '@open-ada/production-rules';
import type { EnvironmentState, ObjectState, PlayerState } from '../../environment/environment-state.js';
import type { Way } from '../../observation/ways.js';
import { type ObjectShape, objectShape } from '../../physics/object-shapes.js';
import { segmentMeetsCylinder } from '../../physics/sight.js';
import { TALL_CONE } from '../../scene/hand.js';
import { AVATAR_CENTRE, AVATAR_HEIGHT, CARRY_CLEARANCE, EYE_HEIGHT, radians } from '../../scene/player.js';
import type { SimulationSettings } from '../../settings/settings.js';
import type { WalkGrid } from './grid.js';
import type { RouteFinder } from './route.js';
import type { Trail } from './trail.js';

/** Safety margin between the edge of a cone and the angle that the oracle relies on, degrees. */
const CONE_MARGIN = 1;
const REACH_MARGIN = 0.02;
/**
 * In half widths: the distance from its axis beyond which an object certainly does not hide, and within which it
 * certainly hides.
 */
const HIDES_MOST = 1.42;
export const HIDES_LEAST = 0.9;
/** Distance to which the avatar comes near an object, or brings one near another, metres: a little less than 1. */
export const NEAR = NEAR_DISTANCE - 0.12;
/** From where something carried at arm's length is near an object: on the floor plane, and in height, metres. */
const BESIDE = 1.7;
const BESIDE_HEIGHT = 0.5;

export const shapeOf = ({ type, size }: ObjectState): ObjectShape => objectShape(OBJECT_TYPES.indexOf(type), size);

/** Distance on the floor plane, metres. */
export const flatDistance = (a: ObjectState, x: number, z: number): number =>
  Math.hypot(a.position[0] - x, a.position[2] - z);

/** Distance of the centres of two objects, metres. */
export const apart = (a: ObjectState, b: ObjectState): number =>
  Math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1], a.position[2] - b.position[2]);

/** Turn from a heading towards a point, radians, positive to the left. */
export function bearing(x: number, z: number, heading: number, toX: number, toZ: number): number {
  const error = Math.atan2(x - toX, z - toZ) - heading;
  return error - 2 * Math.PI * Math.round(error / (2 * Math.PI));
}

/** The state of one environment at one step, with the queries that the oracle needs. */
export class Situation {
  readonly me: PlayerState;
  readonly objects: ObjectState[];
  readonly grid: WalkGrid;
  readonly held: ObjectState | undefined;
  /** What the tolls are laid for at present, see `layTolls`. */
  tollKey = '';
  /** The way that is followed while nothing changes; undefined: each step looks for one. */
  trail: Trail | undefined;
  /** Ways as the observation tells of them; undefined: the avatar goes its own ways. */
  wayTo: ((x: number, z: number) => Way | undefined) | undefined;

  constructor(
    state: Pick<EnvironmentState, 'players' | 'objects'>,
    readonly settings: SimulationSettings,
    readonly finder: RouteFinder,
  ) {
    this.me = state.players[0];
    this.objects = state.objects;
    this.grid = finder.grid;
    this.held = this.me.held < 0 ? undefined : this.objects.find(({ objectIndex }) => objectIndex === this.me.held);
  }

  all(type: ObjectType): ObjectState[] {
    return this.objects.filter((object) => object.type === type);
  }

  /** The cell on which the avatar stands, or else the nearest one to which it can walk. */
  here(): number {
    const { x, y, z } = this.me;
    return this.grid.standing(x, z, y);
  }

  /**
   * Whether nothing stands on the line from a point to an object's centre. The object itself and the object with index
   * `except` do not count.
   */
  clear(x: number, y: number, z: number, to: ObjectState, except = -1, hiding = HIDES_MOST): boolean {
    const [tx, ty, tz] = to.position;
    if (this.grid.terrain.blocks(x, y, z, tx, ty, tz)) return false;
    for (const object of this.objects) {
      if (object.objectIndex === to.objectIndex || object.objectIndex === except || object.holder === 0) continue;
      const [ox, oy, oz] = object.position;
      const { halfWidth, restHeight, topHeight } = shapeOf(object);
      const width = halfWidth * hiding;
      if (segmentMeetsCylinder(ox, oy - restHeight, oz, width, restHeight + topHeight, x, y, z, tx, ty, tz))
        return false;
    }
    return true;
  }

  /** Whether the line between two objects is free of everything, the avatar included. */
  seeEachOther(a: ObjectState, b: ObjectState): boolean {
    const [ax, ay, az] = a.position;
    const [bx, by, bz] = b.position;
    if (!this.clear(ax, ay, az, b, a.objectIndex)) return false;
    const { x, y, z } = this.me;
    return !segmentMeetsCylinder(x, y, z, AVATAR_RADIUS, AVATAR_HEIGHT, ax, ay, az, bx, by, bz);
  }

  /** Whether an object stands about as high as the avatar. */
  isLevel(object: ObjectState): boolean {
    const base = object.position[1] - shapeOf(object).restHeight;
    return this.grid.terrain.flat || Math.abs(base - this.me.y) < BESIDE_HEIGHT;
  }

  /** Whether the avatar holds an object, is near it, touches it or sees it. */
  meetsMe(name: PredicateName, object: ObjectState): boolean {
    const { x, y, z, heading } = this.me;
    const [ox, oy, oz] = object.position;
    const level = flatDistance(object, x, z);
    if (name === 'hold') return object.holder === 0;
    if (name === 'near') return Math.hypot(level, oy - y - AVATAR_CENTRE) <= NEAR_DISTANCE - 0.03;
    if (name === 'touching') return level <= AVATAR_RADIUS + shapeOf(object).footRadius + 0.02;
    const inView = Math.abs(bearing(x, z, heading, ox, oz)) < radians(this.settings.fieldOfView.azimuth / 2);
    return inView && this.clear(x, y + EYE_HEIGHT, z, object, -1, HIDES_LEAST);
  }

  /**
   * Whether the hand of an avatar with its feet at (x, y, z) could take an object that it faces, if no other object is
   * nearer.
   */
  inGrasp(x: number, y: number, z: number, object: ObjectState): boolean {
    const { reach, cone, groups, look } = this.settings;
    const level = flatDistance(object, x, z);
    if (level > reach) return false;
    const dy = object.position[1] - y - EYE_HEIGHT;
    const square = level * level + dy * dy;
    if (square > (reach - REACH_MARGIN) ** 2) return false;
    const most = radians(cone.elevation - CONE_MARGIN + (groups.look ? look.limit : 0));
    if (Math.abs(Math.atan2(dy, level)) > most) return false;
    const [ox, oy, oz] = object.position;
    return !this.grid.terrain.blocks(x, y + EYE_HEIGHT, z, ox, oy, oz);
  }

  /** Index of the object that the hand would take from feet at (x, y, z) with this heading and look; -1 for none. */
  aimFrom(x: number, y: number, z: number, heading: number, look: number): number {
    const { reach, cone } = this.settings;
    const tall = cone.elevation >= TALL_CONE;
    const azimuth = Math.sin(radians(cone.azimuth));
    const elevation = Math.sin(radians(cone.elevation));
    let best = -1;
    let bestOffset = Number.POSITIVE_INFINITY;
    for (const object of this.objects) {
      if (object.frozen || object.holder >= 0) continue;
      const dx = object.position[0] - x;
      const dy = object.position[1] - y - EYE_HEIGHT;
      const dz = object.position[2] - z;
      const square = dx * dx + dy * dy + dz * dz;
      if (square > reach * reach) continue;
      const level = -dx * Math.sin(heading) - dz * Math.cos(heading);
      const right = dx * Math.cos(heading) - dz * Math.sin(heading);
      const forward = tall ? level : level * Math.cos(look) + dy * Math.sin(look);
      if (forward <= 0) continue;
      const up = dy * Math.cos(look) - level * Math.sin(look);
      const across = (right * right) / (forward * forward + right * right) / (azimuth * azimuth);
      const above = (up * up) / square / (elevation * elevation);
      if (across > 1 || above > 1) continue;
      const offset = across + (tall ? square / (reach * reach) : above);
      if (offset < bestOffset && this.clear(x, y + EYE_HEIGHT, z, object)) {
        best = object.objectIndex;
        bestOffset = offset;
      }
    }
    return best;
  }

  /**
   * A heading at which the hand would take this object and no other, as a turn from facing it; undefined if there is
   * none.
   */
  pick(x: number, y: number, z: number, object: ObjectState): number | undefined {
    const [ox, oy, oz] = object.position;
    const facing = bearing(x, z, 0, ox, oz);
    const { groups, look } = this.settings;
    const limit = radians(look.limit);
    const elevation = Math.atan2(oy - y - EYE_HEIGHT, flatDistance(object, x, z));
    const angle = groups.look ? Math.max(-limit, Math.min(limit, elevation)) : 0;
    for (const offset of PICKS) {
      if (this.aimFrom(x, y, z, facing + offset, angle) === object.objectIndex) return offset;
    }
    return undefined;
  }

  /** Whether an object can be put next to another one by an avatar that stands on this cell. */
  beside(cell: number, object: ObjectState): boolean {
    const { grid } = this;
    const x = grid.x(cell);
    const z = grid.z(cell);
    if (flatDistance(object, x, z) > BESIDE) return false;
    const feet = grid.heights[cell];
    const [ox, oy, oz] = object.position;
    if (Math.abs(oy - shapeOf(object).restHeight - feet) > BESIDE_HEIGHT) return false;
    return !grid.terrain.blocks(x, feet + BESIDE_HEIGHT, z, ox, oy, oz);
  }

  /** Height of the centre of a carried object when the feet are at height y and the avatar looks ahead. */
  carryHeight(object: ObjectState, y: number): number {
    return y + shapeOf(object).restHeight + CARRY_CLEARANCE;
  }
}

/** Turns away from an object that are tried so that another object is farther off the crosshair, radians. */
const PICKS = [0, 5, -5, 9, -9].map(radians);
