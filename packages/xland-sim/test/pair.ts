import type { PlayerStart, Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  type EpisodeOptions,
  featureOf,
  partOf,
  type SimulationSettings,
} from '@open-ada/xland-sim';
import { LONG_ARM } from './player.js';
import { type Sketch, taskOf } from './tasks.js';

export const PAIR: SimulationSettings = { ...LONG_ARM, players: 2 };

/** A task for two from a few words; the second player looks along -z, too. */
export function taskForTwo(sketch: Sketch, second: Partial<PlayerStart>): Task {
  const task = taskOf(sketch);
  task.players.push({ at: [6, 4], heading: { mean: 0, spread: 0 }, ...second });
  return task;
}

/** One environment with two seats driven by words. */
export class Pair {
  readonly environment: BatchedEnvironment;
  readonly rewards = new Float32Array(2);
  readonly events = new Uint8Array(1);

  constructor(task: Task, settings: SimulationSettings = PAIR, options: EpisodeOptions = { trials: 1, seed: 1 }) {
    this.environment = new BatchedEnvironment(settings, 1);
    this.environment.reset(0, task, options);
  }

  /** One step; groups that are not named stay as they are. */
  play(first: string[], second: string[]): void {
    const actions = [first, second].flatMap((words) =>
      this.environment.actionSpec.groups.map(({ options }) => {
        const chosen = options.findIndex((option) => words.includes(option));
        return chosen >= 0 ? chosen : (options.length - 1) / 2;
      }),
    );
    this.environment.step(Int32Array.from(actions), this.rewards, this.events);
  }

  /** The observation of one seat. */
  observation(seat: number): Float32Array {
    const { size } = this.environment.observationSpec;
    const all = new Float32Array(2 * size);
    this.environment.observe(all);
    return all.slice(seat * size, (seat + 1) * size);
  }

  /** The floats of one feature of a part of one row. */
  feature(seat: number, name: string, of: string): number[] {
    const part = partOf(this.environment.observationSpec, name)!;
    const { offset, size } = featureOf(part, of);
    return Array.from(this.observation(seat).subarray(part.offset + offset, part.offset + offset + size));
  }

  get players() {
    return this.environment.state(0).players;
  }

  /** Distance of the two on the floor plane, metres. */
  get apart(): number {
    const [a, b] = this.players;
    return Math.hypot(a.x - b.x, a.z - b.z);
  }
}
