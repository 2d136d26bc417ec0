import type { ObservationFeature, ObservationPart, ObservationSpec } from '@open-ada/xland-sim';
import type { AdaAgent } from './agent.js';
import { INTENT_MARKS, KEEPS_INTENTS } from './intent-head.js';
import { sizeOf } from './observation-layout.js';
import { PARTNER_MARKS } from './partner-marks.js';
import { SILENT } from './rule-matching.js';
import type { AgentConfig } from './settings.js';

/** Embedding of the types seen to vanish and to appear. Absent if the observation has no such part. */
const EVENTS = 'features/events';
/** Parameters through which all that is new speaks. */
const NEW = [...SILENT, PARTNER_MARKS, INTENT_MARKS, ...KEEPS_INTENTS, EVENTS];
/** The layer that reads each entity: its features, then what follows from its type. */
const READS_ENTITY = 'entity/first/weight';
/** The layer that reads everything else: the pooled entities, then the other parts of a step. */
const READS_STEP = 'features/first/weight';
/** The layer that reads each rule: its tokens, then the depths at which it is on the way to the goal. */
const READS_RULE = 'match/rule/weight';

/**
 * Whether an agent is another one of the same sizes that is told more. The other may have the encoder `entities`
 * instead of `matched`, a smaller depth of matching, no marks of partners, no intents or none that it keeps. Its
 * observation may have fewer parts, and fewer features in a part of one row and in entities. The memory length is not a
 * parameter and may differ.
 */
export function canBeToldMore(agent: AdaAgent, from: AdaAgent): boolean {
  const encoder = from.config.encoder === 'entities' ? agent.config.encoder : from.config.encoder;
  if (agent.config.encoder !== encoder || !(encoder === 'matched' || encoder === 'entities')) return false;
  const parts = ({ observationSpec }: AdaAgent) =>
    observationSpec.parts.flatMap((part) => (part.perEpisode ? [{ ...part, offset: 0 }] : []));
  return (
    JSON.stringify(fixed(from.config)) === JSON.stringify(fixed(agent.config)) &&
    matchesMore(agent.config, from.config) &&
    JSON.stringify(from.actionSpec) === JSON.stringify(agent.actionSpec) &&
    JSON.stringify(parts(from)) === JSON.stringify(parts(agent)) &&
    from.observationSpec.parts.every((part) => part.perEpisode || hasAll(agent.observationSpec, part))
  );
}

const MATCHING = ['encoder', 'matchDepth', 'matchPartners', 'intentKinds'] as const;

/** Settings that must be the same. `matchNegated`, `matchHidden` and `intentTemperature` have no parameters. */
function fixed(config: AgentConfig): Partial<AgentConfig> {
  const { encoder, memory, matchDepth, matchNegated, matchHidden, matchPartners, ...more } = config;
  const { intentKinds, intentTemperature, keepIntents, ...rest } = more;
  return rest;
}

function matchesMore(agent: AgentConfig, from: AgentConfig): boolean {
  if (from.keepIntents && !agent.keepIntents) return false;
  // What infers intents reads all that matching says.
  if (from.intentKinds > 0) return MATCHING.every((key) => agent[key] === from[key]);
  if (from.encoder !== 'matched') return true;
  // The marks of partners are laid out by depth.
  if (from.matchPartners) return agent.matchPartners && agent.matchDepth === from.matchDepth;
  return agent.matchDepth >= from.matchDepth;
}

/** Whether an observation has all features of a part, alike and in as many rows. */
function hasAll(spec: ObservationSpec, part: ObservationPart): boolean {
  const here = spec.parts.find(({ name }) => name === part.name);
  if (here === undefined || String(here.shape.slice(0, -1)) !== String(part.shape.slice(0, -1))) return false;
  const plain = (feature: ObservationFeature) => JSON.stringify({ ...feature, offset: 0 });
  return part.features.every((feature) => {
    const found = here.features.find(({ name }) => name === feature.name);
    return found !== undefined && plain(found) === plain(feature);
  });
}

/**
 * Parameters of `agent` from those of an agent that is told less. New parameters contribute nothing at first.
 * @param parameters parameters of `from`
 */
export function toldMore(agent: AdaAgent, from: AdaAgent, parameters: Float32Array, seed: number): Float32Array {
  const known = new Set(from.parameters.entries.map(({ name }) => name));
  const flat = agent.initialise(seed);
  for (const { name, shape } of agent.parameters.entries) {
    const view = agent.parameters.view(flat, name);
    const rows = known.has(name) ? rowsOf(name, agent, from) : undefined;
    if (NEW.includes(name) || rows) view.fill(0);
    if (!known.has(name)) continue;
    const before = from.parameters.view(parameters, name);
    if (rows === undefined) view.set(before);
    for (const [k, row] of (rows ?? []).entries()) {
      view.set(before.subarray(k * shape[1], (k + 1) * shape[1]), row * shape[1]);
    }
  }
  return flat;
}

/** For each row of a weight of `from`, the row of `agent` for the same input. Undefined if no input can be new. */
function rowsOf(name: string, agent: AdaAgent, from: AdaAgent): number[] | undefined {
  const rows = ({ parameters }: AdaAgent) => parameters.entries.find((entry) => entry.name === name)?.shape[0] ?? 0;
  const [here, there] = [agent, from].map(({ observationSpec }) => observationSpec.parts);
  const entities = (parts: ObservationPart[]) => parts.find((part) => part.name === 'entities') as ObservationPart;
  if (name === READS_ENTITY) {
    const own = featureRows(entities(here), entities(there), 0);
    const [width, before] = [entities(here), entities(there)].map(({ shape }) => shape[1]);
    return [...own, ...range(width, rows(from) - before)];
  }
  if (name === READS_STEP) {
    const pooled = 2 * agent.config.entityWidth;
    const others = there.filter((part) => !part.perEpisode && part.name !== 'entities');
    return [
      ...range(0, pooled),
      ...others.flatMap((part) => {
        const same = here.find((candidate) => candidate.name === part.name) as ObservationPart;
        return featureRows(same, part, pooled + same.offset - sizeOf(entities(here)));
      }),
    ];
  }
  return name === READS_RULE ? range(0, rows(from)) : undefined;
}

/** Where the floats of a part of the smaller agent lie in that of the larger one, whose first float is at `first`. */
function featureRows(here: ObservationPart, there: ObservationPart, first: number): number[] {
  const count = there.name === 'entities' ? 1 : sizeOf(there) / (there.shape.at(-1) as number);
  const row = there.features
    .toSorted((a, b) => a.offset - b.offset)
    .flatMap(({ name, size }) => {
      const { offset } = here.features.find((feature) => feature.name === name) as ObservationFeature;
      return range(offset, size);
    });
  return range(0, count).flatMap((k) => row.map((offset) => first + k * (here.shape.at(-1) as number) + offset));
}

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, k) => first + k);
