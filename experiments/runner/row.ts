import type { Given } from '@open-ada/training';

/** One agent of an experiment: how it is trained, or the file that it is. */
export interface Row {
  /** Names its files. */
  name: string;
  /** For people, in a table. */
  title: string;
  seed: number;
  /** What it changes of the defaults; absent: nothing is trained. */
  settings?: Given;
  /** Agent file of its teacher or, of a row that is not trained, of the agent itself. */
  teacher?: string;
  /** Agent file that training starts from. */
  initial?: string;
}

/** When a row is looked at. */
export interface Marks {
  steps: number[];
  minutes: number[];
}

export const markName = (unit: keyof Marks, at: number) => `${unit}-${at}`;

/** The same row with several seeds: one row each. */
export function withSeeds(row: Omit<Row, 'seed'>, seeds: readonly number[]): Row[] {
  return seeds.map((seed) => ({ ...row, seed, name: seed === 1 ? row.name : `${row.name}-seed-${seed}` }));
}
