import { gameKeyIsHeldOut } from '@open-ada/production-rules';
import type { Side } from './families.js';
import { PROBE_GAMES } from './probe-games.js';

const probes = new Set(PROBE_GAMES);

/** Whether a game may be generated on a side. The games of the probes belong to neither side. */
export function isOnSide(key: string, side: Side): boolean {
  return gameKeyIsHeldOut(key) === (side === 'held-out') && !probes.has(key);
}
