import type { Family, PlannedEpisode, TaskSource } from '@open-ada/curriculum';
import { fallingTo, type ImitationSettings, isImitated } from '@open-ada/distill';
import type { Random } from '@open-ada/production-rules';
import { deriveSeed, type EpisodeSpec } from '@open-ada/rollout';
import type { ActRequest } from './transport.js';

/** What is played in one iteration. */
export interface IterationPlan {
  iteration: number;
  /** One per environment, in the order of the actors. */
  episodes: EpisodeSpec[];
  /** Family of each of them. */
  families: Family[];
  /** Of each episode: number of first trials that a script plays. */
  demonstrated: number[];
  /** Whether a script labels the steps. */
  labelled: boolean;
  /** Indices of the episodes that are learned from, ascending. */
  trained: number[];
  /** Of each actor: who plays the other seat, as an index into the pool of co-players. Empty: nobody does. */
  coPlayers: number[];
  /** Single trials that the agent and the no-op policy both play, to judge tasks. */
  screenings: EpisodeSpec[];
  /** Time taken to make the plan. */
  planMs: number;
}

export interface PlanOptions {
  iteration: number;
  environments: number;
  /** Steps that were planned for the iterations before. */
  plannedSteps: number;
  /** Steps that have been learned from; at most those that the learner will have learned when it gets this iteration. */
  learnedSteps: number;
  /** How a script is imitated; absent: not at all. */
  imitation?: ImitationSettings;
  /** Number of co-players in the pool, and of actors, each of which draws one of them; absent: there is no pool. */
  pool?: { size: number; actors: number };
}

export function planIteration(source: TaskSource, random: Random, options: PlanOptions): IterationPlan {
  const start = performance.now();
  const { iteration, environments, plannedSteps, learnedSteps, imitation, pool } = options;
  const { episodes, screenings } = source.plan(random, environments);
  const seated = (episode: PlannedEpisode): EpisodeSpec => {
    const spec = played(episode);
    return pool && spec.task.players.length === 2 ? { ...spec, seat: random.int(2) } : spec;
  };
  const coPlayers = pool ? Array.from({ length: pool.actors }, () => random.int(pool.size)) : [];
  const demonstrated = episodes.map((episode) =>
    imitation ? demonstratedTrials(random, episode, imitation, plannedSteps) : 0,
  );
  return {
    iteration,
    episodes: episodes.map(seated),
    families: episodes.map(({ family }) => family),
    demonstrated,
    labelled:
      imitation !== undefined && (isImitated(imitation, learnedSteps) || demonstrated.some((trials) => trials > 0)),
    trained: episodes.flatMap(({ trained }, i) => (trained ? [i] : [])),
    coPlayers,
    screenings: screenings.map(seated),
    planMs: performance.now() - start,
  };
}

/** Number of first trials of an episode that a script plays. */
function demonstratedTrials(
  random: Random,
  { trials, trialsPlayed = trials, trained }: PlannedEpisode,
  { demonstrations: start, demonstrationSteps: steps, demonstratedTrials: most }: ImitationSettings,
  plannedSteps: number,
): number {
  const chosen = random.float() < fallingTo({ start, floor: 0, steps }, plannedSteps);
  const number = 1 + random.int(most);
  return chosen && trained ? Math.min(number, trialsPlayed - 1) : 0;
}

/** The episode without the fields that only the curriculum and the learner use. */
function played({ family: _family, trained: _trained, ...episode }: PlannedEpisode): EpisodeSpec {
  return episode;
}

/** Ids of the random streams that are derived from a run's seed. */
export const STREAM = { acting: 1, learning: 2, periodicEval: 3, screening: 4 } as const;

/** The part of a plan that one actor plays. */
export function requestOf(
  plan: IterationPlan,
  actor: number,
  actors: number,
  runSeed: number,
  weights: Float32Array,
  coPlayer?: ActRequest['coPlayer'],
): ActRequest {
  const envCount = plan.episodes.length / actors;
  return {
    episodes: plan.episodes.slice(actor * envCount, (actor + 1) * envCount),
    demonstrated: plan.demonstrated.slice(actor * envCount, (actor + 1) * envCount),
    labelled: plan.labelled,
    seed: deriveSeed(runSeed, plan.iteration, STREAM.acting, actor),
    weights,
    ...(coPlayer && { coPlayer }),
    mode: 'sample',
    record: true,
  };
}

/** One actor's share of a plan's screenings, in requests of at most one episode per environment. */
export function screeningRequests(
  plan: IterationPlan,
  actor: number,
  actors: number,
  runSeed: number,
  weights: Float32Array,
  coPlayer?: ActRequest['coPlayer'],
): ActRequest[] {
  const envCount = plan.episodes.length / actors;
  const share = Math.ceil(plan.screenings.length / actors);
  const own = plan.screenings.slice(actor * share, (actor + 1) * share);
  return Array.from({ length: Math.ceil(own.length / envCount) }, (_, part) => ({
    episodes: own.slice(part * envCount, (part + 1) * envCount),
    seed: deriveSeed(runSeed, plan.iteration, STREAM.screening, actor, part),
    weights,
    ...(coPlayer && { coPlayer }),
    mode: 'sample',
    record: false,
  }));
}
