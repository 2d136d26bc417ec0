// The episodes of an evaluation that are kept to be watched.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WatchedEpisode } from '@open-ada/evaluation';
import { writeText } from '@open-ada/node-kit';

type Kept = Omit<WatchedEpisode, 'replay'> & { file: string };

/** Writes a replay file for each episode. */
export function writeEpisodes(directory: string, episodes: readonly WatchedEpisode[]): Kept[] {
  if (episodes.length > 0) mkdirSync(directory, { recursive: true });
  return episodes.map(({ replay, ...about }) => {
    const seat = about.seat === undefined ? '' : `-seat-${about.seat + 1}`;
    const file = join(directory, `task-${about.task}${seat}.replay`);
    writeText(file, replay);
    return { ...about, file };
  });
}

/** What each of them shows. */
export function watchedLines(kept: readonly Kept[]): string[] {
  if (kept.length === 0)
    return ['no replay is kept: no episode is worth watching (docs/evaluating.md says which are).'];
  return kept.map(({ file, scoreByTrial, labour, takesTwo }) => {
    const last = labour?.at(-1);
    const shared = last ? `; useful actions of the players in the last trial: ${last.join(' and ')}` : '';
    const needed = takesTwo ? '; it takes two' : '';
    return `pnpm watch ${file}: score by trial ${scoreByTrial.map((score) => score.toFixed(2)).join(' ')}${shared}${needed}`;
  });
}
