/** Object types: 4 shapes times 3 colours. */
export const TYPES = 12;
/** Token of the first object type; see the goal part of the observation spec. */
export const FIRST_TYPE_TOKEN = 3;
/** Place of the first argument among the tokens of a goal atom: negated, predicate, argument, argument. */
export const GOAL_ARGUMENTS = 2;
