import { COMPACT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { WalkGrid } from '../src/experts/oracle/grid.js';
import { RouteFinder } from '../src/experts/oracle/route.js';
import { Situation } from '../src/experts/oracle/situation.js';
import { keepOnGround, noDesire } from '../src/experts/oracle/steer.js';
import { solveSketch } from './oracle-scenes.js';
import { Player } from './player.js';
import { type Sketch, taskOf } from './tasks.js';

/** Name, sketch, and the least reward of the best trial, in steps of which COMPACT has 150. */
const MAPS: [name: string, sketch: Sketch, least: number][] = [
  [
    'a wall between',
    { rows: ['0000', '###0', '0000'], at: [1, 1], objects: [['yellow cube', 1, 5]], goal: ['hold(me, yellow cube)'] },
    120,
  ],
  [
    'a ramp up to a plateau',
    { rows: ['0000', '0>11', '0011'], at: [1, 1], objects: [['yellow cube', 7, 5]], goal: ['hold(me, yellow cube)'] },
    120,
  ],
  [
    'a ramp down into a pit',
    {
      rows: ['111111', '10>111', '111111'],
      at: [11, 5],
      objects: [['yellow slab', 3, 3]],
      goal: ['hold(me, yellow slab)'],
    },
    120,
  ],
  [
    'a drop that cannot be undone, where there is no other way',
    { rows: ['1100', '1100', '1100'], at: [1, 1], objects: [['yellow slab', 7, 5]], goal: ['hold(me, yellow slab)'] },
    120,
  ],
  [
    'a winding path',
    {
      rows: ['000000', '#####0', '000000', '0#####', '000000', '#####0', '000000'],
      at: [1, 1],
      objects: [['purple sphere', 1, 13]],
      goal: ['hold(me, purple sphere)'],
    },
    60,
  ],
  [
    'something to be carried up',
    {
      rows: ['0000', '0>11', '0011'],
      at: [1, 1],
      objects: [
        ['yellow cube', 7, 5],
        ['black pyramid', 1, 5],
      ],
      goal: ['near(yellow cube, black pyramid)'],
    },
    110,
  ],
  [
    'something to be carried down a drop: what is above comes first',
    {
      rows: ['1100', '1100', '1100'],
      at: [1, 1],
      objects: [
        ['yellow cube', 3, 5],
        ['black cube', 7, 1],
      ],
      goal: ['near(black cube, yellow cube)'],
    },
    110,
  ],
  [
    'something on a step within reach',
    { rows: ['0000', '0110', '0000'], at: [1, 1], objects: [['yellow cube', 2.4, 3]], goal: ['hold(me, yellow cube)'] },
    110,
  ],
];

describe.each(['laptop', 'ada'] as const)('the oracle finds its way, %s', (preset) => {
  it.each(MAPS)('%s', (_, sketch, least) => {
    const { solved, reward, reason } = solveSketch(sketch, preset);
    expect([solved, reason]).toEqual([true, undefined]);
    expect(reward).toBeGreaterThan(least);
  });
});

it('does not take a drop that cannot be undone while there is a longer way without', () => {
  // One cube is down in a pit without a ramp, near by; the other is on this floor, far away. Both are wanted as a pair.
  const { solved, firings } = solveSketch({
    rows: ['110111', '111111', '111111'],
    at: [3, 1],
    objects: [
      ['yellow cube', 5, 1],
      ['yellow cube', 11, 5],
      ['black sphere', 1, 5],
    ],
    rules: ['hold(me, yellow cube) -> purple cube'],
    goal: ['near(purple cube, black sphere)'],
  });
  expect([solved, firings]).toEqual([true, 1]);
});

it('keeps on a winding ridge, whichever way it looks at first', () => {
  const rows = ['111100', '000100', '011100', '010000', '011111'];
  const { rewards } = solveSketch({
    rows,
    at: [1, 1],
    heading: { mean: 0, spread: Math.PI },
    objects: [['black pyramid', 11, 9]],
    goal: ['hold(me, black pyramid)'],
  });
  expect(Math.min(...rewards)).toBeGreaterThan(90);
});

it('stops before an edge, forwards and backwards, unless it means to fall', () => {
  const task = taskOf({ rows: ['1111', '1111', '0000'], at: [3, 3.5], heading: { mean: Math.PI, spread: 0 } });
  const { state } = new Player(task);
  const situation = new Situation(state, COMPACT, new RouteFinder(new WalkGrid(task.world)));
  const moved = (move: number, turn: number, drop = false): number => {
    const desired = { ...noDesire(), move, turn, drop };
    keepOnGround(situation, desired);
    return desired.move;
  };
  expect([moved(1, 0), moved(1, 0, true), moved(-1, 0)]).toEqual([0, 1, -1]);
  situation.me.heading = 0;
  expect([moved(1, 0), moved(-1, 0)]).toEqual([1, 0]);
});

const CONE: [name: string, sketch: Sketch][] = [
  ['a slab on the floor', { objects: [['yellow slab', 6, 6]], goal: ['hold(me, yellow slab)'] }],
  [
    'a sphere above',
    {
      rows: ['0000', '0110', '0000'],
      at: [1, 1],
      objects: [['yellow sphere', 2.4, 3]],
      goal: ['hold(me, yellow sphere)'],
    },
  ],
  [
    'a small one behind a large one',
    {
      at: [1, 1],
      objects: [
        ['black cube', 7.6, 7.6, { size: 0.6 }],
        ['purple slab', 6.6, 6.6, { size: 1.5, frozen: true }],
      ],
      goal: ['hold(me, black cube)'],
    },
  ],
  [
    'one of three side by side',
    {
      objects: [
        ['black cube', 4, 1],
        ['purple cube', 4.6, 1],
        ['yellow cube', 3.4, 1],
      ],
      goal: ['hold(me, black cube)'],
    },
  ],
];

it.each(CONE)('looks up or down to take %s', (_, sketch) => {
  expect(solveSketch(sketch, 'ada')).toMatchObject({ solved: true });
  expect(solveSketch(sketch, 'laptop')).toMatchObject({ solved: true });
});
