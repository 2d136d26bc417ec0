import { COLOURS, MAX_HIDDEN, MAX_SPAWNS, OBJECT_TYPES, PLAYERS, PREDICATES, SHAPES } from '@open-ada/production-rules';
import type { ActionGroup, ObservationFeature, TokenRange } from './specs.js';

/**
 * A feature without its offset, which follows from the order of the list. This file alone defines the content of an
 * observation and its order. Writers, the network, tests and docs/observation.md look features up by name.
 */
export interface Feature extends Omit<ObservationFeature, 'offset'> {
  /** Description for people; not stored in files. */
  meaning: string;
}

/** Numbers of remaining trials with a float of their own. Larger numbers share a flag. */
const COUNTED_TRIALS = 5;

/** Settings that add features to `entities`. */
export interface EntityExtras {
  aim?: boolean;
  places?: boolean;
  recall?: boolean;
  ways?: boolean;
}

/** Where a way begins, and how long it is. */
const WAY: readonly Feature[] = [
  {
    name: 'way',
    size: 2,
    meaning: 'sine and cosine of the angle, to the right of the heading, at which the way begins',
  },
  { name: 'wayLength', size: 1, scale: 8, unit: 'm', meaning: 'length of the way; 0 where there is none' },
];

/** The part `frontier`. */
export const FRONTIER_FEATURES: readonly Feature[] = [
  { name: 'exists', size: 1, meaning: '1 where a way leads to ground that has not been in view' },
  ...WAY,
];

/** A row of `entities`. */
export const entityFeatures = ({ aim, places, recall, ways }: EntityExtras): readonly Feature[] => [
  { name: 'present', size: 1, meaning: '1 for an object, 0 in an empty row' },
  { name: 'shape', size: SHAPES.length, meaning: `one-hot: ${SHAPES.join(', ')}` },
  { name: 'colour', size: COLOURS.length, meaning: `one-hot: ${COLOURS.join(', ')}` },
  { name: 'size', size: 1, meaning: 'size factor' },
  { name: 'frozen', size: 1, meaning: '1 where it cannot be moved' },
  { name: 'held', size: 1, meaning: '1 in the own hand' },
  { name: 'position', size: 3, scale: 4, unit: 'm', meaning: 'right, up, forward of the eye, in the body frame' },
  { name: 'distance', size: 1, scale: 8, unit: 'm', meaning: 'distance on the floor plane' },
  { name: 'bearing', size: 2, meaning: 'sine and cosine of the angle to the right of the heading' },
  { name: 'velocity', size: 3, scale: 3, unit: 'm/s', meaning: 'right, up, forward, in the body frame' },
  ...(aim ? [{ name: 'aimed', size: 1, meaning: '1 where `grab` would take it now' }] : []),
  ...(places
    ? [
        { name: 'place', size: 2, scale: 8, unit: 'm', meaning: "x and z from the room's centre" },
        { name: 'height', size: 1, scale: 4, unit: 'm', meaning: 'height of its centre above the floor of level 0' },
      ]
    : []),
  ...(recall
    ? [
        {
          name: 'outOfView',
          size: 1,
          scale: 10,
          unit: 's',
          meaning: 'time since it was last seen; 0 where it is seen now',
        },
      ]
    : []),
  ...(ways ? WAY : []),
];

/** A row of `others`. @param places whether the agent is told where in the room it is, as it is of objects */
export const otherFeatures = (places = false): readonly Feature[] => [
  { name: 'present', size: 1, meaning: '1 while the head of the other player is in view' },
  { name: 'position', size: 3, scale: 4, unit: 'm', meaning: 'of its head: right, up, forward of the eye' },
  { name: 'distance', size: 1, scale: 8, unit: 'm', meaning: 'distance on the floor plane' },
  { name: 'bearing', size: 2, meaning: 'sine and cosine of the angle to the right of the heading' },
  { name: 'facing', size: 2, meaning: 'sine and cosine of its heading against the own one, positive to the left' },
  { name: 'velocity', size: 3, scale: 3, unit: 'm/s', meaning: 'right, up, forward, in the body frame' },
  { name: 'shape', size: SHAPES.length, meaning: 'one-hot of the object in its hand, while that is seen as well' },
  { name: 'colour', size: COLOURS.length, meaning: 'the same' },
  ...(places
    ? [
        { name: 'place', size: 2, scale: 8, unit: 'm', meaning: "x and z from the room's centre" },
        { name: 'height', size: 1, scale: 4, unit: 'm', meaning: 'height of its feet above the floor of level 0' },
      ]
    : []),
];

/** A row of `rays`. */
export const RAY_FEATURES: readonly Feature[] = [
  { name: 'distance', size: 1, scale: 16, unit: 'm', meaning: 'distance to what stops the ray, at most 1' },
  { name: 'wall', size: 1, meaning: '1 where a wall or a step stops it, 0.5 where a ramp does' },
  { name: 'object', size: 1, meaning: '1 where an object stops it' },
];

/**
 * The part `body`.
 * @param pose whether the agent is told its position and heading in the room
 * @param places whether it is told how high it stands, as it is of objects
 */
export const bodyFeatures = (pose: boolean, places = false): readonly Feature[] => [
  { name: 'velocity', size: 3, scale: 3, unit: 'm/s', meaning: 'right, up, forward, in the body frame' },
  { name: 'look', size: 2, meaning: 'sine and cosine of the look angle' },
  { name: 'holding', size: 1, meaning: '1 where the hand holds something' },
  { name: 'handDistance', size: 1, scale: 2.5, unit: 'm', meaning: 'distance of the hand in front of the avatar' },
  { name: 'grounded', size: 1, meaning: '1 where the avatar stands on the ground' },
  ...(pose
    ? [
        { name: 'position', size: 2, scale: 8, unit: 'm', meaning: "x and z from the room's centre" },
        { name: 'heading', size: 2, meaning: 'sine and cosine of the heading' },
      ]
    : []),
  ...(places
    ? [{ name: 'height', size: 1, scale: 4, unit: 'm', meaning: 'height of the feet above the floor of level 0' }]
    : []),
];

/** The part `time`. */
export const TIME_FEATURES: readonly Feature[] = [
  { name: 'left', size: 1, scale: 10, unit: 's', meaning: 'time left in the trial' },
  { name: 'duration', size: 1, scale: 10, unit: 's', meaning: 'length of a trial' },
  { name: 'trialsRemaining', size: COUNTED_TRIALS, meaning: `one-hot: 1 to ${COUNTED_TRIALS}, this trial included` },
  { name: 'moreTrials', size: 1, meaning: `1 where more than ${COUNTED_TRIALS} remain` },
  { name: 'hidden', size: 1, meaning: '1 where the number of trials is not told; the other features of trials are 0' },
  { name: 'untilLast', size: 1, scale: 40, unit: 's', meaning: 'time until the last trial begins' },
];

/** The part `previous`: one one-hot per action group, then the results of the action. */
export const previousFeatures = (groups: readonly ActionGroup[]): readonly Feature[] => [
  ...groups.map(({ name, options }) => ({ name, size: options.length, meaning: `one-hot: ${options.join(', ')}` })),
  { name: 'taken', size: OBJECT_TYPES.length, meaning: 'one-hot: object type that the hand took' },
  { name: 'reward', size: 1, meaning: 'reward of the last step' },
];

/** A row of `events`. The first row contains types that vanished, the second types that appeared. */
export const EVENT_FEATURES: readonly Feature[] = [
  {
    name: 'types',
    size: OBJECT_TYPES.length,
    meaning: '1 for each object type seen to vanish (row 1) or appear (row 2)',
  },
];

/** A row of `ground`: one direction. @param distances metres */
export const groundFeatures = (distances: readonly number[]): readonly Feature[] => [
  {
    name: 'height',
    size: distances.length,
    scale: 2,
    unit: 'm',
    meaning: `height against the feet at ${distances.join(', ')} m, between -1 and 1; walls are 1`,
  },
];

/** A row of `surroundings`: one direction. @param distances metres */
export const surroundingsFeatures = (distances: readonly number[]): readonly Feature[] => [
  {
    name: 'height',
    size: distances.length,
    scale: 2,
    unit: 'm',
    meaning:
      `height against the feet at ${distances.join(', ')} m, between -1 and 1; where the ground is out of sight, the ` +
      'height of the line of sight over it',
  },
  { name: 'seen', size: distances.length, meaning: '1 where the ground at this distance is in sight of the eye' },
];

/** A row of `unexplored`: one sector. @param distances radii between the rings, metres */
export const unexploredFeatures = (distances: readonly number[]): readonly Feature[] => [
  {
    name: 'area',
    size: distances.length + 1,
    scale: 4,
    unit: 'm²',
    meaning: `ground that has not been in view, within ${distances.join(', ')} m and beyond, at most 1`,
  },
];

/** A pixel of `camera`. */
export const PIXEL_FEATURES: readonly Feature[] = [
  { name: 'colour', size: 3, meaning: 'red, green, blue' },
  { name: 'depth', size: 1, scale: 16, unit: 'm', meaning: 'distance along the line of sight, at most 1' },
];

/** Consecutive token ranges, starting at 0. */
function ranges(...counts: [name: string, count: number][]): readonly TokenRange[] {
  let first = 0;
  return counts.map(([name, count]) => {
    const range = { name, first, count };
    first += count;
    return range;
  });
}

const FLAG = ranges(['no', 1], ['yes', 1]);
const PREDICATE = ranges(['none', 1], ['predicates', PREDICATES.length], ['hiddenPredicates', MAX_HIDDEN.predicates]);
const ARGUMENT = ranges(
  ['none', 1],
  ['players', PLAYERS.length],
  ['types', OBJECT_TYPES.length],
  ['hiddenTypes', MAX_HIDDEN.types],
);
const RULE_KIND = ranges(['none', 1], ['shown', 1], ['hidden', 1]);

const STATEMENT: readonly Feature[] = [
  { name: 'negated', size: 1, tokens: FLAG, meaning: 'whether the predicate is negated' },
  { name: 'predicate', size: 1, tokens: PREDICATE, meaning: 'the predicate' },
  { name: 'arguments', size: 2, tokens: ARGUMENT, meaning: 'its two arguments' },
];

/** A row of `goal`: one predicate of the conjunction. */
export const GOAL_FEATURES = STATEMENT;

/** A row of `rules`. A hidden rule shows only its kind. */
export const RULE_FEATURES: readonly Feature[] = [
  { name: 'kind', size: 1, tokens: RULE_KIND, meaning: 'whether there is a rule, and whether it is shown' },
  ...STATEMENT,
  { name: 'spawns', size: MAX_SPAWNS, tokens: ARGUMENT, meaning: 'object types that it spawns' },
];
