import { partOf } from './layout.js';
import type { ObservationPart, ObservationSpec } from './specs.js';

/**
 * Describes the first difference between two layouts. Undefined if the same floats have the same meaning. Specs from
 * files of version 0.1 must be completed first, as the agent's file readers do.
 */
export function specDifference(theirs: ObservationSpec, ours: ObservationSpec): string | undefined {
  const only = [...theirs.parts, ...ours.parts].find(
    ({ name }) => partOf(theirs, name) === undefined || partOf(ours, name) === undefined,
  );
  if (only !== undefined) return `part "${only.name}"`;
  for (const here of ours.parts) {
    const { name } = here;
    const there = partOf(theirs, name) as ObservationPart;
    const feature = featureDifference(there, here);
    if (feature !== undefined) return `feature "${feature}" of part "${name}"`;
    if (JSON.stringify(plain(there)) !== JSON.stringify(plain(here))) return `part "${name}"`;
  }
  return undefined;
}

/** A part without its features, with its keys in a fixed order. */
const plain = ({ name, offset, shape, kind, cardinality, perEpisode }: ObservationPart): unknown[] => [
  name,
  offset,
  shape,
  kind,
  cardinality,
  perEpisode,
];

function featureDifference(there: ObservationPart, here: ObservationPart): string | undefined {
  const names = new Set([...there.features, ...here.features].map(({ name }) => name));
  return [...names].find((wanted) => {
    const [a, b] = [there, here].map(({ features }) => {
      const found = features.find(({ name }) => name === wanted);
      const tokens = found?.tokens?.map(({ name, first, count }) => [name, first, count]);
      return JSON.stringify(found && [found.offset, found.size, found.scale, found.unit, tokens]);
    });
    return a !== b;
  });
}
