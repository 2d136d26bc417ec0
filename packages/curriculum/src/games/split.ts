import { gameKey, gameKeyIsHeldOut } from '@open-ada/production-rules';
import { ENUMERATIONS } from './enumerations.js';
import type { Side } from './families.js';
import { PROBE_GAMES } from './probe-games.js';

const probes = new Set(PROBE_GAMES);

/**
 * Families with so few games (12 and 132) that a tenth of them would say little about unseen rules. Three tenths of
 * their games are held out.
 */
const FEW_GAMES = ['hold', 'make-by-hold'] as const;
let heldOutOfFew: ReadonlySet<string> | undefined;

/**
 * Whether a game is held out for evaluation and never trained on, in whichever family it appears: one in ten, and three
 * in ten of the games of `hold` and `make-by-hold`.
 * @param key `gameKey` of the game
 */
export function isHeldOut(key: string): boolean {
  heldOutOfFew ??= new Set(
    FEW_GAMES.flatMap((family) =>
      ENUMERATIONS[family]().map(({ goal, rules }) => gameKey({ goal: [goal], rules })),
    ).filter((of) => BigInt(`0x${of}`) % 10n < 3n),
  );
  return gameKeyIsHeldOut(key) || heldOutOfFew.has(key);
}

/** Whether a game may be generated on a side. The games of the probes belong to neither side. */
export function isOnSide(key: string, side: Side): boolean {
  return isHeldOut(key) === (side === 'held-out') && !probes.has(key);
}
