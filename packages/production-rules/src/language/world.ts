/** Largest number of objects in a world at once. Object indices are `0..MAX_OBJECTS-1`. */
export const MAX_OBJECTS = 32;

/**
 * The questions that the rule engine asks of the world, and the one change that it makes. A world keeps its objects
 * under numbered indices.
 *
 * The type at an object index may change only inside `consume`, or together with a call of `RuleEngine.reset` or
 * `restore`. The reason is that the engine keeps lists of the indices of each type and rebuilds them only then. No
 * method may allocate.
 */
export interface World {
  /** Indices in use are among `0..indexCount-1`; at most `MAX_OBJECTS`. */
  readonly indexCount: number;
  /** Index into `OBJECT_TYPES`, or -1 if there is no object at this index. */
  typeOf(objectIndex: number): number;
  /** Whether the centres are at most 1 m apart. Two distinct objects; symmetric. */
  near(a: number, b: number): boolean;
  /** Whether the objects are in contact. Two distinct objects; symmetric. */
  touching(a: number, b: number): boolean;
  /** Whether the line between the centres is unobstructed. Two distinct objects; symmetric. */
  sees(a: number, b: number): boolean;
  playerNear(player: number, objectIndex: number): boolean;
  playerTouching(player: number, objectIndex: number): boolean;
  /** Whether the object is in the player's view and unobstructed. */
  playerSees(player: number, objectIndex: number): boolean;
  /** Index of the object in the player's hand, or -1. */
  heldBy(player: number): number;
  /**
   * Removes object `first`, and object `second` unless that is -1, and puts objects of the types in `spawns` in their
   * place. The first spawn takes pose, velocity and grip of `first`, and its size and frozenness if it is of the same
   * type; the others appear next to it. A spawn may take any object index that is empty after the removal.
   *
   * Returns false, and changes nothing, if there is no free place for the spawns. The engine has checked beforehand
   * that the number of objects stays within `MAX_OBJECTS`.
   */
  consume(first: number, second: number, spawns: readonly number[]): boolean;
}
