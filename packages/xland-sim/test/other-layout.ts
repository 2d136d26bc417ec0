import {
  layOut,
  type ObservationPart,
  type ObservationSpec,
  type PartDraft,
  partDrafts,
  type SimulationSettings,
} from '@open-ada/xland-sim';

/** The layout of these settings with the features of every row in the opposite order. */
export function turnedSpec(settings: SimulationSettings): ObservationSpec {
  const turn = (drafts: PartDraft[]) => drafts.map((part) => ({ ...part, features: part.features.toReversed() }));
  const { byStep, byEpisode } = partDrafts(settings);
  return layOut(turn(byStep), turn(byEpisode));
}

/** For each float of a row of `to`, which float of a row of `from` means the same. */
export function rowMap(from: ObservationPart, to: ObservationPart): number[] {
  return to.features
    .toSorted((a, b) => a.offset - b.offset)
    .flatMap(({ name, size }) => {
      const { offset } = from.features.find((feature) => feature.name === name)!;
      return Array.from({ length: size }, (_, k) => offset + k);
    });
}

/** For each float of an observation of `to`, which float of an observation of `from` means the same. */
export function floatMap(from: ObservationSpec, to: ObservationSpec): number[] {
  return to.parts
    .toSorted((a, b) => a.offset - b.offset)
    .flatMap((part) => {
      const there = from.parts.find(({ name }) => name === part.name)!;
      const row = rowMap(there, part);
      const rows = part.shape.reduce((a, b) => a * b, 1) / row.length;
      return Array.from({ length: rows }, (_, r) => row.map((k) => there.offset + r * row.length + k)).flat();
    });
}
