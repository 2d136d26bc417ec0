/**
 * Observations and actions of an agent, described as data. Networks, trajectories and files are derived from these
 * specs.
 */

/** Consecutive token values that stand for consecutive members of one list. */
export interface TokenRange {
  /** Name of the list, for example `types`: the object types in the order of OBJECT_TYPES. */
  name: string;
  first: number;
  count: number;
}

/** Floats of a row that belong together. */
export interface ObservationFeature {
  name: string;
  /** Offset of the feature in its row. */
  offset: number;
  /** Number of floats. */
  size: number;
  /** The quantity in `unit` is the float times this. Absent for a plain number, a flag or a one-hot. */
  scale?: number;
  unit?: string;
  /** Meaning of the values of a token. */
  tokens?: readonly TokenRange[];
}

/** One named part of the flat observation vector. */
export interface ObservationPart {
  name: string;
  /** Offset of the part in the observation vector. */
  offset: number;
  /** For example `[16, 20]` for 16 rows (entities) of 20 floats. The last number is the length of a row. */
  shape: number[];
  /** `float`: real features. `token`: each float is an integer in `[0, cardinality)`. */
  kind: 'float' | 'token';
  cardinality?: number;
  /** Constant during an episode (goal, rules). Trajectories store such a part once per episode. */
  perEpisode: boolean;
  /** Features of a row, without gaps. */
  features: ObservationFeature[];
}

/**
 * Layout of the flat Float32Array of one environment. Parts that change by step come first, per-episode parts after
 * them.
 */
export interface ObservationSpec {
  parts: ObservationPart[];
  /** Number of floats of one observation. */
  size: number;
  /** The first `stepSize` floats change by step. The others are constant during an episode. */
  stepSize: number;
}

/** A choice made in every step, independently of the other groups. */
export interface ActionGroup {
  name: 'move' | 'strafe' | 'turn' | 'look' | 'hand' | 'reach';
  options: string[];
}

/** Factored action: one choice per group. */
export interface ActionSpec {
  groups: ActionGroup[];
}
