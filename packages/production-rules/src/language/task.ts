/**
 * The language of tasks as plain data, without behaviour. Units are metres, seconds and radians; y is up.
 * Source: "Human-Timescale Adaptation in an Open-Ended Task Space", section 2 and appendix A.
 */

export const SHAPES = ['cube', 'sphere', 'pyramid', 'slab'] as const;
export const COLOURS = ['black', 'purple', 'yellow'] as const;
export type Shape = (typeof SHAPES)[number];
export type Colour = (typeof COLOURS)[number];

/** A colour and a shape in words, e.g. `yellow sphere`. */
export type ObjectType = `${Colour} ${Shape}`;

/** All object types. The position in this list is the type's index everywhere (observations, engine, keys). */
export const OBJECT_TYPES: readonly ObjectType[] = SHAPES.flatMap((shape) =>
  COLOURS.map((colour): ObjectType => `${colour} ${shape}`),
);

/**
 * The players of a task by their seat: `me` is the first, `other` the second. This is so in all of a task file. What a
 * player is told names it `me`, whatever its seat: see `taskFromSeat`.
 */
export const PLAYERS = ['me', 'other'] as const;
export type PlayerName = (typeof PLAYERS)[number];
export type Argument = PlayerName | ObjectType;

/** Relations that can hold between two things (AdA, appendix A.1). */
export const PREDICATES = ['near', 'touching', 'hold', 'see'] as const;
export type PredicateName = (typeof PREDICATES)[number];

/** One possibly negated predicate of two arguments. In `hold` and a player's `see`, the player comes first. */
export interface Predicate {
  name: PredicateName;
  negated: boolean;
  arguments: [Argument, Argument];
}

/** While the condition is true of a concrete pair, the pair vanishes and the spawns (0..3) appear. */
export interface Rule {
  condition: Predicate;
  spawns: ObjectType[];
  /** The agent sees only that there is a rule. */
  hidden: boolean;
}

/**
 * What the agent sees as a numbered token instead of a name, in all rules. The goal is never hidden. The number is
 * the position in the list. A task hides at most 4 types and 2 predicates.
 */
export interface Hiding {
  types: ObjectType[];
  predicates: PredicateName[];
}

/** One task, as its file has it after parsing and checking: docs/task-files.md. */
export interface TaskObject {
  type: ObjectType;
  /**
   * Centre as seen from above, metres: [x, z]. The object starts at rest on the floor below it, which must be level.
   */
  at: [number, number];
  /** Size factor; 1 is the nominal width of 0.5 m. */
  size: number;
  /** Immovable. */
  frozen: boolean;
}

/** What the second player sees less of, or more, than the first. */
export interface OwnHiding extends Hiding {
  /** Numbers of the rules of which it sees only that there is one; 1 is the first rule. */
  rules: number[];
}

/** Where a player starts each trial, and what is different for it. */
export interface PlayerStart {
  /** Metres: [x, z], on level floor. */
  at: [number, number];
  /**
   * Start heading of each trial, radians: uniform in mean +- spread. If absent: uniform over the circle. 0 looks
   * along -z (up the map), pi / 2 along -x (to the left of the map).
   */
  heading?: { mean: number; spread: number };
  /** Only of the second player: what is rewarded for it. If absent: the goal of the task, as for the first. */
  goal?: Predicate[];
  /**
   * Only of the second player: what is hidden from it, in place of the `hiding` of the task and the `hidden` of the
   * rules. If absent: what is hidden from the first.
   */
  hiding?: OwnHiding;
}

/**
 * A tile map drawn from above: one string per row, one character per tile of 2 x 2 m. There are 2..12 rows. All rows
 * have the same length of 2..12 tiles.
 *
 *     0..9     floor at that level; a level is 1 m
 *     #        wall, to the full height of the room
 *     > < ^ v  ramp that rises by one level in the direction of the arrow
 *
 * x grows to the right along a row, z grows downwards from row to row. The outer corner of the first tile is the
 * origin. The map covers x from 0 to 2 * columns and z from 0 to 2 * rows. The wall of the room surrounds it.
 *
 * The tile before a ramp (against its arrow) is floor of some level h, and the tile behind it is floor of level
 * h + 1. A run of n equal ramps in a line rises from h to h + n, as in `0>>2`. Any tile may lie along the sides of a
 * ramp. Where floors of different levels meet without a ramp there is a vertical step. One can drop down a step but
 * not climb it.
 *
 *     0000
 *     0>11     a plateau (1) in a corner, a ramp leads up to it from the left
 *     0011
 */
export interface WorldMap {
  rows: string[];
}

export interface Task {
  version: 1;
  name: string;
  /** For people: what the task tests. The agent does not see it. */
  tests?: string;
  /** A conjunction. Generated tasks have one predicate. It is rewarded for both players. */
  goal: Predicate[];
  /** At most 16. */
  rules: Rule[];
  hiding: Hiding;
  objects: TaskObject[];
  world: WorldMap;
  players: PlayerStart[];
  /** Length of one trial, seconds. */
  trialSeconds: number;
}

/** Goals and rules of a task. The players matter only for a second player's own goal. */
export type Game = Pick<Task, 'goal' | 'rules'> & Partial<Pick<Task, 'players'>>;
