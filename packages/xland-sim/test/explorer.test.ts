import { Explorer } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { exploreSketch, playing } from './explorer-scenes.js';
import type { Sketch } from './tasks.js';

const objects: Sketch['objects'] = [
  ['black cube', 1, 1],
  ['purple sphere', 6.5, 1.5],
  ['yellow pyramid', 6, 6.5],
  ['yellow slab', 1.5, 6],
];
const goal = ['hold(me, yellow cube)'];

it('finds a hidden rule by trying, and uses it at once in the next trial', () => {
  const [first, second] = exploreSketch({ goal, rules: ['hidden: hold(me, yellow slab) -> yellow cube'], objects });
  expect(first).toBeGreaterThan(10);
  expect(second).toBeGreaterThan(80);
  expect(second).toBeGreaterThan(first + 10);
});

it('finds a hidden rule about two objects', () => {
  const rules = ['hidden: near(purple sphere, yellow slab) -> yellow cube'];
  const rewards = exploreSketch({ goal, rules, objects }, 4);
  expect(rewards[3]).toBeGreaterThan(70);
});

it('finds out what a hidden type is', () => {
  const rules = ['near(purple sphere, yellow slab) -> yellow cube', 'hold(me, yellow pyramid) -> black pyramid'];
  const rewards = exploreSketch({ goal, rules, objects, hiding: { types: ['yellow slab', 'yellow pyramid'] } }, 4);
  expect(rewards[3]).toBeGreaterThan(70);
});

it('plans through a hidden type that another rule makes', () => {
  const rules = ['hold(me, black slab) -> yellow cube', 'near(me, yellow pyramid) -> black slab'];
  const [first, second] = exploreSketch({ goal, rules, objects, hiding: { types: ['black slab'] } });
  expect(first).toBeGreaterThan(60);
  expect(second).toBeGreaterThan(75);
});

it.each([
  'hold(me, yellow slab)',
  'near(me, yellow slab)',
  'touching(me, yellow slab)',
  'near(yellow slab, black cube)',
])('finds out what the hidden predicate of %s is', (condition) => {
  const [predicate] = condition.split('(');
  const hiding = { predicates: [predicate as 'hold' | 'near' | 'touching'] };
  const rewards = exploreSketch({ goal, rules: [`${condition} -> yellow cube`], objects, hiding });
  expect(rewards[0]).toBeGreaterThan(30);
  expect(rewards[2]).toBeGreaterThan(60);
});

it('gets rid of what must not be near, by a hidden rule', () => {
  const frozen = { frozen: true };
  const rewards = exploreSketch(
    {
      goal: ['not near(black sphere, yellow sphere)'],
      rules: ['hidden: near(black sphere, purple sphere) -> nothing'],
      objects: [...objects, ['black sphere', 4, 1, frozen], ['yellow sphere', 4.7, 1, frozen]],
    },
    5,
  );
  expect(rewards[4]).toBeGreaterThan(60);
});

it('keeps away from what it has seen a rule destroy', () => {
  const rewards = exploreSketch({
    goal: ['near(black cube, purple sphere)'],
    rules: ['hidden: hold(me, black cube) -> nothing'],
    objects: [
      ['black cube', 3, 2.5],
      ['purple sphere', 6.5, 6],
    ],
  });
  expect(rewards[0]).toBe(0);
  expect(rewards[1]).toBeGreaterThan(50);
  expect(rewards[2]).toBeGreaterThan(50);
});

it('searches for what it has not seen, behind a wall, and goes there straight in the next trial', () => {
  const sketch: Sketch = {
    goal: ['hold(me, black cube)'],
    rows: ['0000', '0##0', '00#0', '00#0'],
    objects: [['black cube', 7, 7]],
    at: [1, 7],
  };
  const [first, second] = exploreSketch(sketch, 2);
  expect(first).toBeGreaterThan(20);
  expect(second).toBeGreaterThan(first);
});

it('forgets when it is told to', () => {
  const sketch = { goal, rules: ['hidden: hold(me, yellow slab) -> yellow cube'], objects };
  const firstSteps = (forgets: boolean): string => {
    const { environment, actions, rewards, events } = playing(sketch, 2);
    const explorer = new Explorer();
    while (events[0] === 0) {
      explorer.act(environment, 0, actions);
      environment.step(actions, rewards, events);
    }
    if (forgets) explorer.forget(environment, 0);
    explorer.act(environment, 0, actions);
    return explorer.explain(environment, 0);
  };
  expect(firstSteps(false)).toMatch(/working on hold\(me, yellow slab\)/);
  expect(firstSteps(true)).not.toMatch(/working on hold/);
});
