import type { Random } from '@open-ada/production-rules';
import type { DrawnTask } from '../tasks/task-draw.js';
import type { KeptTask } from './archive.js';
import type { EpisodeResult } from './task-source.js';

/** The archive of one family: which tasks come in, which are learned from. */
export interface FamilyArchive {
  /** Whether it has enough tasks to learn from. */
  readonly ready: boolean;
  readonly tasks: readonly KeptTask[];
  /** A task to be played and judged. */
  propose(random: Random): DrawnTask;
  /** Gives tasks to learn from, all of one iteration by the same distribution. */
  sampler(random: Random): () => DrawnTask;
  /** What came of a proposal. */
  judge(proposal: DrawnTask, result: EpisodeResult): void;
  /** What came of a task that was sampled. */
  update(sampled: DrawnTask, result: EpisodeResult): void;
  state(): unknown;
  restore(state: unknown): void;
  statistics(): Record<string, number>;
}
