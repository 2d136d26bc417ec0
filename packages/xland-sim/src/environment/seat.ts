import { Random } from '@open-ada/production-rules';

/** What one player of an episode did in the last step, what came of it, and what it is told of its task. */
export class Seat {
  /** Last option of each action group, or -1 if there is none, and the reward of that step. */
  readonly previousActions: Int32Array;
  previousReward = 0;
  /**
   * Index of the object type that the hand grabbed in the last step, or -1. A rule may consume the object before it
   * is ever observed in the hand.
   */
  previousGrab = -1;
  /** Goal and rules as this player sees them. Empty for a player that nobody moves. */
  tokens: Float32Array = new Float32Array(0);
  /** Random number source of the headings. */
  random: Random = new Random(0);

  /** @param groups number of action groups */
  constructor(groups: number) {
    this.previousActions = new Int32Array(groups).fill(-1);
  }

  clearPrevious(): void {
    this.previousActions.fill(-1);
    this.previousReward = 0;
    this.previousGrab = -1;
  }
}
