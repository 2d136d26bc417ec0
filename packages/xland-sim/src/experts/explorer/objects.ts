import { OBJECT_TYPES, type ObjectType } from '@open-ada/production-rules';
import type { AvatarView, SeenObject } from '../../environment/avatar-view.js';
import type { ObjectState } from '../../environment/environment-state.js';

/** How far an object can have come since it was last seen and still be taken for the same, metres. */
const SAME = 2;
/** How far from its start an object counts as moved, metres. */
const MOVED = 0.1;
/** Times that an object is not found at its start before that is forgotten. */
const MISSED = 2;

/** Where an object is at the start of each trial. */
interface Start {
  id: number;
  object: SeenObject;
  missed: number;
}

/** An object as it was last seen; `objectIndex` is a number that the memory gives it. */
export interface Remembered extends ObjectState {
  inSight: boolean;
  /** Steps for which it was looked for in vain where it is remembered, though something may have hidden it. */
  sought: number;
}

/** Whether an object, if it were where it is remembered, would be in sight: no; unless something hides it; yes. */
export const IN_SIGHT = { no: 0, maybe: 1, surely: 2 } as const;

/** So often something may be hidden before it counts as gone. */
const PATIENCE = 8;
/** Places around which rules made something are this wide, metres. */
const AROUND = 2.2;

export const typeBit = (type: ObjectType): number => 1 << OBJECT_TYPES.indexOf(type);

/**
 * The objects that an avatar has seen, where it last saw them. A trial begins as the one before it began, so an object that was
 * found untouched is back in its place.
 */
export class ObjectMemory {
  objects: Remembered[] = [];
  /** Number of each object in the last view, in its order. */
  ids: number[] = [];
  private readonly starts: Start[] = [];
  /** Objects that the last view was the first to show. */
  fresh: Remembered[] = [];
  private count = 0;
  /** Types, as bits, of which rules made some in this trial. */
  private made = 0;
  /** Where rules fired in this trial: x and z. */
  private readonly fired: [number, number][] = [];

  /** Puts everything back to where it was first found. */
  beginTrial(): void {
    this.objects = this.starts.map(({ id, object }) => remembered(id, object, false));
    this.made = 0;
    this.fired.length = 0;
  }

  /** Notes where a rule fired: what comes to light around there was not there from the start. */
  firedAt(x: number, z: number): void {
    this.fired.push([x, z]);
  }

  /** Notes that an object of a type that vanished at first sight was where another one is now. */
  infer(type: ObjectType, { position, holder }: ObjectState): void {
    if ((this.made & typeBit(type)) === 0 && !this.isNearFiring(position))
      this.found(this.count++, { type, position, size: 1, frozen: false, holder });
  }

  /**
   * Takes in what is seen now.
   * @param shouldSee whether an object, if it were still where it is remembered, would be in sight
   * @returns whether there is something new, or something is gone
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
    this.objects = objects.filter((object) => {
      if (object.inSight) return true;
      const vanished = (view.vanished & typeBit(object.type)) !== 0;
      if (vanished && wasInSight.includes(object)) return false;
      const sight = object.holder === 0 ? IN_SIGHT.surely : shouldSee(object);
      if (sight === IN_SIGHT.no) return true;
      if (sight === IN_SIGHT.maybe && !vanished && ++object.sought < PATIENCE) return true;
      // What is taken at first sight was there until now.
      if (vanished) return false;
      this.missed(object);
      return false;
    });
    return changed || this.objects.length !== before;
  }

  /** For each object in sight the number of the remembered one that it is, or -1: the nearest of its type. */
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

  /** Whether a place is near one where a rule fired in this trial. */
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

const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

function remembered(
  objectIndex: number,
  { type, position, size, frozen, holder }: SeenObject,
  inSight: boolean,
): Remembered {
  return { objectIndex, type, position: [...position], turn: [0, 0, 0, 1], size, frozen, holder, inSight, sought: 0 };
}
