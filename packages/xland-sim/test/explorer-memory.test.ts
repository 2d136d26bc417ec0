import { expect, it } from 'vitest';
import { exploreSketch } from './explorer-scenes.js';
import type { Sketch } from './tasks.js';

const goal = ['hold(me, yellow cube)'];

it('remembers what a rule consumed at first sight, and goes back there in the next trial', () => {
  const sketch: Sketch = {
    goal,
    rules: ['see(me, black cube) -> yellow cube'],
    rows: ['0000', '0##0', '00#0', '00#0'],
    objects: [['black cube', 7, 7]],
    at: [1, 7],
  };
  const [first, second, third] = exploreSketch(sketch);
  expect(second).toBeGreaterThan(first);
  expect(third).toBeGreaterThan(first);
});

it('goes to a spawn that it has not seen', () => {
  const sketch: Sketch = {
    goal,
    rules: ['near(me, black cube) -> purple sphere, black slab, yellow cube'],
    objects: [
      ['black cube', 7.4, 7.4],
      ['purple slab', 2, 2],
    ],
    at: [4, 6],
  };
  const [, second] = exploreSketch(sketch);
  expect(second).toBeGreaterThan(83);
});

it('first tries the type of which there is one object', () => {
  const sketch: Sketch = {
    goal,
    rules: ['hidden: hold(me, yellow slab) -> yellow cube'],
    objects: [
      ['black cube', 5, 6],
      ['black cube', 3, 6],
      ['purple sphere', 6, 5],
      ['purple sphere', 2, 5],
      ['black pyramid', 4, 6],
      ['black pyramid', 5, 4],
      ['yellow slab', 1.5, 1],
    ],
    at: [4, 7],
  };
  const [first, second] = exploreSketch(sketch);
  expect(first).toBeGreaterThanOrEqual(second);
});

it('keeps an object in touch by holding it against a wall', () => {
  const sketch: Sketch = { goal: ['touching(me, black cube)'], objects: [['black cube', 4, 4]], at: [4, 7] };
  for (const reward of exploreSketch(sketch)) expect(reward).toBeGreaterThan(83);
});
