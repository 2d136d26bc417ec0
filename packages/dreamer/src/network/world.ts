import type { StdBounds } from '../equations/normal.js';

/** An image within an observation. */
export interface ImageSpec {
  height: number;
  width: number;
  channels: number;
}

/** What the agent sees and does. */
export interface WorldSpec {
  /** O: floats of an observation. */
  observation: number;
  /** The first floats of an observation are an image: row by row, channels last, each in [0, 1]. */
  image?: ImageSpec;
  /** Number of options of each action group; a step takes one option of each. */
  actionDims: number[];
  /** Number of continuous actions, each in [−1, 1]. Default 0. */
  continuous?: number;
}

/** Constants of the distributions that the networks parametrise; see the settings of the same names. */
export interface NetworkConstants extends StdBounds {
  unimix: number;
}
