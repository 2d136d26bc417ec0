/** What an agent sees and does, described as data: networks, trajectories and files are derived from these. */

/** One named part of the flat observation vector. */
export interface ObservationPart {
  name: string;
  /** First float of the part in the observation vector. */
  offset: number;
  /** E.g. `[16, 19]` for 16 entities of 19 features; the product is the number of floats. */
  shape: number[];
  /** `float`: real features. `token`: each float is an integer in `[0, cardinality)`. */
  kind: 'float' | 'token';
  cardinality?: number;
  /** Constant through an episode (goal, rules): stored once per episode in trajectories. */
  perEpisode: boolean;
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
