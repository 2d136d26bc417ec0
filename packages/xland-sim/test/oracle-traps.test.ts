import { describe, expect, it } from 'vitest';
import { solveSketch } from './oracle-scenes.js';
import type { Sketch } from './tasks.js';

const TRAPS: [name: string, sketch: Sketch, firings: number][] = [
  [
    'one of two frozen objects that must not be together is destroyed, by something that has to be made',
    {
      rules: ['touching(purple sphere, black cube) -> nothing', 'hold(me, yellow cube) -> purple sphere'],
      objects: [
        ['black cube', 3, 2, { frozen: true }],
        ['yellow slab', 3.8, 2, { frozen: true }],
        ['yellow cube', 6, 6],
      ],
      goal: ['not near(black cube, yellow slab)'],
    },
    2,
  ],
  [
    'what is destroyed when held is not carried',
    {
      rules: ['hold(me, black cube) -> nothing'],
      objects: [
        ['black cube', 3, 2],
        ['yellow cube', 6, 6],
      ],
      goal: ['near(black cube, yellow cube)'],
    },
    0,
  ],
  [
    'what must not be lifted is pushed',
    {
      rules: ['hold(me, black cube) -> nothing', 'hold(me, yellow cube) -> nothing'],
      objects: [
        ['black cube', 3, 2],
        ['yellow cube', 6, 5],
        ['purple sphere', 1, 6],
      ],
      goal: ['near(black cube, yellow cube)'],
    },
    0,
  ],
  [
    'what is destroyed when the avatar is near is given a wide berth',
    {
      rules: ['near(me, purple cube) -> nothing'],
      objects: [
        ['purple cube', 4, 4.2],
        ['yellow cube', 4, 1],
        ['black cube', 6.5, 4],
      ],
      at: [4, 7],
      goal: ['hold(me, yellow cube)', 'see(purple cube, black cube)'],
    },
    0,
  ],
  [
    'what is carried is kept away from what would destroy it',
    {
      rules: ['near(yellow cube, purple sphere) -> nothing'],
      objects: [
        ['yellow cube', 4, 6],
        ['purple sphere', 4, 4],
        ['black cube', 4, 1.5],
      ],
      at: [4, 7.2],
      goal: ['near(yellow cube, black cube)'],
    },
    0,
  ],
  [
    'what would be destroyed beside its target stays, and the target is carried',
    {
      rules: ['near(black cube, purple sphere) -> nothing'],
      objects: [
        ['black cube', 1, 1],
        ['yellow cube', 6, 6],
        ['purple sphere', 5.2, 5.7, { frozen: true }],
      ],
      goal: ['near(black cube, yellow cube)'],
    },
    0,
  ],
  [
    'the rule that wastes a needed object is left alone',
    {
      rules: ['near(black cube, purple slab) -> nothing', 'near(black cube, yellow slab) -> purple pyramid'],
      objects: [
        ['black cube', 1, 1],
        ['purple slab', 4, 4.2],
        ['yellow slab', 7, 7],
      ],
      at: [1, 2.5],
      goal: ['hold(me, purple pyramid)'],
    },
    1,
  ],
];

describe.each(['laptop', 'ada'] as const)('the oracle keeps out of traps, %s', (preset) => {
  it.each(TRAPS)('%s', (_, sketch, firings) => {
    const solution = solveSketch(sketch, preset);
    expect([solution.solved, solution.reason, solution.firings]).toEqual([true, undefined, firings]);
  });
});

const HOPELESS: [reason: string, sketch: Sketch][] = [
  [
    'hold(me, yellow cube): there is no yellow cube and no rule makes one',
    { objects: [['black cube', 1, 1]], goal: ['hold(me, yellow cube)'] },
  ],
  [
    'hold(me, yellow cube): there is no yellow cube, and what makes one needs a purple slab: there is no purple slab and no rule makes one',
    {
      objects: [['black cube', 1, 1]],
      rules: ['near(black cube, purple slab) -> yellow cube'],
      goal: ['hold(me, yellow cube)'],
    },
  ],
  [
    'hold(me, black cube): the black cube is frozen and cannot be held',
    { objects: [['black cube', 1, 1, { frozen: true }]], goal: ['hold(me, black cube)'] },
  ],
  [
    'not near(black cube, yellow slab): the black cube and the yellow slab are frozen',
    {
      rules: ['near(black cube, purple sphere) -> nothing'],
      objects: [
        ['black cube', 3, 2, { frozen: true }],
        ['yellow slab', 3.8, 2, { frozen: true }],
      ],
      goal: ['not near(black cube, yellow slab)'],
    },
  ],
  [
    'near(black cube, yellow slab): the black cube and the yellow slab are frozen',
    {
      objects: [
        ['black cube', 1, 1, { frozen: true }],
        ['yellow slab', 7, 7, { frozen: true }],
      ],
      goal: ['near(black cube, yellow slab)'],
    },
  ],
  [
    'hold(me, black cube): no way leads to the black cube',
    {
      rows: ['0000', '0000', '0022', '0022'],
      at: [1, 1],
      objects: [['black cube', 7, 7]],
      goal: ['hold(me, black cube)'],
    },
  ],
  [
    'hold(me, black cube): rule 1 consumes what is needed as soon as hold(me, black cube) is true',
    { objects: [['black cube', 1, 1]], rules: ['hold(me, black cube) -> nothing'], goal: ['hold(me, black cube)'] },
  ],
  [
    'hold(other, black cube): this is up to the other player',
    { objects: [['black cube', 1, 1]], goal: ['hold(other, black cube)'] },
  ],
];

it.each(HOPELESS)('says: %s', (reason, sketch) => {
  expect(solveSketch({ trialSeconds: 8, ...sketch })).toMatchObject({ solved: false, reward: 0, reason });
});

it('says what it was doing when time ran out', () => {
  const sketch: Sketch = {
    objects: [['black cube', 1, 1]],
    goal: ['hold(me, black cube)'],
    at: [7, 7],
    trialSeconds: 1,
  };
  const reason = 'time ran out on hold(me, black cube), on the way to take the black cube';
  expect(solveSketch(sketch)).toMatchObject({ solved: false, reason });
});
