/** Keys in settings, agents and replays of version 0.1, with their current names. */
const FORMER_KEYS: Record<string, string> = { framesPerDecision: 'actionRepeat' };

/** Renames the keys of world settings from a file to their current names. Any other value is returned unchanged. */
export function withCurrentKeys(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return settings;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [FORMER_KEYS[key] ?? key, value]));
}
