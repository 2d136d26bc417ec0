import { MAX_OBJECTS, OBJECT_TYPES, type ObjectType, type World } from '@open-ada/production-rules';

/** A world without physics: objects at points of a line, one hand per player, everything in plain arrays. */
export class PlainWorld implements World {
  readonly slotCount = MAX_OBJECTS;
  readonly types: number[] = Array.from({ length: MAX_OBJECTS }, () => -1);
  readonly x: number[] = Array.from({ length: MAX_OBJECTS }, () => 0);
  readonly hands = [-1, -1];
  readonly playerX = [0, 0];
  /** Objects (pairs of slots) that something stands between. */
  readonly obstructed = new Set<string>();
  /** While an object of the type is in the slot, nothing else sees anything. */
  screen: { slot: number; type: ObjectType } | undefined;
  /** No place for any spawn. */
  full = false;
  /** Slots consumed so far, in order. */
  readonly log: number[][] = [];
  /** Pairs that were looked at. */
  asked = 0;

  add(type: ObjectType, x: number): number {
    const slot = this.types.indexOf(-1);
    this.types[slot] = OBJECT_TYPES.indexOf(type);
    this.x[slot] = x;
    return slot;
  }

  /** Types of what is there, sorted. */
  inventory(): ObjectType[] {
    return this.types
      .filter((type) => type >= 0)
      .map((type) => OBJECT_TYPES[type])
      .sort();
  }

  typeOf = (slot: number): number => this.types[slot];
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
    if (screen && OBJECT_TYPES[this.types[screen.slot]] === screen.type) return false;
    return !this.obstructed.has(`${Math.min(a, b)} ${Math.max(a, b)}`);
  }
  playerNear(player: number, slot: number): boolean {
    this.asked++;
    return Math.abs(this.playerX[player] - this.x[slot]) <= 1;
  }
  playerTouching(player: number, slot: number): boolean {
    this.asked++;
    return Math.abs(this.playerX[player] - this.x[slot]) <= 0.6;
  }
  playerSees(player: number, slot: number): boolean {
    this.asked++;
    return this.x[slot] > this.playerX[player];
  }
  heldBy(player: number): number {
    return this.hands[player];
  }

  consume(first: number, second: number, spawns: readonly number[]): boolean {
    if (this.full && spawns.length > 0) return false;
    const at = this.x[first];
    const holder = this.hands.indexOf(first);
    for (const gone of second < 0 ? [first] : [first, second]) {
      if (this.types[gone] < 0) throw new Error(`slot ${gone} is consumed but empty`);
      this.types[gone] = -1;
      this.hands.forEach((held, player) => {
        if (held === gone) this.hands[player] = -1;
      });
    }
    this.log.push(second < 0 ? [first] : [first, second]);
    spawns.forEach((type, i) => {
      const slot = this.types.indexOf(-1);
      if (slot < 0) throw new Error('no slot is empty');
      this.types[slot] = type;
      this.x[slot] = at + 0.6 * i;
      if (i === 0 && holder >= 0) this.hands[holder] = slot;
    });
    return true;
  }
}
