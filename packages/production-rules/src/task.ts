/**
 * The language of tasks as plain data (no behaviour). Metres, seconds, radians; y is up.
 * Source: "Human-Timescale Adaptation in an Open-Ended Task Space", section 2 and appendix A.
 */

export const SHAPES = ['cube', 'sphere', 'pyramid', 'slab'] as const;
export const COLOURS = ['black', 'purple', 'yellow'] as const;
export type Shape = (typeof SHAPES)[number];
export type Colour = (typeof COLOURS)[number];

/** A colour and a shape in words, e.g. `yellow sphere`. */
export type ObjectType = `${Colour} ${Shape}`;

/** All object types; the position in this list is the type's index everywhere (observations, engine, keys). */
export const OBJECT_TYPES: readonly ObjectType[] = SHAPES.flatMap((shape) =>
  COLOURS.map((colour): ObjectType => `${colour} ${shape}`),
);

export const PLAYERS = ['me', 'other'] as const;
export type PlayerName = (typeof PLAYERS)[number];
export type Argument = PlayerName | ObjectType;

export const PREDICATES = ['near', 'touching', 'hold', 'see'] as const;
export type PredicateName = (typeof PREDICATES)[number];

/** One possibly negated predicate over two arguments. `hold` and a player's `see` have the player first. */
export interface Predicate {
  name: PredicateName;
  negated: boolean;
  arguments: [Argument, Argument];
}

/** When the condition becomes true for a concrete pair, the pair vanishes and the spawns appear (0..3). */
export interface Rule {
  condition: Predicate;
  spawns: ObjectType[];
  /** The agent sees only that there is a rule. */
  hidden: boolean;
}

/** What the agent sees as a numbered token instead of a name, in all rules. */
export interface Hiding {
  types: ObjectType[];
  predicates: PredicateName[];
}

export interface TaskObject {
  type: ObjectType;
  /** Centre on the floor plane, metres: [x, z]. The object is placed at rest on what is below it. */
  at: [number, number];
  /** Size factor on the nominal .5 m. */
  size: number;
  /** Immovable. */
  frozen: boolean;
}

export interface PlayerStart {
  /** Metres: [x, z]. */
  at: [number, number];
  /** Start heading of each trial, radians about y: uniform in mean +- spread. Absent: uniform over the circle. */
  heading?: { mean: number; spread: number };
}

/**
 * A tile map, one string per row (z grows downwards), one character per 2 m tile: `0` floor, `#` wall. The outer corner
 * of the first tile is the origin: the map covers x from 0 to 2 * columns and z from 0 to 2 * rows, and a wall surrounds it.
 */
export interface WorldMap {
  rows: string[];
}

export interface Task {
  version: 1;
  name: string;
  /** A conjunction; generated tasks have one predicate. */
  goal: Predicate[];
  /** At most 16. */
  rules: Rule[];
  hiding: Hiding;
  objects: TaskObject[];
  world: WorldMap;
  players: PlayerStart[];
  /** Seconds of one trial. */
  trialSeconds: number;
}
