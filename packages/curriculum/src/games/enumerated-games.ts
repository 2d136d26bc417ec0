import { gameKey } from '@open-ada/production-rules';
import { ENUMERATIONS, type EnumeratedGame } from './enumerations.js';
import type { EnumeratedFamily, Side } from './families.js';
import { isOnSide } from './split.js';

const known = new Map<string, readonly EnumeratedGame[]>();

/** The games of one side of a family, in a fixed order. */
export function gamesOf(family: EnumeratedFamily | 'bring', side: Side): readonly EnumeratedGame[] {
  const key = `${family} ${side}`;
  let games = known.get(key);
  if (games === undefined) {
    games = ENUMERATIONS[family]().filter(({ goal, rules }) => isOnSide(gameKey({ goal: [goal], rules }), side));
    known.set(key, games);
  }
  return games;
}
