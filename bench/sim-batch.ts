import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, type SimulationSettings } from '@open-ada/xland-sim';
import { benchTask, busyScript, type RoomName, type Script } from './sim-scene.js';

/** Environments of one batch. */
export const ENVIRONMENTS = 128;
export const TRIALS = 4;
const SCRIPTS = 64;

/** The world of the scripts for a number of players. */
export const worldFor = (players: number): SimulationSettings => (players === 1 ? COMPACT : { ...COMPACT, players });

/** Different tasks, each with the actions of busy players: `[steps, P, 3]`, all of the same length. */
export function scriptsFor(room: RoomName, players = 1): Script[] {
  const random = new Random(1);
  const world = worldFor(players);
  return Array.from({ length: SCRIPTS }, (_, seed) =>
    busyScript(world, benchTask(random, room, players), TRIALS, seed),
  );
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
  /** Numbers of the actions of one step. */
  private readonly width: number;

  constructor(
    private readonly scripts: readonly Script[],
    envCount: number,
  ) {
    this.width = 3 * scripts[0].task.players.length;
    this.length = scripts[0].actions.length / this.width;
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
      const { width } = this;
      for (let g = 0; g < width; g++) actions[width * i + g] = script[width * at + g];
    }
    this.step++;
  }
}

/** A warmed-up batch of environments with busy players. Each call plays one step in each of the `ENVIRONMENTS`. */
export function busyBatch(settings: SimulationSettings, scripts: readonly Script[], observing = true): () => void {
  const environment = new BatchedEnvironment(settings, ENVIRONMENTS);
  const rota = new Rota(scripts, ENVIRONMENTS);
  const rows = ENVIRONMENTS * environment.players;
  const actions = new Int32Array(rows * 3).fill(1);
  const rewards = new Float32Array(rows);
  const events = new Uint8Array(ENVIRONMENTS);
  const observations = new Float32Array(rows * environment.observationSpec.size);
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
