import type { Given } from '@open-ada/training';

/** One agent of an experiment: its training settings, or its file. */
export interface Row {
  /** Name of its files. */
  name: string;
  /** Name in tables, for people. */
  title: string;
  seed: number;
  /** Changes to the defaults. Absent: nothing is trained. */
  settings?: Given;
  /** The same for an agent of train:dreamer: changes to its defaults. */
  dreamer?: Given;
  /** Agent file of the teacher. If the row is not trained, the file of the agent itself. */
  teacher?: string;
  /** Agent file that training starts from. */
  initial?: string;
}

/** Points of training at which a row is played. */
export interface Marks {
  steps: number[];
  minutes: number[];
}

export const markName = (unit: keyof Marks, at: number) => `${unit}-${at}`;

/** The same row with several seeds, one row each. */
export function withSeeds(row: Omit<Row, 'seed'>, seeds: readonly number[]): Row[] {
  return seeds.map((seed) => ({ ...row, seed, name: seed === 1 ? row.name : `${row.name}-seed-${seed}` }));
}
