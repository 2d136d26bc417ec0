import type { AdaAgent } from './agent.js';
import { SILENT } from './rule-matching.js';

/** Embedding of the types seen to vanish and to appear. Absent if the observation has no such part. */
const EVENTS = 'features/events';

/** The layer that reads everything except entities. Its last inputs are the last parts of a step. */
const READS_STEP = 'features/first/weight';

/**
 * Whether an agent can start from the parameters of a smaller one. The smaller one may have the encoder `entities`
 * instead of `matched`. Its observation may have fewer parts, if its step parts are the first of the larger agent. The
 * memory length is not a parameter and may differ.
 */
export function canGrow(agent: AdaAgent, from: AdaAgent): boolean {
  const encoder = from.config.encoder === 'entities' ? agent.config.encoder : from.config.encoder;
  if (agent.config.encoder !== encoder || !(encoder === 'matched' || encoder === 'entities')) return false;
  const fixed = (config: AdaAgent['config']) => JSON.stringify({ ...config, encoder, memory: 0 });
  const parts = ({ observationSpec }: AdaAgent, perEpisode: boolean) =>
    observationSpec.parts.filter((part) => part.perEpisode === perEpisode);
  const plain = (of: ReturnType<typeof parts>) => JSON.stringify(of.map((part) => ({ ...part, offset: 0 })));
  const steps = parts(from, false);
  return (
    fixed(from.config) === fixed(agent.config) &&
    JSON.stringify(from.actionSpec) === JSON.stringify(agent.actionSpec) &&
    plain(parts(from, true)) === plain(parts(agent, true)) &&
    plain(steps) === plain(parts(agent, false).slice(0, steps.length))
  );
}

/**
 * Parameters of `agent` from those of an agent that it can grow from. New parameters contribute nothing at first: both
 * agents act alike, and training continues from there.
 * @param parameters parameters of `from`
 */
export function grow(agent: AdaAgent, from: AdaAgent, parameters: Float32Array, seed: number): Float32Array {
  const known = new Set(from.parameters.entries.map(({ name }) => name));
  const flat = agent.initialise(seed);
  for (const { name } of agent.parameters.entries) {
    const view = agent.parameters.view(flat, name);
    if (SILENT.includes(name) || name === READS_STEP || name === EVENTS) view.fill(0);
    if (known.has(name)) view.set(from.parameters.view(parameters, name));
  }
  return flat;
}
