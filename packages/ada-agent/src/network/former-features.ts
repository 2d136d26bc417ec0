import type { ActionSpec, ObservationFeature, ObservationPart, ObservationSpec, TokenRange } from '@open-ada/xland-sim';

// Files of version 0.1 store the size of each part of an observation but not its features. These are the features of
// that version. They do not follow the simulator, whose layout is in xland-sim/src/settings/features.ts.

type Former = [name: string, size: number, scale?: number, unit?: string];

const ENTITY: Former[] = [
  ['present', 1],
  ['shape', 4],
  ['colour', 3],
  ['size', 1],
  ['frozen', 1],
  ['held', 1],
  ['position', 3, 4, 'm'],
  ['distance', 1, 8, 'm'],
  ['bearing', 2],
  ['velocity', 3, 3, 'm/s'],
];
const BODY: Former[] = [
  ['velocity', 3, 3, 'm/s'],
  ['look', 2],
  ['holding', 1],
  ['handDistance', 1, 2.5, 'm'],
  ['grounded', 1],
];
const POSE: Former[] = [
  ['position', 2, 8, 'm'],
  ['heading', 2],
];
const TIME: Former[] = [
  ['left', 1, 10, 's'],
  ['duration', 1, 10, 's'],
  ['trialsRemaining', 5],
  ['moreTrials', 1],
  ['hidden', 1],
  ['untilLast', 1, 40, 's'],
];
const PREDICATE: Former[] = [
  ['negated', 1],
  ['predicate', 1],
  ['arguments', 2],
];

const range = (name: string, first: number, count: number): TokenRange => ({ name, first, count });
const ARGUMENT = [range('none', 0, 1), range('players', 1, 2), range('types', 3, 12), range('hiddenTypes', 15, 4)];
const TOKENS: Record<string, TokenRange[]> = {
  kind: [range('none', 0, 1), range('shown', 1, 1), range('hidden', 2, 1)],
  negated: [range('no', 0, 1), range('yes', 1, 1)],
  predicate: [range('none', 0, 1), range('predicates', 1, 4), range('hiddenPredicates', 5, 2)],
  arguments: ARGUMENT,
  spawns: ARGUMENT,
};

function formerFeatures({ name, shape }: ObservationPart, { groups }: ActionSpec): Former[] {
  const row = shape[shape.length - 1];
  switch (name) {
    case 'entities':
      return ENTITY;
    case 'rays':
      return [
        ['distance', 1, 16, 'm'],
        ['wall', 1],
        ['object', 1],
      ];
    case 'body':
      return row > sum(BODY) ? [...BODY, ...POSE] : BODY;
    case 'time':
      return TIME;
    case 'previous':
      return [...groups.map(({ name, options }): Former => [name, options.length]), ['taken', 12], ['reward', 1]];
    case 'events':
      return [['types', 12]];
    case 'ground':
      return [['height', row, 2, 'm']];
    case 'camera':
      return [
        ['colour', 3],
        ['depth', 1, 16, 'm'],
      ];
    case 'goal':
      return PREDICATE;
    case 'rules':
      return [['kind', 1], ...PREDICATE, ['spawns', 3]];
    default:
      return [];
  }
}

const sum = (features: readonly Former[]): number => features.reduce((total, [, size]) => total + size, 0);

/**
 * A spec from a file, with the features of its parts: those of the file, or those of version 0.1.
 * @param file name for error messages
 * @throws Error in one sentence if a part has no features and is not one of version 0.1
 */
export function withFeatures(spec: ObservationSpec, actions: ActionSpec, file: string): ObservationSpec {
  const parts = spec.parts.map((part): ObservationPart => {
    if (part.features !== undefined) return part;
    const former = formerFeatures(part, actions);
    const row = part.shape[part.shape.length - 1];
    if (sum(former) !== row) {
      throw new Error(
        `${file}: its observation part "${part.name}" has rows of ${row} floats, ` +
          'which no released version had; train it again',
      );
    }
    let offset = 0;
    const features = former.map(([name, size, scale, unit]): ObservationFeature => {
      const feature = {
        name,
        offset,
        size,
        ...(scale !== undefined && { scale, unit }),
        ...(part.kind === 'token' && { tokens: TOKENS[name] }),
      };
      offset += size;
      return feature;
    });
    return { ...part, features };
  });
  return { ...spec, parts };
}
