import type { Random } from '@open-ada/production-rules';
import type { DrawnTask } from '../tasks/task-draw.js';
import type { KeptTask } from './archive.js';
import type { EpisodeResult } from './task-source.js';

/** The archive of one family. It decides which tasks are kept and which are used for training. */
export interface FamilyArchive {
  /** Whether it has enough tasks for training. */
  readonly ready: boolean;
  readonly tasks: readonly KeptTask[];
  /** Proposes a task to be played and judged. */
  propose(random: Random): DrawnTask;
  /** Returns a function that samples training tasks. All tasks of one iteration come from the same distribution. */
  sampler(random: Random): () => DrawnTask;
  /** Takes the result of a proposal. */
  judge(proposal: DrawnTask, result: EpisodeResult): void;
  /** Takes the result of a sampled task. */
  update(sampled: DrawnTask, result: EpisodeResult): void;
  state(): unknown;
  restore(state: unknown): void;
  statistics(): Record<string, number>;
}
