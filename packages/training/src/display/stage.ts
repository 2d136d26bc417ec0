import type { CurriculumStage } from '@open-ada/curriculum';
import { count, percent } from './words.js';

/** What opens the next family, in one sentence. Undefined where all are open. */
export function nextInWords({ open, next }: CurriculumStage): string | undefined {
  if (!next) return undefined;
  const { family, score } = open[open.length - 1];
  const early = next.episodesToScore > 0 ? `, counted from ${count(next.episodesToScore)} episodes on` : '';
  return (
    `${next.family} opens when ${family} reaches ${percent(next.threshold)} % (now ${percent(score)} %${early}), ` +
    `or after ${count(next.episodesAtMost)} more episodes`
  );
}

/** The families that are open now and were not before. */
export function newlyOpen(before: CurriculumStage | undefined, now: CurriculumStage | undefined): string[] {
  if (!before || !now) return [];
  const known = new Set<string>(before.open.map(({ family }) => family));
  return now.open.map(({ family }) => family as string).filter((family) => !known.has(family));
}
