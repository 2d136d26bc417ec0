import type { Task } from '@open-ada/production-rules';

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
  'passing',
  'together',
  'kitchens',
  'eating',
  'told-one',
  'machines',
  'other',
] as const;
export type ProbeFamily = (typeof PROBE_FAMILIES)[number];

type Numbers = Partial<Record<ProbeFamily, number[]>>;

/** Families of the probes for one player by the number at the start of the probe's name. */
const FOR_ONE: Numbers = {
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

/** The same of the probes for two players. */
const FOR_TWO: Numbers = {
  passing: [1, 2],
  together: [3, 4, 5, 26],
  kitchens: [6, 7, 8, 9, 10, 11],
  pushing: [12],
  eating: [13, 14, 15],
  sight: [16, 17, 18],
  production: [19, 20, 21, 22],
  crafting: [23],
  'told-one': [24, 25],
  machines: [27, 28],
};

/**
 * @param name for example `07-spacer-tool`. Names without a number that has a family give `other`.
 * @param task of which only the number of players matters; default: a probe for one
 */
export function probeFamily(name: string, task?: Pick<Task, 'players'>): ProbeFamily {
  const numbers = task?.players.length === 2 ? FOR_TWO : FOR_ONE;
  const number = Number(/^(\d+)-/.exec(name)?.[1]);
  return PROBE_FAMILIES.find((family) => numbers[family]?.includes(number)) ?? 'other';
}
