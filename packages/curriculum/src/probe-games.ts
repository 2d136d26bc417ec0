/**
 * Game keys of the hand-written probes in `tasks/probes`, sorted: no generated task has one of these games.
 * Made by `pnpm task probe-games`; run it again whenever a probe has changed.
 */
export const PROBE_GAMES: readonly string[] = [];
