import { actionSpec } from './actions.js';
import { cameraFault } from './camera-settings.js';
import {
  bodyFeatures,
  type EntityExtras,
  EVENT_FEATURES,
  entityFeatures,
  type Feature,
  FRONTIER_FEATURES,
  GOAL_FEATURES,
  groundFeatures,
  otherFeatures,
  PIXEL_FEATURES,
  previousFeatures,
  RAY_FEATURES,
  RULE_FEATURES,
  surroundingsFeatures,
  TIME_FEATURES,
  unexploredFeatures,
} from './features.js';
import { ownPart } from './own-parts.js';
import type { SimulationSettings } from './settings.js';
import type { ObservationFeature, ObservationPart, ObservationSpec } from './specs.js';

/** A part whose offset is not yet known. */
export interface PartDraft {
  name: string;
  /** Shape without its last number: `[12]` for 12 rows, `[]` for a single row. */
  rows: number[];
  features: readonly Feature[];
}

/** The parts that every network reads, for worlds of any size and for the diagnostic problems. */
export const entitiesPart = (count: number, extras: EntityExtras = {}): PartDraft => ({
  name: 'entities',
  rows: [count],
  features: entityFeatures(extras),
});
export const goalPart = (slots: number): PartDraft => ({ name: 'goal', rows: [slots], features: GOAL_FEATURES });
export const rulesPart = (slots: number): PartDraft => ({ name: 'rules', rows: [slots], features: RULE_FEATURES });

/**
 * The parts of an observation. Those that change by step come first.
 * @throws Error in one sentence if the camera settings are invalid
 */
export function partDrafts(settings: SimulationSettings): { byStep: PartDraft[]; byEpisode: PartDraft[] } {
  const { rays, pose, places, events, ground, surroundings, unexplored, camera, goalSlots, maxEntities, maxRules } =
    settings;
  const { ownParts = [] } = settings;
  const fault = camera && cameraFault(camera);
  if (fault !== undefined) throw new Error(`In the simulation settings, ${fault}.`);
  const byStep: PartDraft[] = [
    entitiesPart(maxEntities, settings),
    { name: 'rays', rows: [rays.count * rays.heights.length], features: RAY_FEATURES },
    { name: 'body', rows: [], features: bodyFeatures(pose, places) },
    { name: 'time', rows: [], features: TIME_FEATURES },
    { name: 'previous', rows: [], features: previousFeatures(actionSpec(settings).groups) },
  ];
  if (events) byStep.push({ name: 'events', rows: [2], features: EVENT_FEATURES });
  if (ground) byStep.push({ name: 'ground', rows: [ground.directions], features: groundFeatures(ground.distances) });
  if (surroundings) {
    const { directions, distances } = surroundings;
    byStep.push({ name: 'surroundings', rows: [directions], features: surroundingsFeatures(distances) });
  }
  if (unexplored) {
    const { directions, distances } = unexplored;
    byStep.push({ name: 'unexplored', rows: [directions], features: unexploredFeatures(distances) });
  }
  if (settings.ways) byStep.push({ name: 'frontier', rows: [], features: FRONTIER_FEATURES });
  if (settings.players === 2) byStep.push({ name: 'others', rows: [1], features: otherFeatures(places) });
  if (camera) byStep.push({ name: 'camera', rows: [camera.height, camera.width], features: PIXEL_FEATURES });
  for (const name of ownParts) {
    const own = ownPart(name);
    if (own === undefined) throw new Error(`There is no registered part "${name}" of an observation.`);
    byStep.push({ name, rows: [own.rows ?? 1], features: own.features });
  }
  return { byStep, byEpisode: [goalPart(goalSlots), rulesPart(maxRules)] };
}

/** The layout of the observation of one environment. */
export function observationSpec(settings: SimulationSettings): ObservationSpec {
  const { byStep, byEpisode } = partDrafts(settings);
  return layOut(byStep, byEpisode);
}

/** Lays out parts and features without gaps. Parts without floats are omitted. */
export function layOut(byStep: readonly PartDraft[], byEpisode: readonly PartDraft[]): ObservationSpec {
  const parts: ObservationPart[] = [];
  let size = 0;
  const add = (draft: PartDraft, perEpisode: boolean): void => {
    const part = placed(draft, size, perEpisode);
    const floats = sizeOf(part);
    if (floats === 0) return;
    parts.push(part);
    size += floats;
  };
  for (const draft of byStep) add(draft, false);
  const stepSize = size;
  for (const draft of byEpisode) add(draft, true);
  return { parts, size, stepSize };
}

function placed({ name, rows, features: drafts }: PartDraft, offset: number, perEpisode: boolean): ObservationPart {
  const features: ObservationFeature[] = [];
  let row = 0;
  for (const { meaning: _, name, size, ...more } of drafts) {
    features.push({ name, offset: row, size, ...more });
    row += size;
  }
  const shape = [...rows, row];
  // All tokens share one vocabulary, because they share one embedding table.
  const kind = drafts.some(({ tokens }) => tokens) ? 'token' : 'float';
  return { name, offset, shape, kind, ...(kind === 'token' ? { cardinality: TOKENS } : {}), perEpisode, features };
}

/** Number of token values in goals and rules. */
const TOKENS = Math.max(...RULE_FEATURES.flatMap(({ tokens = [] }) => tokens.map(({ first, count }) => first + count)));

/** Number of floats of a part. */
function sizeOf({ shape }: Pick<ObservationPart, 'shape'>): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** @throws Error if the part has no feature of that name */
export function featureOf({ name, features }: ObservationPart, wanted: string): ObservationFeature {
  const found = features.find((feature) => feature.name === wanted);
  if (found === undefined) throw new Error(`The part "${name}" of the observation has no feature "${wanted}".`);
  return found;
}

/** The scale of a feature: the quantity for which the float is 1. @throws Error if the feature is a plain number */
export function scaleOf(part: ObservationPart, wanted: string): number {
  const { scale } = featureOf(part, wanted);
  if (scale === undefined) throw new Error(`The feature "${wanted}" of the part "${part.name}" has no scale.`);
  return scale;
}

/** Undefined if these settings omit the part. */
export function partOf(spec: ObservationSpec, name: string): ObservationPart | undefined {
  return spec.parts.find((part) => part.name === name);
}
