import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, EVENT, LAPTOP } from '@open-ada/xland-sim';
import { SLOTS } from './sim-batch.js';
import { benchTask } from './sim-scene.js';

/** What is used here of the insides of the simulator. */
interface Insides {
  episodes: { scene: { slotCount: number; items: Thing[] } }[];
}

interface Thing {
  type: number;
  holder: number;
  sleeping: boolean;
  velocity: { set(x: number, y: number, z: number): void };
  body: { angularVelocity: { set(x: number, y: number, z: number): void } };
  wake(): void;
}

/** The worst case: whatever comes to rest is thrown up again at once. Each call plays one decision in each slot. */
export function tumblingBatch(): () => void {
  const environment = new BatchedEnvironment(LAPTOP, SLOTS);
  const { episodes } = environment as unknown as Insides;
  const random = new Random(3);
  const actions = new Int32Array(SLOTS * environment.actionSpec.groups.length);
  const rewards = new Float32Array(SLOTS);
  const events = new Uint8Array(SLOTS).fill(2);
  const observations = new Float32Array(SLOTS * environment.observationSpec.size);
  const throwUp = (item: Thing): void => {
    item.wake();
    item.velocity.set(random.range(-2, 2), 2, random.range(-2, 2));
    item.body.angularVelocity.set(random.range(-3, 3), random.range(-3, 3), random.range(-3, 3));
  };
  return () => {
    for (let i = 0; i < SLOTS; i++) {
      if (events[i] === EVENT.episode) environment.reset(i, benchTask(random), { trials: 4, seed: i });
      const { slotCount, items } = episodes[i].scene;
      for (let j = 0; j < slotCount; j++) {
        const item = items[j];
        if (item.type >= 0 && item.holder < 0 && item.sleeping) throwUp(item);
      }
    }
    for (let k = 0; k < actions.length; k++) actions[k] = random.int(3);
    environment.step(actions, rewards, events);
    environment.observe(observations);
  };
}
