import { goalOf, type ObjectType, type Rule, rulesTowardsGoal, type Task, typesOf } from '@open-ada/production-rules';
import type { EpisodeSpec, Recorder } from '@open-ada/rollout';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';

/** Useful actions of the first and the second player in a trial; null where the trial brought no reward. */
export type Labour = [number, number] | null;

/** What is useful in a task. */
interface Uses {
  /** Types that the goal names, or that a rule consumes that leads towards the goal. */
  types: ReadonlySet<ObjectType>;
  /** By rule: whether it leads towards the goal, and the player that its condition names. */
  leads: readonly boolean[];
  owners: readonly (number | undefined)[];
}

/** One episode in progress. */
interface Episode {
  uses: Uses;
  rules: readonly Rule[];
  counts: [number, number];
  isRewarded: boolean;
  /** Firings since the episode began; and of each rule in this trial. */
  firings: number;
  fired: number[];
  /** Types that a player has grabbed in this trial. */
  grabbed: [Set<ObjectType>, Set<ObjectType>];
  /** Who grabbed, or made, an object of a type last, and when. */
  last: Map<ObjectType, { seat: number; at: number }>;
  trials: Labour[];
}

/**
 * Counts the useful actions of two players in each trial, up to its first reward:
 *
 * - a player's first grab of an object of each type that the goal names, or that a rule towards the goal consumes;
 * - a firing of a rule towards the goal. It belongs to the player that its condition names, otherwise to the player that
 *   last grabbed or made an object that it consumed; where nobody did, to nobody.
 *
 * A trial without reward has none: what would have been useful in it is not known.
 */
export class LabourMeter implements Recorder {
  private readonly episodes: Episode[];

  constructor(
    private readonly environment: BatchedEnvironment,
    episodes: readonly EpisodeSpec[],
  ) {
    const known = new Map<Task, Uses>();
    this.episodes = episodes.map(({ task }) => {
      const uses = known.get(task) ?? usesOf(task);
      known.set(task, uses);
      return { uses, rules: task.rules, firings: 0, trials: [], ...freshTrial() };
    });
  }

  /** `[episodes][trials played]` */
  labour(): Labour[][] {
    return this.episodes.map(({ trials }) => trials);
  }

  afterStep(t: number, running: Uint8Array, rewards: Float32Array, _actions: Int32Array, events: Uint8Array): void {
    const { environment } = this;
    const { players } = environment;
    this.episodes.forEach((episode, i) => {
      if (running[i] === 0) return;
      // After the last step of a trial the world is that of the next one.
      if (events[i] === EVENT.none && !episode.isRewarded) this.count(i, t);
      for (let seat = 0; seat < players; seat++) if (rewards[i * players + seat] > 0) episode.isRewarded = true;
      episode.firings = environment.firings(i);
      if (events[i] === EVENT.none) return;
      episode.trials.push(episode.isRewarded ? episode.counts : null);
      Object.assign(episode, freshTrial());
    });
  }

  private count(i: number, t: number): void {
    const { environment } = this;
    const { uses, rules, counts, grabbed, last, fired, firings } = this.episodes[i];
    for (let seat = 0; seat < environment.acting(i); seat++) {
      const type = environment.lastGrab(i, seat);
      if (type === undefined) continue;
      last.set(type, { seat, at: t });
      if (!uses.types.has(type) || grabbed[seat].has(type)) continue;
      grabbed[seat].add(type);
      counts[seat]++;
    }
    if (environment.firings(i) === firings) return;
    environment.state(i).ruleFirings.forEach((times, r) => {
      const more = times - (fired[r] ?? 0);
      fired[r] = times;
      if (more === 0) return;
      const { condition, spawns } = rules[r];
      const takers = typesOf(condition).flatMap((type) => last.get(type) ?? []);
      const [latest] = takers.sort((a, b) => b.at - a.at);
      const seat = uses.owners[r] ?? latest?.seat;
      if (seat === undefined) return;
      for (const type of spawns) last.set(type, { seat, at: t });
      if (uses.leads[r]) counts[seat] += more;
    });
  }
}

const freshTrial = (): Pick<Episode, 'counts' | 'isRewarded' | 'fired' | 'grabbed' | 'last'> => ({
  counts: [0, 0],
  isRewarded: false,
  fired: [],
  grabbed: [new Set(), new Set()],
  last: new Map(),
});

function usesOf(task: Task): Uses {
  const goal = task.players.flatMap((_, seat) => goalOf(task, seat));
  const leading = rulesTowardsGoal({ ...task, goal }, true);
  const wanted = [...goal, ...[...leading].map(({ condition }) => condition)];
  return {
    types: new Set(wanted.flatMap(typesOf)),
    leads: task.rules.map((rule) => leading.has(rule)),
    owners: task.rules.map(({ condition: { arguments: given } }) =>
      given.includes('me') ? 0 : given.includes('other') ? 1 : undefined,
    ),
  };
}
