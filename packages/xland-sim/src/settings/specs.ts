/** What an agent sees and does, described as data: networks, trajectories and files are derived from these. */

/** Consecutive values of a token that stand for consecutive members of one list. */
export interface TokenRange {
  /** What they stand for, e.g. `types`: the object types in the order of OBJECT_TYPES. */
  name: string;
  first: number;
  count: number;
}

/** Floats of a row that belong together. */
export interface ObservationFeature {
  name: string;
  /** First float of the feature in its row. */
  offset: number;
  /** Number of floats. */
  size: number;
  /** The quantity, in `unit`, is the float times this. Absent: a plain number, a flag or a one-hot. */
  scale?: number;
  unit?: string;
  /** Of a token: what its values stand for. */
  tokens?: readonly TokenRange[];
}

/** One named part of the flat observation vector. */
export interface ObservationPart {
  name: string;
  /** First float of the part in the observation vector. */
  offset: number;
  /** E.g. `[16, 20]` for 16 rows (entities) of 20 floats. The last number is the length of a row. */
  shape: number[];
  /** `float`: real features. `token`: each float is an integer in `[0, cardinality)`. */
  kind: 'float' | 'token';
  cardinality?: number;
  /** Constant through an episode (goal, rules): stored once per episode in trajectories. */
  perEpisode: boolean;
  /** What stands in a row, without gaps. */
  features: ObservationFeature[];
}

/** Layout of the flat Float32Array of one environment: parts that change by step first, per-episode parts after them. */
export interface ObservationSpec {
  parts: ObservationPart[];
  /** Floats of one observation. */
  size: number;
  /** The first `stepSize` floats change by step; the rest are constant in an episode. */
  stepSize: number;
}

/** A choice that is made in every step, independently of the other groups. */
export interface ActionGroup {
  name: 'move' | 'strafe' | 'turn' | 'look' | 'hand' | 'reach';
  options: string[];
}

/** Factored action: one choice per group. */
export interface ActionSpec {
  groups: ActionGroup[];
}
