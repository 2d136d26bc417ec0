import { MAX_OBJECTS, OBJECT_TYPES, type ObjectType, type World } from '@open-ada/production-rules';

/** A world without physics: objects at points of a line, one hand per player, everything in plain arrays. */
export class PlainWorld implements World {
  readonly indexCount = MAX_OBJECTS;
  readonly types: number[] = Array.from({ length: MAX_OBJECTS }, () => -1);
  readonly x: number[] = Array.from({ length: MAX_OBJECTS }, () => 0);
  readonly hands = [-1, -1];
  readonly playerX = [0, 0];
  /** Objects (pairs of indices) that something stands between. */
  readonly obstructed = new Set<string>();
  /** While the object at the index has the type, nothing else sees anything. */
  screen: { objectIndex: number; type: ObjectType } | undefined;
  /** No place for any spawn. */
  full = false;
  /** Indices consumed so far, in order. */
  readonly log: number[][] = [];
  /** Pairs that were looked at. */
  asked = 0;

  add(type: ObjectType, x: number): number {
    const objectIndex = this.types.indexOf(-1);
    this.types[objectIndex] = OBJECT_TYPES.indexOf(type);
    this.x[objectIndex] = x;
    return objectIndex;
  }

  /** Types of what is there, sorted. */
  inventory(): ObjectType[] {
    return this.types
      .filter((type) => type >= 0)
      .map((type) => OBJECT_TYPES[type])
      .sort();
  }

  typeOf = (objectIndex: number): number => this.types[objectIndex];
  near(a: number, b: number): boolean {
    this.asked++;
    return Math.abs(this.x[a] - this.x[b]) <= 1;
  }
  touching(a: number, b: number): boolean {
    this.asked++;
    return Math.abs(this.x[a] - this.x[b]) <= 0.5;
  }
  sees(a: number, b: number): boolean {
    this.asked++;
    const { screen } = this;
    if (screen && OBJECT_TYPES[this.types[screen.objectIndex]] === screen.type) return false;
    return !this.obstructed.has(`${Math.min(a, b)} ${Math.max(a, b)}`);
  }
  playerNear(player: number, objectIndex: number): boolean {
    this.asked++;
    return Math.abs(this.playerX[player] - this.x[objectIndex]) <= 1;
  }
  playerTouching(player: number, objectIndex: number): boolean {
    this.asked++;
    return Math.abs(this.playerX[player] - this.x[objectIndex]) <= 0.6;
  }
  playerSees(player: number, objectIndex: number): boolean {
    this.asked++;
    return this.x[objectIndex] > this.playerX[player];
  }
  heldBy(player: number): number {
    return this.hands[player];
  }

  consume(first: number, second: number, spawns: readonly number[]): boolean {
    if (this.full && spawns.length > 0) return false;
    const at = this.x[first];
    const holder = this.hands.indexOf(first);
    for (const gone of second < 0 ? [first] : [first, second]) {
      if (this.types[gone] < 0) throw new Error(`object index ${gone} is consumed but empty`);
      this.types[gone] = -1;
      this.hands.forEach((held, player) => {
        if (held === gone) this.hands[player] = -1;
      });
    }
    this.log.push(second < 0 ? [first] : [first, second]);
    spawns.forEach((type, i) => {
      const objectIndex = this.types.indexOf(-1);
      if (objectIndex < 0) throw new Error('no object index is empty');
      this.types[objectIndex] = type;
      this.x[objectIndex] = at + 0.6 * i;
      if (i === 0 && holder >= 0) this.hands[holder] = objectIndex;
    });
    return true;
  }
}
