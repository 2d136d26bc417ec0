import type { ObjectState, PlayerState } from '@open-ada/xland-sim';
import { MathUtils, Quaternion, Vector3 } from 'three';
import type { Moment } from '../episode/moment.js';
import type { ShownObject } from './objects.js';

/** Farther than any object moves in one physics step, metres: it is then another object. */
const LEAP = 0.45;

const angleBetween = (a: number, b: number, mix: number): number =>
  a + Math.atan2(Math.sin(b - a), Math.cos(b - a)) * mix;

/** A player between two physics steps. */
export function shownPlayer({ before, after, mix }: Moment, seat = 0): PlayerState {
  const [a, b] = [before.players[seat], after.players[seat]];
  const far = Math.hypot(b.x - a.x, b.y - a.y, b.z - a.z) > LEAP;
  if (far) return a;
  return {
    ...a,
    x: MathUtils.lerp(a.x, b.x, mix),
    y: MathUtils.lerp(a.y, b.y, mix),
    z: MathUtils.lerp(a.z, b.z, mix),
    heading: angleBetween(a.heading, b.heading, mix),
    look: MathUtils.lerp(a.look, b.look, mix),
  };
}

const vector = ([x, y, z]: ObjectState['position']): Vector3 => new Vector3(x, y, z);
const turnOf = ([x, y, z, w]: ObjectState['turn']): Quaternion => new Quaternion(x, y, z, w);

/** The objects between two physics steps. An object that a rule changes keeps its old state until the second one. */
export function shownObjects({ before, after, mix }: Moment): ShownObject[] {
  const next = new Map(after.objects.map((object) => [object.objectIndex, object]));
  const from = mix >= 1 ? after.objects : before.objects;
  return from.map((state) => {
    const position = vector(state.position);
    const turn = turnOf(state.turn);
    const to = mix >= 1 ? undefined : next.get(state.objectIndex);
    if (to !== undefined && to.type === state.type && position.distanceTo(vector(to.position)) < LEAP) {
      position.lerp(vector(to.position), mix);
      turn.slerp(turnOf(to.turn), mix);
    }
    return { state, position, turn, scale: 1, glow: 0 };
  });
}
