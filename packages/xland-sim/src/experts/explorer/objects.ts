import { OBJECT_TYPES, type ObjectType } from '@open-ada/production-rules';
import type { AvatarView, SeenObject } from '../../environment/avatar-view.js';
import type { ObjectState } from '../../environment/environment-state.js';
import { bearing } from '../oracle/situation.js';

/**
 * Largest distance that an object can have moved since it was last seen and still be taken for the same object, metres.
 */
const SAME = 2;
/** An object this far from its start counts as moved, metres. */
const MOVED = 0.1;
/** Number of trials in which an object is not found at its start before the start is forgotten. */
const MISSED = 2;

/** Position of an object at the start of each trial. */
interface Start {
  id: number;
  object: SeenObject;
  missed: number;
}

/** An object as it was last seen. `objectIndex` is a number assigned by this memory. */
export interface Remembered extends ObjectState {
  inSight: boolean;
  /**
   * Steps in which the avatar looked at the remembered place without finding the object, although something may have
   * hidden it.
   */
  sought: number;
}

/** Whether an object at its remembered place would be in sight: no; yes unless something hides it; yes. */
export const IN_SIGHT = { no: 0, maybe: 1, surely: 2 } as const;

/** Number of such steps after which the object counts as gone. */
const PATIENCE = 8;
/** Radius around a firing within which objects may be spawns, metres. */
const AROUND = 2.2;

export const typeBit = (type: ObjectType): number => 1 << OBJECT_TYPES.indexOf(type);

/**
 * The objects that an avatar has seen, at their last seen places. Each trial starts like the previous one. Objects that
 * were found untouched are therefore back at their starts.
 */
export class ObjectMemory {
  objects: Remembered[] = [];
  /** `[objects]`: number of each object in the last view. */
  ids: number[] = [];
  private readonly starts: Start[] = [];
  /** Objects that the last view showed for the first time. */
  fresh: Remembered[] = [];
  private count = 0;
  /** Types, as bits, that rules made in this trial. */
  private made = 0;
  /** Places where rules fired in this trial: x and z. */
  private readonly fired: [number, number][] = [];

  /** Puts all objects back to the places where they were first found. */
  beginTrial(): void {
    this.objects = this.starts.map(({ id, object }) => remembered(id, object, false));
    this.made = 0;
    this.fired.length = 0;
  }

  /** Records the place of a firing. An object that is first seen around it was not there at the start. */
  firedAt(x: number, z: number): void {
    this.fired.push([x, z]);
  }

  /** Records that an object of a type that vanished at first sight had been at the place of another object. */
  infer(type: ObjectType, { position, holder }: ObjectState): void {
    if ((this.made & typeBit(type)) === 0 && !this.isNearFiring(position))
      this.found(this.count++, { type, position, size: 1, frozen: false, holder });
  }

  /** Assumes that an object, which was spawned out of sight, is at a place. */
  expect(type: ObjectType, position: [number, number, number]): void {
    const object = { type, position, size: 1, frozen: false, holder: -1 };
    this.objects.push(remembered(this.count++, object, false));
  }

  /**
   * Processes the objects that are seen now.
   * @param shouldSee whether an object would be in sight if it were still at its remembered place; one of `IN_SIGHT`
   * @returns whether an object is new or gone
   */
  update(view: AvatarView, shouldSee: (object: ObjectState) => number): boolean {
    const { objects } = this;
    this.made |= view.appeared;
    const wasInSight = objects.filter(({ inSight }) => inSight);
    for (const object of objects) object.inSight = false;
    this.fresh = [];
    const ids = this.match(view.objects);
    let changed = false;
    view.objects.forEach((seen, k) => {
      const id = ids[k];
      if (id >= 0) {
        const known = objects.find(({ objectIndex }) => objectIndex === id)!;
        Object.assign(known, remembered(id, seen, true));
        return;
      }
      changed = true;
      const fresh = this.count++;
      ids[k] = fresh;
      const object = remembered(fresh, seen, true);
      objects.push(object);
      this.fresh.push(object);
      if (seen.holder < 0 && !this.isMade(seen)) this.found(fresh, seen);
    });
    this.ids = ids;
    const before = objects.length;
    const consumed = this.consumedAtFirstSight(view, wasInSight);
    this.objects = objects.filter((object) => {
      if (consumed.includes(object)) return false;
      if (object.inSight) return true;
      const vanished = (view.vanished & typeBit(object.type)) !== 0;
      if (vanished && wasInSight.includes(object)) return false;
      const sight = object.holder === 0 ? IN_SIGHT.surely : shouldSee(object);
      if (sight === IN_SIGHT.no) return true;
      if (sight === IN_SIGHT.maybe && !vanished && ++object.sought < PATIENCE) return true;
      // An object consumed at first sight had existed until now.
      if (vanished) return false;
      this.missed(object);
      return false;
    });
    return changed || this.objects.length !== before;
  }

  /**
   * Remembered objects that a rule consumed in the step in which they would have come into sight. Of several objects of
   * a type, it is the one nearest to the line of sight.
   */
  private consumedAtFirstSight({ vanished, me }: AvatarView, wasInSight: readonly Remembered[]): Remembered[] {
    if (vanished === 0) return [];
    const types = new Set(this.objects.filter(({ type }) => (vanished & typeBit(type)) !== 0).map(({ type }) => type));
    return [...types].flatMap((type) => {
      const known = this.objects.filter((object) => object.type === type);
      const lost = known.filter(({ inSight }) => !inSight);
      if (lost.length === 0 || known.some((object) => !object.inSight && wasInSight.includes(object))) return [];
      const off = ({ position: [x, , z] }: Remembered): number => Math.abs(bearing(me.x, me.z, me.heading, x, z));
      return [lost.reduce((a, b) => (off(b) < off(a) ? b : a))];
    });
  }

  /** For each object in sight the index of the nearest remembered object of its type, or -1. */
  private match(seen: readonly SeenObject[]): number[] {
    const ids = new Array<number>(seen.length).fill(-1);
    const taken = new Set<number>();
    for (const most of [MOVED, SAME]) {
      seen.forEach(({ type, position }, k) => {
        if (ids[k] >= 0) return;
        let best = -1;
        let bestDistance = most;
        for (const { objectIndex, type: itsType, position: at } of this.objects) {
          if (itsType !== type || taken.has(objectIndex)) continue;
          const distance = apart(position, at);
          if (distance > bestDistance) continue;
          best = objectIndex;
          bestDistance = distance;
        }
        if (best < 0) return;
        ids[k] = best;
        taken.add(best);
      });
    }
    return ids;
  }

  private isMade({ type, position }: SeenObject): boolean {
    return (this.made & typeBit(type)) !== 0 || this.isNearFiring(position);
  }

  /** Whether a place is near a firing of this trial. */
  isNearFiring([x, , z]: readonly number[]): boolean {
    return this.fired.some(([fx, fz]) => Math.hypot(x - fx, z - fz) < AROUND);
  }

  private found(id: number, object: SeenObject): void {
    const known = this.starts.find(
      ({ object: { type, position } }) => type === object.type && apart(position, object.position) < MOVED,
    );
    if (known !== undefined) known.missed = 0;
    else this.starts.push({ id, object: { ...object, position: [...object.position] }, missed: 0 });
  }

  private missed({ objectIndex, position }: Remembered): void {
    const at = this.starts.findIndex(({ id }) => id === objectIndex);
    if (at < 0 || apart(this.starts[at].object.position, position) >= MOVED) return;
    if (++this.starts[at].missed >= MISSED) this.starts.splice(at, 1);
  }
}

function apart(a: readonly number[], b: readonly number[]): number {
  const dx = a[0] - b[0];
  const dy = a[1] - b[1];
  const dz = a[2] - b[2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

function remembered(
  objectIndex: number,
  { type, position, size, frozen, holder }: SeenObject,
  inSight: boolean,
): Remembered {
  return { objectIndex, type, position: [...position], turn: [0, 0, 0, 1], size, frozen, holder, inSight, sought: 0 };
}
