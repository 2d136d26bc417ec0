import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, type SimulationSettings } from '@open-ada/xland-sim';
import { benchTask, busyScript, type RoomName, type Script } from './sim-scene.js';

/** Environments of one batch. */
export const ENVIRONMENTS = 128;
export const TRIALS = 4;
const SCRIPTS = 64;

/** Different tasks, each with the actions of a busy player: `[steps, 3]`, all of the same length. */
export function scriptsFor(room: RoomName): Script[] {
  const random = new Random(1);
  return Array.from({ length: SCRIPTS }, (_, seed) => busyScript(COMPACT, benchTask(random, room), TRIALS, seed));
}

/**
 * Assigns scripts to environments. Environments take the scripts in turn, and each is at another point of its episode.
 */
class Rota {
  private readonly starts: Int32Array;
  private step = 0;
  private next = 0;
  private readonly playing: Script[] = [];
  private readonly length: number;

  constructor(
    private readonly scripts: readonly Script[],
    envCount: number,
  ) {
    this.length = scripts[0].actions.length / 3;
    this.starts = Int32Array.from({ length: envCount }, (_, i) => Math.floor((i * this.length) / envCount));
  }

  /** Steps after which every environment has begun an episode. */
  get warmUp(): number {
    return this.length;
  }

  /** Resets the environments whose episodes are due, and fills in the actions of the next step. */
  prepare(actions: Int32Array, reset: (envIndex: number, script: Script) => void): void {
    for (let i = 0; i < this.starts.length; i++) {
      const at = (this.step - this.starts[i]) % this.length;
      if (at < 0) continue;
      if (at === 0) {
        this.playing[i] = this.scripts[this.next++ % this.scripts.length];
        reset(i, this.playing[i]);
      }
      const script = this.playing[i].actions;
      for (let g = 0; g < 3; g++) actions[3 * i + g] = script[3 * at + g];
    }
    this.step++;
  }
}

/** A warmed-up batch of environments with busy players. Each call plays one step in each of the `ENVIRONMENTS`. */
export function busyBatch(settings: SimulationSettings, scripts: readonly Script[], observing = true): () => void {
  const environment = new BatchedEnvironment(settings, ENVIRONMENTS);
  const rota = new Rota(scripts, ENVIRONMENTS);
  const actions = new Int32Array(ENVIRONMENTS * 3).fill(1);
  const rewards = new Float32Array(ENVIRONMENTS);
  const events = new Uint8Array(ENVIRONMENTS);
  const observations = new Float32Array(ENVIRONMENTS * environment.observationSpec.size);
  const begin = (envIndex: number, { task, seed }: Script): void =>
    environment.reset(envIndex, task, { trials: TRIALS, seed });
  const play = (): void => {
    rota.prepare(actions, begin);
    environment.step(actions, rewards, events);
    if (observing) environment.observe(observations);
  };
  for (let k = 0; k < rota.warmUp; k++) play();
  return play;
}
