import type { Random } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '@open-ada/xland-sim';
import type { RunningEpisode } from '../src/environment/running-episode.js';

export const episodeOf = (environment: BatchedEnvironment, slot: number): RunningEpisode =>
  (environment as unknown as { episodes: RunningEpisode[] }).episodes[slot];

const looseItems = (environment: BatchedEnvironment, slot: number) => {
  const { items, indexCount } = episodeOf(environment, slot).scene;
  return items.slice(0, indexCount).filter(({ type, holder, frozen }) => type >= 0 && holder < 0 && !frozen);
};

/** The worst case: sets all loose objects of a slot in motion, up and aside, tumbling. */
export function shake(environment: BatchedEnvironment, slot: number, random: Random): void {
  for (const item of looseItems(environment, slot)) {
    item.wake();
    item.velocity.set(random.range(-4, 4), random.range(1, 4), random.range(-4, 4));
    item.body.angularVelocity.set(random.range(-5, 5), random.range(-5, 5), random.range(-5, 5));
  }
}

/** How many loose objects of a slot are awake. */
export const awake = (environment: BatchedEnvironment, slot: number): number =>
  looseItems(environment, slot).filter(({ sleeping }) => !sleeping).length;
