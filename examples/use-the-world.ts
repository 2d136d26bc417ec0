// The world as a library: generated tasks, a batch of environments, observations by name, and a scripted player that
// knows the hidden rules. Compile it, or run it with a Node that reads TypeScript.
import { generateTask } from '@open-ada/curriculum';
import { describeTask } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, EVENT, featureOf, Oracle, partOf } from '@open-ada/xland-sim';

const count = 4;
const environment = new BatchedEnvironment(COMPACT, count);
const tasks = Array.from({ length: count }, (_, seed) => generateTask('make-by-hold', seed, { side: 'training' }));
tasks.forEach((task, i) => {
  environment.reset(i, task, { trials: 2, seed: i });
});
console.log(describeTask(tasks[0]));

const { observationSpec, actionSpec } = environment;
const observations = new Float32Array(count * observationSpec.size);
const actions = new Int32Array(count * actionSpec.groups.length);
const rewards = new Float32Array(count);
const events = new Uint8Array(count);

// Where a feature lies: the part's offset, and the feature's in a row of it.
const time = partOf(observationSpec, 'time')!;
const left = featureOf(time, 'left');

const player = new Oracle();
const reward = new Float32Array(count);
let running = count;
while (running > 0) {
  environment.observe(observations);
  for (let i = 0; i < count; i++) player.act(environment, i, actions);
  environment.step(actions, rewards, events);
  events.forEach((event, i) => {
    reward[i] += rewards[i];
    if (event === EVENT.episode) running--;
    else if (event === EVENT.trial) {
      const seconds = observations[i * observationSpec.size + time.offset + left.offset] * left.scale!;
      console.log(`environment ${i}: a trial has ended; the last observation told of ${seconds.toFixed(1)} s left`);
    }
  });
}
console.log(`rewards of the oracle: ${[...reward].map((sum) => sum.toFixed(1)).join(', ')}`);
