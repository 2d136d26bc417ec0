import { expect, it } from 'vitest';
import { ReplayBuffer } from '../src/learner/replay-buffer.js';
import { allocateTrajectory } from '../src/transport/trajectory.js';

it('keeps the newest episodes, whole', () => {
  const shape = { episodes: 2, steps: 3, stepSize: 4, taskSize: 5, groups: 1, options: 2 };
  const buffer = new ReplayBuffer(shape, 5);
  const trajectory = allocateTrajectory(shape);
  for (let iteration = 0; iteration < 4; iteration++) {
    for (const array of Object.values(trajectory)) {
      array.forEach((_: number, i: number) => {
        array[i] = 2 * iteration + (i < array.length / 2 ? 0 : 1);
      });
    }
    for (let episode = 0; episode < 2; episode++) buffer.add(trajectory, episode);
    expect(buffer.size).toBe(Math.min(5, 2 * (iteration + 1)));
  }
  // A copy: what is played into the same arrays later does not reach it.
  for (const array of Object.values(trajectory)) array.fill(99);
  const episodes = Array.from({ length: 5 }, (_, envIndex) => buffer.view('rewards', envIndex)[0]);
  expect(episodes.sort()).toEqual([3, 4, 5, 6, 7]);
  for (let envIndex = 0; envIndex < 5; envIndex++) {
    const marks = (Object.keys(trajectory) as (keyof typeof trajectory)[]).flatMap((field) => [
      ...buffer.view(field, envIndex),
    ]);
    expect(new Set(marks).size).toBe(1);
  }
});
