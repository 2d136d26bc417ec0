import type { Task } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Oracle } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { taskOf } from './tasks.js';

const objects = [
  ['black cube', 1, 1],
  ['purple sphere', 6.5, 1.5],
  ['yellow pyramid', 6, 6.5],
  ['yellow slab', 1.5, 6],
] as const;

function solve(task: Task): number {
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, task, { trials: 1, seed: 1 });
  const oracle = new Oracle();
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const rewards = new Float32Array(1);
  const events = new Uint8Array(1);
  let total = 0;
  while (events[0] !== 2) {
    oracle.act(environment, 0, actions);
    environment.step(actions, rewards, events);
    total += rewards[0];
  }
  return total;
}

it.each([
  ['hold', 'hold(me, yellow slab)', [], 30],
  ['make by hold', 'hold(me, yellow cube)', ['hold(me, black cube) -> yellow cube'], 28],
  ['make by near', 'hold(me, yellow cube)', ['near(purple sphere, black cube) -> yellow cube'], 20],
  [
    'a chain',
    'hold(me, yellow cube)',
    ['near(black slab, yellow pyramid) -> yellow cube', 'hold(me, purple sphere) -> black slab'],
    20,
  ],
  // What is touched slides away a little: contact comes and goes.
  ['touch', 'touching(me, yellow slab)', [], 10],
  ['touch two', 'touching(black cube, purple sphere)', [], 20],
  ['see', 'see(me, yellow pyramid)', [], 30],
])('solves %s', (_, goal, rules, least) => {
  const task = taskOf({ goal: [goal], rules, objects: objects.map(([type, x, z]) => [type, x, z]) });
  expect(solve(task)).toBeGreaterThan(least);
});
