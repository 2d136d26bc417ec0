import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, EVENT } from '@open-ada/xland-sim';
import { ENVIRONMENTS } from './sim-batch.js';
import { benchTask } from './sim-scene.js';

/** The internals of the simulator that are used here. */
interface Insides {
  episodes: { scene: { indexCount: number; items: Thing[] } }[];
}

interface Thing {
  type: number;
  holder: number;
  sleeping: boolean;
  velocity: { set(x: number, y: number, z: number): void };
  body: { angularVelocity: { set(x: number, y: number, z: number): void } };
  wake(): void;
}

/**
 * The worst case: every object that comes to rest is thrown up again at once. Each call plays one step in each
 * environment.
 */
export function tumblingBatch(): () => void {
  const environment = new BatchedEnvironment(COMPACT, ENVIRONMENTS);
  const { episodes } = environment as unknown as Insides;
  const random = new Random(3);
  const actions = new Int32Array(ENVIRONMENTS * environment.actionSpec.groups.length);
  const rewards = new Float32Array(ENVIRONMENTS);
  const events = new Uint8Array(ENVIRONMENTS).fill(2);
  const observations = new Float32Array(ENVIRONMENTS * environment.observationSpec.size);
  const throwUp = (item: Thing): void => {
    item.wake();
    item.velocity.set(random.range(-2, 2), 2, random.range(-2, 2));
    item.body.angularVelocity.set(random.range(-3, 3), random.range(-3, 3), random.range(-3, 3));
  };
  return () => {
    for (let i = 0; i < ENVIRONMENTS; i++) {
      if (events[i] === EVENT.episode) environment.reset(i, benchTask(random), { trials: 4, seed: i });
      const { indexCount, items } = episodes[i].scene;
      for (let j = 0; j < indexCount; j++) {
        const item = items[j];
        if (item.type >= 0 && item.holder < 0 && item.sleeping) throwUp(item);
      }
    }
    for (let k = 0; k < actions.length; k++) actions[k] = random.int(3);
    environment.step(actions, rewards, events);
    environment.observe(observations);
  };
}
