import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, LAPTOP } from '@open-ada/xland-sim';
import { bestRate, type Figures } from './figure.js';
import { naiveWorld } from './naive-world.js';
import { benchTask, busyAction } from './sim-scene.js';

const SLOTS = 128;
const TRIALS = 4;

/** Decisions per second of one core: physics, rules, rewards and observations, episodes of new tasks included. */
function flatRate(): number {
  const random = new Random(1);
  const environment = new BatchedEnvironment(LAPTOP, SLOTS);
  const tasks = Array.from({ length: 64 }, () => benchTask(random));
  const actions = new Int32Array(SLOTS * environment.actionSpec.groups.length);
  const rewards = new Float32Array(SLOTS);
  const events = new Uint8Array(SLOTS).fill(2);
  const observations = new Float32Array(SLOTS * environment.observationSpec.size);
  let seed = 0;
  const batch = (): void => {
    for (let i = 0; i < SLOTS; i++) {
      if (events[i] === 2) environment.reset(i, random.pick(tasks), { trials: TRIALS, seed: seed++ });
      busyAction(random, actions, i * 3);
    }
    environment.step(actions, rewards, events);
    environment.observe(observations);
  };
  return bestRate(batch, 200) * SLOTS;
}

/** Microseconds of one trial reset: what `reset` takes with the task that already plays there. */
function resetMicroseconds(): number {
  const environment = new BatchedEnvironment(LAPTOP, 1);
  const task = benchTask(new Random(1));
  let seed = 0;
  return 1e6 / bestRate(() => environment.reset(0, task, { trials: 1, seed: seed++ }), 5000);
}

/** Figures of the simulator. */
export async function benchSim(): Promise<Figures> {
  const flat = flatRate();
  const naive = bestRate(naiveWorld(benchTask(new Random(1))), 200);
  return {
    'sim.flat.decisionsPerSecond': { value: flat, unit: 'decisions/s on one core' },
    'sim.trialReset.microseconds': { value: resetMicroseconds(), unit: 'us' },
    'sim.naive.speedup': { value: flat / naive, unit: 'times a plain cannon-es world' },
  };
}
