import type { EnvironmentState, ObjectState, PlayerState } from '@open-ada/xland-sim';

/** The world after one physics step. */
export interface Frame {
  objects: ObjectState[];
  players: PlayerState[];
  /** Whether the goal holds for the first and for the second player. */
  goalHolds: readonly [boolean, boolean];
}

export function frameOf({ objects, players }: EnvironmentState, goalHolds: Frame['goalHolds']): Frame {
  return { objects, players, goalHolds };
}

/** One object that changed its type, appeared, or vanished. */
export interface Change {
  objectIndex: number;
  /** Position; for an object that vanished, its last one. */
  at: [number, number, number];
  /** Absent: the object appeared. */
  from?: ObjectState['type'];
  /** Absent: the object vanished. */
  to?: ObjectState['type'];
}

/** Farther than any object moves in one physics step, metres: another object took the index. */
const LEAP = 0.45;

const distance = ([a, b, c]: Change['at'], [x, y, z]: Change['at']): number => Math.hypot(a - x, b - y, c - z);

/** The changes that rules made between two frames. */
export function changesBetween(before: readonly ObjectState[], after: readonly ObjectState[]): Change[] {
  const changes: Change[] = [];
  const old = new Map(before.map((object) => [object.objectIndex, object]));
  for (const object of after) {
    const { objectIndex } = object;
    const was = old.get(objectIndex);
    old.delete(objectIndex);
    const at = object.position;
    if (was === undefined) changes.push({ objectIndex, at, to: object.type });
    else if (distance(was.position, at) > LEAP) {
      changes.push({ objectIndex, at: was.position, from: was.type }, { objectIndex, at, to: object.type });
    } else if (was.type !== object.type) changes.push({ objectIndex, at, from: was.type, to: object.type });
  }
  for (const { objectIndex, position, type } of old.values()) changes.push({ objectIndex, at: position, from: type });
  return changes;
}
