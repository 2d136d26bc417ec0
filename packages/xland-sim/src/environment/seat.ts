import { Random } from '@open-ada/production-rules';
import { Explored } from '../observation/explored.js';
import { Sightings } from '../observation/sightings.js';
import { type Way, Ways } from '../observation/ways.js';
import type { Scene } from '../scene/scene.js';
import type { StateVisitor } from '../scene/state-visitor.js';
import type { SimulationSettings } from '../settings/settings.js';

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

  /** What the player has seen, as far as the settings have it told of that. */
  readonly sightings: Sightings | undefined;
  readonly explored: Explored | undefined;
  private readonly ways: Ways | undefined;
  private readonly acrossTrials: boolean;

  /** @param groups number of action groups */
  constructor(groups: number, { recall, unexplored, ways, acrossTrials = false }: SimulationSettings) {
    this.previousActions = new Int32Array(groups).fill(-1);
    this.acrossTrials = acrossTrials;
    if (recall) this.sightings = new Sightings(acrossTrials);
    if (unexplored || ways) this.explored = new Explored();
    if (ways) this.ways = new Ways();
  }

  /** Notes what the player sees. @param index of the seat */
  look(scene: Scene, index: number, step: number): void {
    this.sightings?.look(scene, index, step);
    this.explored?.look(scene, index);
  }

  /** Ways from where the player stands, if the settings have it told of them. */
  waysFrom(scene: Scene, index: number): Ways | undefined {
    if (this.explored) this.ways?.spread(scene.players[index], scene.terrain, this.explored);
    return this.ways;
  }

  /** The way to the nearest ground that the player has not had in view. */
  frontier(scene: Scene, index: number): Way | undefined {
    return this.waysFrom(scene, index)?.toUnseen(scene.players[index]);
  }

  /** Looks around at the start of a trial, and keeps what was seen in the trials before as far as the settings say. */
  beginTrial(scene: Scene, index: number, trial: number): void {
    if (trial === 0 || !this.acrossTrials) this.forgetSeen(scene, index, 0);
    else {
      this.sightings?.beginTrial();
      this.look(scene, index, 0);
    }
  }

  /** Forgets what the player has seen but for what it sees now. */
  forgetSeen(scene: Scene, index: number, step: number): void {
    this.sightings?.clear();
    this.explored?.clear(scene);
    this.look(scene, index, step);
  }

  /** Passes what the player has seen, see `passEpisode`. */
  passSeen(visitor: StateVisitor, scene: Scene): void {
    this.sightings?.pass(visitor);
    this.explored?.pass(visitor, scene);
  }

  clearPrevious(): void {
    this.previousActions.fill(-1);
    this.previousReward = 0;
    this.previousGrab = -1;
  }
}
