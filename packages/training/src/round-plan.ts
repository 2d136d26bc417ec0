import type { Family, TaskSource } from '@open-ada/curriculum';
import { type Episode, mixSeed } from '@open-ada/evaluation';
import type { Random } from '@open-ada/production-rules';
import type { ActRequest } from './transport.js';

/** The episodes of one round, one per environment, in the order of the actors. */
export interface RoundPlan {
  round: number;
  episodes: Episode[];
  families: Family[];
}

export function planRound(source: TaskSource, random: Random, round: number, environments: number): RoundPlan {
  const plan: RoundPlan = { round, episodes: [], families: [] };
  for (let i = 0; i < environments; i++) {
    const { family, ...episode } = source.next(random);
    plan.episodes.push({ ...episode, seed: random.int(2 ** 31) });
    plan.families.push(family);
  }
  return plan;
}

/** What separates the streams of random numbers that share a run's seed. */
export const STREAM = { acting: 1, learning: 2, probe: 3 } as const;

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
