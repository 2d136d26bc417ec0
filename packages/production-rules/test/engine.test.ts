import { MAX_OBJECTS, type ObjectType } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { makeEngine } from './make-engine.js';
import { PlainWorld } from './plain-world.js';

const A: ObjectType = 'black cube';
const B: ObjectType = 'purple sphere';
const C: ObjectType = 'yellow pyramid';
const D: ObjectType = 'black slab';

/** One row: objects on a line, rules, and what is there after each frame. */
interface Row {
  sentence: string;
  rules: string[];
  objects: [ObjectType, number][];
  /** What happens to the world before each frame; one entry per frame. */
  frames: ((world: PlainWorld) => void)[];
  /** Inventory after each frame. */
  after: ObjectType[][];
  blocked?: number[];
}

const wait = () => {};
const take = (slot: number) => (world: PlainWorld) => {
  world.hands[0] = slot;
};
const move = (slot: number, x: number) => (world: PlainWorld) => {
  world.x[slot] = x;
};

const ROWS: Row[] = [
  {
    sentence: 'a positive condition that is true at frame 0 fires',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 6],
    ],
    frames: [wait],
    after: [[C]],
  },
  {
    sentence: 'a condition that is not true does not fire, and fires in the frame in which it becomes true',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 6.1],
    ],
    frames: [wait, move(1, 5.9)],
    after: [[A, B], [C]],
  },
  {
    sentence: 'touching needs contact, not nearness',
    rules: [`touching(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5.9],
    ],
    frames: [wait, move(1, 5.4)],
    after: [[A, B], [C]],
  },
  {
    sentence: 'see of two objects is an unobstructed line',
    rules: [`see(${A}, ${B}) -> nothing`],
    objects: [
      [A, 5],
      [B, 9],
    ],
    frames: [(world) => world.obstructed.add('0 1'), (world) => world.obstructed.clear()],
    after: [[A, B], []],
  },
  {
    sentence: 'see of a player is what is in view',
    rules: [`see(me, ${A}) -> ${B}`],
    objects: [[A, -3]],
    frames: [wait, move(0, 3)],
    after: [[A], [B]],
  },
  {
    sentence: 'near of a player, in either order, consumes the object alone',
    rules: [`near(${A}, me) -> ${B}`],
    objects: [[A, 3]],
    frames: [wait, move(0, 1)],
    after: [[A], [B]],
  },
  {
    sentence: 'touching of a player consumes the object alone',
    rules: [`touching(me, ${A}) -> ${B}`],
    objects: [[A, 1]],
    frames: [wait, move(0, 0.5)],
    after: [[A], [B]],
  },
  {
    sentence: 'holding an object of the type fires, holding another does not',
    rules: [`hold(me, ${A}) -> ${B}`],
    objects: [
      [A, 5],
      [C, 6],
    ],
    frames: [take(1), take(0)],
    after: [
      [A, C],
      [B, C],
    ],
  },
  {
    sentence: 'hold of the other player asks for the other hand',
    rules: [`hold(other, ${A}) -> ${B}`],
    objects: [[A, 5]],
    frames: [take(0), (world) => world.hands.reverse()],
    after: [[A], [B]],
  },
  {
    sentence: 'no spawn means plain destruction',
    rules: [`touching(${A}, ${B}) -> nothing`],
    objects: [
      [A, 5],
      [B, 5],
      [C, 5],
    ],
    frames: [wait],
    after: [[C]],
  },
  {
    sentence: 'up to three spawns appear',
    rules: [`near(${A}, ${B}) -> ${C}, ${C}, ${D}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [wait],
    after: [[D, C, C]],
  },
  {
    sentence: 'rules are evaluated in file order, and an object is consumed once per frame',
    rules: [`near(${A}, ${B}) -> ${C}`, `near(${B}, ${A}) -> ${D}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [wait],
    after: [[C]],
  },
  {
    sentence: 'one object near two partners is consumed with the first of them only',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [B, 5],
    ],
    frames: [wait],
    after: [[B, C].sort() as ObjectType[]],
  },
  {
    sentence: 'two disjoint pairs fire in the same frame',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 9],
      [B, 9],
    ],
    frames: [wait],
    after: [[C, C]],
  },
  {
    sentence: 'a spawn cannot fire another rule in the same frame, but chains go on over frames',
    rules: [`near(${A}, ${B}) -> ${C}`, `near(me, ${C}) -> ${D}`],
    objects: [
      [A, 0],
      [B, 0],
    ],
    frames: [wait, wait],
    after: [[C], [D]],
  },
  {
    sentence: 'a held spawn cannot fire a hold rule in the frame of its birth',
    rules: [`hold(me, ${A}) -> ${B}`, `hold(me, ${B}) -> ${C}`],
    objects: [[A, 5]],
    frames: [take(0), wait, wait],
    after: [[B], [C], [C]],
  },
  {
    sentence: 'a spawn cannot fire an earlier rule in the same frame either',
    rules: [`near(me, ${C}) -> ${D}`, `near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 0],
      [B, 0],
    ],
    frames: [wait, wait],
    after: [[C], [D]],
  },
  {
    sentence: 'near(a, a) needs two distinct objects',
    rules: [`near(${A}, ${A}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 8],
    ],
    frames: [wait, move(2, 5)],
    after: [[A, A, B], [B, C].sort() as ObjectType[]],
  },
  {
    sentence: 'of three objects, near(a, a) takes one pair',
    rules: [`near(${A}, ${A}) -> nothing`],
    objects: [
      [A, 5],
      [A, 5],
      [A, 5],
    ],
    frames: [wait, wait],
    after: [[A], [A]],
  },
  {
    sentence: 'a negated condition does not fire while its atom was never true',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 9],
    ],
    frames: [wait, wait],
    after: [
      [A, B],
      [A, B],
    ],
  },
  {
    sentence: 'a negated condition fires on the edge true -> false and consumes the pair that ceased',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 5],
      [B, 20],
    ],
    frames: [wait, move(1, 9), wait],
    after: [[A, A, B, B], [A, B, C].sort() as ObjectType[], [A, B, C].sort() as ObjectType[]],
  },
  {
    sentence: 'a negated hold fires when the object is let go',
    rules: [`not hold(me, ${A}) -> ${B}`],
    objects: [[A, 5]],
    frames: [wait, take(0), take(-1)],
    after: [[A], [A], [B]],
  },
  {
    sentence: 'a negated condition does not fire where one of the pair was consumed',
    rules: [`hold(me, ${A}) -> ${D}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [wait, take(0), wait],
    after: [
      [A, B],
      [D, B],
      [D, B],
    ],
  },
  {
    sentence: 'what a negated rule remembers of a slot ends with the object in it',
    rules: [`hold(me, ${A}) -> ${A}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      wait,
      (world) => {
        world.hands[0] = 0;
        world.x[1] = 9;
      },
      take(-1),
      wait,
    ],
    after: [
      [A, B],
      [A, B],
      [A, B],
      [A, B],
    ],
  },
  {
    sentence: 'what a negated rule remembers of a slot ends with the second object, too',
    rules: [`hold(me, ${B}) -> ${B}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      wait,
      (world) => {
        world.hands[0] = 1;
        world.x[1] = 9;
      },
      take(-1),
      wait,
    ],
    after: [
      [A, B],
      [A, B],
      [A, B],
      [A, B],
    ],
  },
  {
    sentence: 'a negated rule does not see a spawn in the frame of its birth',
    rules: [`hold(me, ${A}) -> ${A}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      take(0),
      (world) => {
        world.hands[0] = -1;
        world.x[1] = 9;
      },
    ],
    after: [
      [A, B],
      [A, B],
    ],
  },
  {
    sentence: 'a negated rule does not see a spawn as the second object in the frame of its birth',
    rules: [`hold(me, ${B}) -> ${B}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      take(1),
      (world) => {
        world.hands[0] = -1;
        world.x[1] = 9;
      },
    ],
    after: [
      [A, B],
      [A, B],
    ],
  },
  {
    sentence: 'a rule that finds no free place does not fire and is counted; it fires when there is place again',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      (world) => {
        world.full = true;
      },
      wait,
      (world) => {
        world.full = false;
      },
    ],
    after: [[A, B], [A, B], [C]],
    blocked: [2],
  },
  {
    sentence: 'a negated rule that finds no place has missed its moment',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    frames: [
      wait,
      (world) => {
        world.full = true;
        world.x[1] = 9;
      },
      (world) => {
        world.full = false;
      },
    ],
    after: [
      [A, B],
      [A, B],
      [A, B],
    ],
    blocked: [1],
  },
  {
    sentence: 'a rule that would exceed the object cap does not fire and is counted',
    rules: [`near(${A}, ${B}) -> ${C}, ${C}, ${C}`],
    objects: [[A, 5], [B, 5], ...Array.from({ length: MAX_OBJECTS - 2 }, (): [ObjectType, number] => [D, 50])],
    frames: [wait],
    after: [[...Array.from({ length: MAX_OBJECTS - 2 }, () => D), A, B].sort()],
    blocked: [1],
  },
  {
    sentence: 'a firing that makes room lets a later rule of the same frame fit',
    rules: [`near(${B}, ${B}) -> nothing`, `near(me, ${A}) -> ${C}, ${C}, ${C}`],
    objects: [[A, 0], [B, 5], [B, 5], ...Array.from({ length: MAX_OBJECTS - 3 }, (): [ObjectType, number] => [D, 50])],
    frames: [wait],
    after: [[...Array.from({ length: MAX_OBJECTS - 3 }, () => D), C, C, C].sort()],
    blocked: [0, 0],
  },
];

describe('rule semantics', () => {
  it.each(ROWS)('$sentence', ({ rules, objects, frames, after, blocked }) => {
    const world = new PlainWorld();
    for (const [type, x] of objects) world.add(type, x);
    const engine = makeEngine(rules);
    engine.reset();
    frames.forEach((change, frame) => {
      change(world);
      engine.step(world);
      expect(world.inventory(), `frame ${frame}`).toEqual([...after[frame]].sort());
    });
    if (blocked) expect([...engine.blocked]).toEqual(blocked);
  });

  it('consumes the object of the first argument first, so that the first spawn takes its place and grip', () => {
    const world = new PlainWorld();
    const b = world.add(B, 5.5);
    const a = world.add(A, 5);
    world.hands[0] = a;
    const engine = makeEngine([`near(${A}, ${B}) -> ${C}, ${D}`], `hold(me, ${C})`);
    expect(engine.step(world)).toBe(1);
    expect(world.log).toEqual([[a, b]]);
    expect(world.types[world.hands[0]]).toBe(8);
    expect(engine.goalHolds(world)).toBe(true);
  });

  it('asks only for pairs whose types a predicate mentions', () => {
    const world = new PlainWorld();
    for (let i = 0; i < 10; i++) world.add(D, i);
    world.add(A, 50);
    world.add(B, 60);
    const engine = makeEngine([`near(${A}, ${B}) -> ${C}`, `near(${C}, ${D}) -> nothing`]);
    engine.step(world);
    expect(world.asked).toBe(1);
  });

  it('counts firings by rule, and reset forgets them and what negated rules saw', () => {
    const world = new PlainWorld();
    world.add(A, 5);
    world.add(B, 5);
    world.add(C, 0);
    const engine = makeEngine([`near(me, ${C}) -> nothing`, `not near(${A}, ${B}) -> nothing`]);
    engine.step(world);
    expect([...engine.firings]).toEqual([1, 0]);
    engine.reset();
    expect([...engine.firings]).toEqual([0, 0]);
    world.x[1] = 9;
    expect(engine.step(world)).toBe(0);
  });

  it('goes on from a restored state as if nothing had happened', () => {
    const world = new PlainWorld();
    world.add(A, 5);
    world.add(B, 5);
    const rules = [`not near(${A}, ${B}) -> ${C}`];
    const engine = makeEngine(rules);
    engine.step(world);
    const saved = JSON.parse(JSON.stringify(engine.state()));
    const other = makeEngine(rules);
    other.restore(saved);
    world.x[1] = 9;
    expect(other.step(world)).toBe(1);
    expect(world.inventory()).toEqual([C]);
  });
});
