import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Family } from '@open-ada/curriculum';
import type { EpisodeSpec } from '@open-ada/rollout';
import { type SimulationSettings, solve } from '@open-ada/xland-sim';

/** Tasks of a family that the oracle plays. Its mean is a scale for the display, not a result. */
const TASKS = 16;

/** What the oracle reaches in the tasks of the periodic evaluation. They never change, so it plays each family once. */
export class OracleReferences {
  private readonly known = new Map<Family, number>();

  constructor(private readonly simulation: SimulationSettings) {}

  /**
   * Mean reward of one trial, in steps with the goal held. Messages of the workers are answered between two tasks.
   * @returns undefined for tasks of two players, since the oracle plays alone
   */
  async of(family: Family, episodes: readonly EpisodeSpec[]): Promise<number | undefined> {
    if (episodes.some(({ task }) => task.players.length > 1)) return undefined;
    const before = this.known.get(family);
    if (before !== undefined) return before;
    const played = episodes.slice(0, TASKS);
    let sum = 0;
    for (const { task, seed } of played) {
      await nextTurn();
      sum += solve(task, { settings: this.simulation, trials: 1, seed }).reward;
    }
    this.known.set(family, sum / played.length);
    return sum / played.length;
  }
}
