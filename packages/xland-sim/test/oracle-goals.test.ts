import { describe, expect, it } from 'vitest';
import { solveSketch } from './oracle-scenes.js';
import type { Sketch } from './tasks.js';

const PAIR: Sketch['objects'] = [
  ['black cube', 2, 2],
  ['yellow sphere', 2.85, 2],
  ['purple slab', 6, 6],
];

/** Goals of every kind, and the least reward of the best trial in steps of which COMPACT has 150. */
const GOALS: [goal: string, least: number, objects?: Sketch['objects'], at?: [number, number]][] = [
  ['near(me, purple slab)', 130],
  ['touching(me, purple slab)', 130],
  ['see(me, purple slab)', 140],
  ['see(black cube, purple slab)', 130],
  ['near(black cube, purple slab)', 120],
  ['touching(black cube, purple slab)', 90],
  ['not near(black cube, yellow sphere)', 120],
  [
    'not touching(black cube, yellow sphere)',
    110,
    [
      ['black cube', 2, 2],
      ['yellow sphere', 2.5, 2],
    ],
  ],
  ['not see(me, purple slab)', 140],
  ['not near(me, purple slab)', 140, PAIR, [5.3, 6]],
  ['not touching(me, purple slab)', 140, PAIR, [5.34, 6]],
  ['not hold(me, purple slab)', 149],
  ['not see(black cube, yellow sphere)', 100],
];

describe.each(['laptop', 'ada'] as const)('the oracle reaches, %s', (preset) => {
  it.each(GOALS)('%s', (goal, least, objects = PAIR, at = [4, 4]) => {
    const { solved, reward, reason } = solveSketch({ goal: [goal], objects, at }, preset);
    expect([solved, reason]).toEqual([true, undefined]);
    expect(reward).toBeGreaterThan(least);
  });
});

it('several predicates at once', () => {
  const goal = ['near(black cube, purple slab)', 'hold(me, yellow sphere)', 'not see(me, yellow cube)'];
  const objects: Sketch['objects'] = [...PAIR!, ['yellow cube', 1, 7]];
  expect(solveSketch({ goal, objects }).solved).toBe(true);
});

const CHAINS: [name: string, rules: string[], goal: string][] = [
  [
    'a chain of three',
    [
      'near(me, black cube) -> black sphere',
      'touching(black sphere, purple slab) -> yellow slab',
      'hold(me, yellow slab) -> purple pyramid',
    ],
    'near(purple pyramid, yellow sphere)',
  ],
  ['a pair that parts', ['not near(black cube, yellow sphere) -> purple cube'], 'hold(me, purple cube)'],
  [
    'the shorter of two ways',
    [
      'near(purple slab, black cube) -> purple cube',
      'near(purple slab, yellow sphere) -> black slab',
      'hold(me, purple slab) -> purple cube',
    ],
    'hold(me, purple cube)',
  ],
];

it.each(CHAINS)('fires %s', (_, rules, goal) => {
  for (const preset of ['laptop', 'ada'] as const) {
    expect(solveSketch({ rules, goal: [goal], objects: PAIR }, preset)).toMatchObject({ solved: true });
  }
});
