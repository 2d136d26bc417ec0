import { Random, type Task } from '@open-ada/production-rules';
import { BatchedEnvironment, EVENT, LAPTOP } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { probe } from './probe-worlds.js';

const EPISODES = 20;

/** Mean reward of a trial as a share of its length, of an agent that does nothing or anything. */
function share(task: Task, agent: 'nothing' | 'random'): number {
  const environment = new BatchedEnvironment(LAPTOP, 1);
  const { groups } = environment.actionSpec;
  const actions = Int32Array.from(groups, ({ options }) => (options.length - 1) / 2);
  const [rewards, events] = [new Float32Array(1), new Uint8Array(1)];
  let [sum, decisions] = [0, 0];
  for (let seed = 0; seed < EPISODES; seed++) {
    const random = new Random(seed, 1);
    environment.reset(0, task, { trials: 1, seed });
    do {
      if (agent === 'random')
        groups.forEach(({ options }, g) => {
          actions[g] = random.int(options.length);
        });
      environment.step(actions, rewards, events);
      sum += rewards[0];
      decisions++;
    } while (events[0] === EVENT.none);
  }
  return sum / decisions;
}

/** The probes that reward doing nothing, and at most how much of a trial is left to one who acts at random. */
const REWARDED_AT_ONCE = new Map([
  [24, 0.6],
  [25, 0.6],
]);

const NUMBERS = Array.from({ length: 15 }, (_, k) => 16 + k);

it.each(NUMBERS)('probe %i rewards nothing by accident, unless it is meant to', (number) => {
  const task = probe(number);
  const most = REWARDED_AT_ONCE.get(number);
  expect(share(task, 'nothing')).toBe(most === undefined ? 0 : 1);
  if (most === undefined) expect(share(task, 'random')).toBe(0);
  else expect(share(task, 'random')).toBeLessThan(most);
});
