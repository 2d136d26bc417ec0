import type { Family, PlannedEpisode, TaskSource } from '@open-ada/curriculum';
import type { Random } from '@open-ada/production-rules';
import { type Episode, mixSeed } from '@open-ada/rollout';
import type { ActRequest } from './transport.js';

/** What is played in one round. */
export interface RoundPlan {
  round: number;
  /** One per environment, in the order of the actors. */
  episodes: Episode[];
  /** Family of each of them. */
  families: Family[];
  /** Those of them that are learned from, ascending. */
  trained: number[];
  /** Single trials, to be played by the agent and by nobody. */
  screenings: Episode[];
  /** Of making the plan. */
  planMs: number;
}

export function planRound(source: TaskSource, random: Random, round: number, environments: number): RoundPlan {
  const start = performance.now();
  const { episodes, screenings } = source.plan(random, environments);
  return {
    round,
    episodes: episodes.map(played),
    families: episodes.map(({ family }) => family),
    trained: episodes.flatMap(({ trained }, i) => (trained ? [i] : [])),
    screenings: screenings.map(played),
    planMs: performance.now() - start,
  };
}

/** Without what only the curriculum and the learner know. */
function played({ family: _family, trained: _trained, ...episode }: PlannedEpisode): Episode {
  return episode;
}

/** What separates the streams of random numbers that share a run's seed. */
export const STREAM = { acting: 1, learning: 2, probe: 3, screening: 4 } as const;

/** The part of a plan that one actor plays. */
export function requestOf(
  plan: RoundPlan,
  actor: number,
  actors: number,
  runSeed: number,
  weights: Float32Array,
): ActRequest {
  const slots = plan.episodes.length / actors;
  return {
    episodes: plan.episodes.slice(actor * slots, (actor + 1) * slots),
    seed: mixSeed(runSeed, plan.round, STREAM.acting, actor),
    weights,
    mode: 'sample',
    record: true,
  };
}

/** The screenings of a plan that one actor plays, as many at a time as it has slots. */
export function screeningRequests(
  plan: RoundPlan,
  actor: number,
  actors: number,
  runSeed: number,
  weights: Float32Array,
): ActRequest[] {
  const slots = plan.episodes.length / actors;
  const share = Math.ceil(plan.screenings.length / actors);
  const own = plan.screenings.slice(actor * share, (actor + 1) * share);
  return Array.from({ length: Math.ceil(own.length / slots) }, (_, part) => ({
    episodes: own.slice(part * slots, (part + 1) * slots),
    seed: mixSeed(runSeed, plan.round, STREAM.screening, actor, part),
    weights,
    mode: 'sample',
    record: false,
  }));
}
