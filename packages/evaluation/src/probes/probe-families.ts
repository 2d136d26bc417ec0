/** Kinds of adaptation that the probes test, in the order of the report. */
export const PROBE_FAMILIES = [
  'production',
  'pushing',
  'tools',
  'crafting',
  'sight',
  'choice',
  'same-looking',
  'restraint',
  'navigation',
  'memory',
  'other',
] as const;
export type ProbeFamily = (typeof PROBE_FAMILIES)[number];

/** By the number that a probe's name begins with. */
const NUMBERS: Partial<Record<ProbeFamily, number[]>> = {
  production: [1, 2, 3, 4, 16],
  pushing: [5, 6],
  tools: [7, 8],
  crafting: [9, 10, 11, 12, 13],
  sight: [14, 15],
  choice: [18, 19],
  'same-looking': [20, 21, 22, 23],
  restraint: [17, 24, 25],
  navigation: [26, 27, 28],
  memory: [29, 30],
};

/** @param name e.g. `07-spacer-tool`; `other` for names without a number of the thirty */
export function probeFamily(name: string): ProbeFamily {
  const number = Number(/^(\d+)-/.exec(name)?.[1]);
  return PROBE_FAMILIES.find((family) => NUMBERS[family]?.includes(number)) ?? 'other';
}
