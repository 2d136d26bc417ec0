import { MAX_OBJECTS, type ObjectType } from '@open-ada/production-rules';
import type { PlainWorld } from './plain-world.js';

const A: ObjectType = 'black cube';
const B: ObjectType = 'purple sphere';
const C: ObjectType = 'yellow pyramid';
const D: ObjectType = 'black slab';

/** Objects on a line, rules, and the objects that exist after each physics step. */
export interface RuleRow {
  /** Sentence of docs/task-files.md. */
  of: string;
  /** The part of that sentence that this row shows. */
  sentence: string;
  rules: string[];
  objects: [ObjectType, number][];
  /** What happens to the world before each physics step; one entry per physics step. */
  physicsSteps: ((world: PlainWorld) => void)[];
  /** Types that exist after each physics step. */
  after: ObjectType[][];
  blocked?: number[];
}

const wait = () => {};
const take = (objectIndex: number) => (world: PlainWorld) => {
  world.hands[0] = objectIndex;
};
const move = (objectIndex: number, x: number) => (world: PlainWorld) => {
  world.x[objectIndex] = x;
};

export const RULE_ROWS: RuleRow[] = [
  {
    of: 'R9',
    sentence: 'a positive condition that is true at physics step 0 fires',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 6],
    ],
    physicsSteps: [wait],
    after: [[C]],
  },
  {
    of: 'R9',
    sentence: 'a condition that is not true does not fire, and fires in the physics step in which it becomes true',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 6.1],
    ],
    physicsSteps: [wait, move(1, 5.9)],
    after: [[A, B], [C]],
  },
  {
    of: 'P2',
    sentence: 'touching needs contact, not nearness',
    rules: [`touching(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5.9],
    ],
    physicsSteps: [wait, move(1, 5.4)],
    after: [[A, B], [C]],
  },
  {
    of: 'P5',
    sentence: 'see of two objects is an unobstructed line',
    rules: [`see(${A}, ${B}) -> nothing`],
    objects: [
      [A, 5],
      [B, 9],
    ],
    physicsSteps: [(world) => world.obstructed.add('0 1'), (world) => world.obstructed.clear()],
    after: [[A, B], []],
  },
  {
    of: 'P4',
    sentence: 'see of a player is what is in view',
    rules: [`see(me, ${A}) -> ${B}`],
    objects: [[A, -3]],
    physicsSteps: [wait, move(0, 3)],
    after: [[A], [B]],
  },
  {
    of: 'R3',
    sentence: 'near of a player, in either order, consumes the object alone',
    rules: [`near(${A}, me) -> ${B}`],
    objects: [[A, 3]],
    physicsSteps: [wait, move(0, 1)],
    after: [[A], [B]],
  },
  {
    of: 'R3',
    sentence: 'touching of a player consumes the object alone',
    rules: [`touching(me, ${A}) -> ${B}`],
    objects: [[A, 1]],
    physicsSteps: [wait, move(0, 0.5)],
    after: [[A], [B]],
  },
  {
    of: 'P3',
    sentence: 'holding an object of the type fires, holding another does not',
    rules: [`hold(me, ${A}) -> ${B}`],
    objects: [
      [A, 5],
      [C, 6],
    ],
    physicsSteps: [take(1), take(0)],
    after: [
      [A, C],
      [B, C],
    ],
  },
  {
    of: 'P3',
    sentence: 'hold of the other player asks for the other hand',
    rules: [`hold(other, ${A}) -> ${B}`],
    objects: [[A, 5]],
    physicsSteps: [take(0), (world) => world.hands.reverse()],
    after: [[A], [B]],
  },
  {
    of: 'R5',
    sentence: 'no spawn means plain destruction',
    rules: [`touching(${A}, ${B}) -> nothing`],
    objects: [
      [A, 5],
      [B, 5],
      [C, 5],
    ],
    physicsSteps: [wait],
    after: [[C]],
  },
  {
    of: 'R4',
    sentence: 'up to three spawns appear',
    rules: [`near(${A}, ${B}) -> ${C}, ${C}, ${D}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [wait],
    after: [[D, C, C]],
  },
  {
    of: 'R2',
    sentence: 'rules are evaluated in file order, and an object is consumed once per physics step',
    rules: [`near(${A}, ${B}) -> ${C}`, `near(${B}, ${A}) -> ${D}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [wait],
    after: [[C]],
  },
  {
    of: 'R6',
    sentence: 'one object near two partners is consumed with the first of them only',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [B, 5],
    ],
    physicsSteps: [wait],
    after: [[B, C].sort() as ObjectType[]],
  },
  {
    of: 'R6',
    sentence: 'two disjoint pairs fire in the same physics step',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 9],
      [B, 9],
    ],
    physicsSteps: [wait],
    after: [[C, C]],
  },
  {
    of: 'R7',
    sentence: 'a spawn cannot fire another rule in the same physics step, but chains go on over physics steps',
    rules: [`near(${A}, ${B}) -> ${C}`, `near(me, ${C}) -> ${D}`],
    objects: [
      [A, 0],
      [B, 0],
    ],
    physicsSteps: [wait, wait],
    after: [[C], [D]],
  },
  {
    of: 'R7',
    sentence: 'a held spawn cannot fire a hold rule in the physics step of its birth',
    rules: [`hold(me, ${A}) -> ${B}`, `hold(me, ${B}) -> ${C}`],
    objects: [[A, 5]],
    physicsSteps: [take(0), wait, wait],
    after: [[B], [C], [C]],
  },
  {
    of: 'R7',
    sentence: 'a spawn cannot fire an earlier rule in the same physics step either',
    rules: [`near(me, ${C}) -> ${D}`, `near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 0],
      [B, 0],
    ],
    physicsSteps: [wait, wait],
    after: [[C], [D]],
  },
  {
    of: 'P8',
    sentence: 'near(a, a) needs two distinct objects',
    rules: [`near(${A}, ${A}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 8],
    ],
    physicsSteps: [wait, move(2, 5)],
    after: [[A, A, B], [B, C].sort() as ObjectType[]],
  },
  {
    of: 'P8',
    sentence: 'of three objects, near(a, a) takes one pair',
    rules: [`near(${A}, ${A}) -> nothing`],
    objects: [
      [A, 5],
      [A, 5],
      [A, 5],
    ],
    physicsSteps: [wait, wait],
    after: [[A], [A]],
  },
  {
    of: 'R10',
    sentence: 'a negated condition does not fire while its atom was never true',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 9],
    ],
    physicsSteps: [wait, wait],
    after: [
      [A, B],
      [A, B],
    ],
  },
  {
    of: 'R10',
    sentence: 'a negated condition fires on the edge true -> false and consumes the pair that ceased',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
      [A, 5],
      [B, 20],
    ],
    physicsSteps: [wait, move(1, 9), wait],
    after: [[A, A, B, B], [A, B, C].sort() as ObjectType[], [A, B, C].sort() as ObjectType[]],
  },
  {
    of: 'R10',
    sentence: 'a negated hold fires when the object is let go',
    rules: [`not hold(me, ${A}) -> ${B}`],
    objects: [[A, 5]],
    physicsSteps: [wait, take(0), take(-1)],
    after: [[A], [A], [B]],
  },
  {
    of: 'R10',
    sentence: 'a negated condition does not fire where one of the pair was consumed',
    rules: [`hold(me, ${A}) -> ${D}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [wait, take(0), wait],
    after: [
      [A, B],
      [D, B],
      [D, B],
    ],
  },
  {
    of: 'R10',
    sentence: 'what a negated rule remembers of an object index ends when its object is gone',
    rules: [`hold(me, ${A}) -> ${A}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R10',
    sentence: 'what a negated rule remembers of an object index also ends when the second object is gone',
    rules: [`hold(me, ${B}) -> ${B}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R7',
    sentence: 'a negated rule does not see a spawn in the physics step of its birth',
    rules: [`hold(me, ${A}) -> ${A}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R7',
    sentence: 'a negated rule does not see a spawn as the second object in the physics step of its birth',
    rules: [`hold(me, ${B}) -> ${B}`, `not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R12',
    sentence: 'a rule that finds no free place does not fire and is counted; it fires when there is place again',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R13',
    sentence: 'a negated rule that finds no place has missed its moment',
    rules: [`not near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
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
    of: 'R11',
    sentence: 'a rule that would exceed the object cap does not fire and is counted',
    rules: [`near(${A}, ${B}) -> ${C}, ${C}, ${C}`],
    objects: [[A, 5], [B, 5], ...Array.from({ length: MAX_OBJECTS - 2 }, (): [ObjectType, number] => [D, 50])],
    physicsSteps: [wait],
    after: [[...Array.from({ length: MAX_OBJECTS - 2 }, () => D), A, B].sort()],
    blocked: [1],
  },
  {
    of: 'R11',
    sentence: 'a firing that makes room lets a later rule of the same physics step fit',
    rules: [`near(${B}, ${B}) -> nothing`, `near(me, ${A}) -> ${C}, ${C}, ${C}`],
    objects: [[A, 0], [B, 5], [B, 5], ...Array.from({ length: MAX_OBJECTS - 3 }, (): [ObjectType, number] => [D, 50])],
    physicsSteps: [wait],
    after: [[...Array.from({ length: MAX_OBJECTS - 3 }, () => D), C, C, C].sort()],
    blocked: [0, 0],
  },
  {
    of: 'P1',
    sentence: 'near holds at 1 m and not beyond, in either order of the arguments',
    rules: [`near(${B}, ${A}) -> ${C}`],
    objects: [
      [A, 5],
      [B, 6.01],
    ],
    physicsSteps: [wait, move(1, 6)],
    after: [[A, B], [C]],
  },
  {
    of: 'P6',
    sentence: 'a type stands for any object of the type, wherever the others are',
    rules: [`near(${A}, ${B}) -> ${C}`],
    objects: [
      [A, 2],
      [A, 9],
      [B, 20],
      [B, 9.5],
    ],
    physicsSteps: [wait],
    after: [[A, B, C].sort() as ObjectType[]],
  },
  {
    of: 'R1',
    sentence: 'what a rule uncovers in a physics step fires nothing before the next',
    rules: [`near(me, ${C}) -> nothing`, `see(${A}, ${B}) -> ${D}`],
    objects: [
      [A, 10],
      [B, 12],
      [C, 0],
    ],
    physicsSteps: [
      (world) => {
        world.screen = { objectIndex: 2, type: C };
      },
      wait,
    ],
    after: [[A, B], [D]],
  },
  {
    of: 'R1',
    sentence: 'what a rule covers in a physics step still fires in it',
    rules: [`near(me, ${C}) -> ${D}`, `see(${A}, ${B}) -> nothing`],
    objects: [
      [A, 10],
      [B, 12],
      [C, 0],
    ],
    physicsSteps: [
      (world) => {
        world.screen = { objectIndex: 2, type: D };
      },
    ],
    after: [[D]],
  },
  {
    of: 'R3',
    sentence: 'hold consumes the held object and nothing else',
    rules: [`hold(me, ${A}) -> ${B}`],
    objects: [
      [A, 5],
      [A, 5],
    ],
    physicsSteps: [take(1)],
    after: [[A, B].sort() as ObjectType[]],
  },
  {
    of: 'R2',
    sentence: 'a later rule gets what an earlier one leaves',
    rules: [`near(${A}, ${A}) -> ${C}`, `near(me, ${A}) -> ${D}`],
    objects: [
      [A, 0],
      [A, 0],
      [A, 0.5],
    ],
    physicsSteps: [wait],
    after: [[C, D].sort() as ObjectType[]],
  },
  {
    of: 'R8',
    sentence: 'a chain of three rules takes three physics steps',
    rules: [`near(me, ${A}) -> ${B}`, `near(me, ${B}) -> ${C}`, `near(me, ${C}) -> ${D}`],
    objects: [[A, 0]],
    physicsSteps: [wait, wait, wait],
    after: [[B], [C], [D]],
  },
  {
    of: 'R9',
    sentence: 'a rule that makes its own input goes on firing, physics step by physics step',
    rules: [`near(me, ${A}) -> ${A}, ${B}`],
    objects: [[A, 0]],
    physicsSteps: [wait, wait],
    after: [
      [A, B],
      [A, B, B],
    ],
  },
  {
    of: 'R12',
    sentence: 'destruction needs no place',
    rules: [`near(${A}, ${B}) -> nothing`],
    objects: [
      [A, 5],
      [B, 5],
    ],
    physicsSteps: [
      (world) => {
        world.full = true;
      },
    ],
    after: [[]],
    blocked: [0],
  },
];
