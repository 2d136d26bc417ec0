import type { Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  type EpisodeOptions,
  featureOf,
  partOf,
  type SimulationSettings,
} from '@open-ada/xland-sim';

/** The laptop's world with a reach for which the hand-made scenes are laid out. */
export const LONG_ARM: SimulationSettings = { ...COMPACT, reach: 2.5 };

/** One environment driven by words, e.g. `play('forward', 'grab', 'small left')`. */
export class Player {
  readonly environment: BatchedEnvironment;
  readonly observation: Float32Array;
  reward = 0;
  event = 0;

  constructor(task: Task, settings: SimulationSettings = LONG_ARM, options: EpisodeOptions = { trials: 1, seed: 1 }) {
    this.environment = new BatchedEnvironment(settings, 1);
    this.environment.reset(0, task, options);
    this.observation = new Float32Array(this.environment.observationSpec.size);
  }

  /** One step; groups that are not named stay as they are. */
  play(...words: string[]): void {
    const { groups } = this.environment.actionSpec;
    const actions = groups.map(({ options }) => {
      const chosen = options.findIndex((option) => words.includes(option));
      return chosen >= 0 ? chosen : (options.length - 1) / 2;
    });
    const rewards = new Float32Array(1);
    const events = new Uint8Array(1);
    this.environment.step(Int32Array.from(actions), rewards, events);
    this.reward = rewards[0];
    this.event = events[0];
  }

  /** The floats of one part of the present observation. */
  part(name: string): number[] {
    this.environment.observe(this.observation);
    const part = this.environment.observationSpec.parts.find((candidate) => candidate.name === name);
    if (part === undefined) throw new Error(`no part ${name}`);
    const size = part.shape.reduce((product, n) => product * n, 1);
    return Array.from(this.observation.subarray(part.offset, part.offset + size));
  }

  /** Rows of the part `entities` that are present. */
  entities(): number[][] {
    const floats = this.part('entities');
    const [count, row] = partOf(this.environment.observationSpec, 'entities')!.shape;
    const rows = Array.from({ length: count }, (_, k) => floats.slice(row * k, row * (k + 1)));
    return rows.filter((floats) => floats[this.at('entities', 'present')] === 1);
  }

  /** Where a feature begins in a row of a part. */
  at(part: string, feature: string): number {
    return featureOf(partOf(this.environment.observationSpec, part)!, feature).offset;
  }

  /** The floats of a feature of a part of one row. */
  feature(part: string, name: string): number[] {
    const { offset, size } = featureOf(partOf(this.environment.observationSpec, part)!, name);
    return this.part(part).slice(offset, offset + size);
  }

  get state() {
    return this.environment.state(0);
  }
}
