import type { Given } from '@open-ada/training';
import type { Row } from './row.js';

/** What an experiment is asked. */
export interface Asked {
  /** Marks at which each row is played. */
  steps: number[];
  minutes: number[];
  seeds: number[];
  /** Agent file of the teacher. */
  teacher: string;
  /** Agent file that every trained row starts from; absent: fresh parameters. */
  initial?: string;
  /** Family that is trained on. */
  trainOn: string;
  /** Held-out family that is played. */
  family: string;
  count: number;
  /** Numbers of trials k. */
  trials: number[];
  repeats: number;
  control: boolean;
  /** Changes to the training settings of all rows. */
  settings: Given;
}

/** Some agents that are trained and played alike, so that they can be compared. */
export interface Experiment {
  name: string;
  description: string;
  rows(asked: Pick<Asked, 'seeds' | 'teacher' | 'trainOn' | 'steps'>): Row[];
  /** Of the rows that have several, unless others are asked for. */
  seeds: number[];
  /** What else it asks for unless told otherwise. */
  defaults?: Partial<Pick<Asked, 'steps' | 'minutes' | 'trainOn' | 'family' | 'count' | 'trials'>>;
  /** Pairs of titles whose difference the tables show. */
  versus: readonly (readonly [string, string])[];
  /** Whether `--initial` must be given. */
  fromAgent?: boolean;
}
