import type { Given } from '@open-ada/training';
import type { Row } from './row.js';

/** Options of an experiment. */
export interface Asked {
  /** Marks at which each row is played. */
  steps: number[];
  minutes: number[];
  seeds: number[];
  /** Agent file of the teacher. */
  teacher: string;
  /** Agent file from which every trained row starts. Absent: fresh parameters. */
  initial?: string;
  /** Family to train on. */
  trainOn: string;
  /** Held-out family to play. */
  family: string;
  count: number;
  /** Numbers of trials k. */
  trials: number[];
  repeats: number;
  control: boolean;
  /** Changes to the training settings of all rows. */
  settings: Given;
  /** The same of the rows of train:dreamer. */
  dreamer: Given;
}

/** A set of agents that are trained and played in the same way, so that they can be compared. */
export interface Experiment {
  name: string;
  description: string;
  rows(asked: Pick<Asked, 'seeds' | 'teacher' | 'trainOn' | 'steps'>): Row[];
  /** Settings of all rows; `--settings` comes before them. Absent: those of the published runs. */
  common?(asked: Pick<Asked, 'teacher'>): Given;
  /** Default seeds of the rows that have several. */
  seeds: number[];
  /** Other default options. */
  defaults?: Partial<Pick<Asked, 'steps' | 'minutes' | 'trainOn' | 'family' | 'count' | 'trials'>>;
  /** Pairs of titles whose differences the tables show. */
  versus: readonly (readonly [string, string])[];
  /** Whether `--initial` is required. */
  fromAgent?: boolean;
}
