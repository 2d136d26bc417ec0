import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer, Oracle } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { labelsWhileStill } from './explorer-scenes.js';
import { randomTask } from './tasks.js';

const ahead = { goal: ['hold(me, black cube)'], objects: [['black cube', 4, 0.8] as const], at: [4, 7] as const };
const sketch = { ...ahead, objects: ahead.objects.map((object) => [...object] as ['black cube', number, number]) };

it.each([
  ['oracle', () => new Oracle()],
  ['explorer', () => new Explorer()],
])('the %s says the same for as long as nothing is done', (_, make) => {
  const labels = labelsWhileStill(make(), { ...sketch, at: [4, 7] }, 20);
  expect(new Set(labels).size).toBe(1);
});

it('is deterministic, and says the same whether asked in its own environment or beside others', () => {
  const tasks = [1, 2, 3].map(randomTask);
  const alone = tasks.map((task, i) => labels([task], [i])[0]);
  expect(labels(tasks, [0, 1, 2])).toEqual(alone);
});

/** What explorers would do, step by step, while actions are random; one sequence for each task. */
function labels(tasks: ReturnType<typeof randomTask>[], seeds: number[]): string[][] {
  const environment = new BatchedEnvironment(COMPACT, tasks.length);
  tasks.forEach((task, i) => {
    environment.reset(i, task, { trials: 2, seed: seeds[i] });
  });
  const explorer = new Explorer();
  const randoms = seeds.map((seed) => new Random(seed, 7));
  const { groups } = environment.actionSpec;
  const asked = new Int32Array(tasks.length * groups.length);
  const actions = new Int32Array(tasks.length * groups.length);
  const rewards = new Float32Array(tasks.length);
  const events = new Uint8Array(tasks.length);
  const said = tasks.map((): string[] => []);
  for (let step = 0; step < 80; step++) {
    for (let i = 0; i < tasks.length; i++) {
      explorer.act(environment, i, asked);
      said[i].push(asked.slice(i * groups.length, (i + 1) * groups.length).join());
      // Now and then what was asked for is done.
      const obeys = randoms[i].float() < 0.5;
      groups.forEach(({ options }, g) => {
        const option = randoms[i].int(options.length);
        actions[i * groups.length + g] = obeys ? asked[i * groups.length + g] : option;
      });
    }
    environment.step(actions, rewards, events);
  }
  return said;
}
