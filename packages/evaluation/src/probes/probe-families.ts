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

/** Families by the number at the start of the probe's name. */
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

/** @param name for example `07-spacer-tool`. Names without one of the thirty numbers give `other`. */
export function probeFamily(name: string): ProbeFamily {
  const number = Number(/^(\d+)-/.exec(name)?.[1]);
  return PROBE_FAMILIES.find((family) => NUMBERS[family]?.includes(number)) ?? 'other';
}
