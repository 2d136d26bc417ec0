/** Largest number of objects in a world at once; indices of a world are `0..MAX_OBJECTS-1`. */
export const MAX_OBJECTS = 32;

/**
 * The facts that the rule engine asks for, and the one change it makes. A world keeps its objects in numbered indices.
 *
 * The type of a objectIndex may change only inside `consume` (or together with a call of `RuleEngine.reset` or `restore`): the
 * engine keeps lists of the indices of each type and rebuilds them only then. No method may allocate.
 */
export interface World {
  /** Indices in use are among `0..indexCount-1`; at most `MAX_OBJECTS`. */
  readonly indexCount: number;
  /** Index into `OBJECT_TYPES`, or -1 for an empty objectIndex. */
  typeOf(objectIndex: number): number;
  /** Centres at most 1 m apart. Two distinct objects; symmetric. */
  near(a: number, b: number): boolean;
  /** In contact. Two distinct objects; symmetric. */
  touching(a: number, b: number): boolean;
  /** The line between the centres is unobstructed. Two distinct objects; symmetric. */
  sees(a: number, b: number): boolean;
  playerNear(player: number, objectIndex: number): boolean;
  playerTouching(player: number, objectIndex: number): boolean;
  /** Inside the player's view and unobstructed. */
  playerSees(player: number, objectIndex: number): boolean;
  /** The objectIndex of the object in the player's hand, or -1. */
  heldBy(player: number): number;
  /**
   * Removes the object in objectIndex `first` (and the one in objectIndex `second`, unless that is -1) and puts objects of the types in
   * `spawns` in their place: the first spawn takes pose, velocity and grip of `first`, the others appear next to it. A
   * spawn may take any objectIndex that is empty after the removal.
   * Returns false, and then has changed nothing, where there is no free place for the spawns. The engine has checked
   * beforehand that the number of objects stays within `MAX_OBJECTS`.
   */
  consume(first: number, second: number, spawns: readonly number[]): boolean;
}
