/** Keys that settings, agents and replays of version 0.1 have, and what they are called now. */
const FORMER_KEYS: Record<string, string> = { framesPerDecision: 'actionRepeat' };

/** Settings of the world as a file holds them, under the names of today; anything else is returned as it is. */
export function withCurrentKeys(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return settings;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [FORMER_KEYS[key] ?? key, value]));
}
