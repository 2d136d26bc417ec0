import type { AdaAgent } from './agent.js';
import type { AgentConfig } from './settings.js';

/**
 * What an axis of a parameter is made of. `stream` is the residual stream, `hidden` the hidden layer of the encoder,
 * `rest` everything whose size does not change.
 */
type Space = 'stream' | 'hidden' | 'attention' | 'feedForward' | 'entity' | 'task' | 'lstm' | 'rest';

interface Axes {
  /** What the layer reads, in order. Empty for a vector. */
  reads: Space[];
  /** What it writes, in order. */
  writes: Space[];
  /** Whether new units must start at zero, since they meet other new units in a product. */
  silent?: boolean;
  /** Space whose width divides the product that this layer enters, as 1 / sqrt(width of a head or of an entity). */
  scaledBy?: 'attention' | 'entity';
  /** Whether the axis that is written comes first. */
  writesFirst?: boolean;
}

const GATES: Space[] = ['lstm', 'lstm', 'lstm', 'lstm'];

/** Axes of all parameters whose shape can change, by name. A bias has those of its weight, without what is read. */
const AXES: [RegExp, Axes][] = [
  [/^(goal|rule)$/, { reads: ['rest'], writes: ['task'] }],
  [/^task$/, { reads: ['task', 'task'], writes: ['task'] }],
  [/^entity\/(first|marks)$/, { reads: ['rest'], writes: ['entity'] }],
  [/^entity\/goal$/, { reads: ['task'], writes: ['entity'] }],
  [/^entity\/second$/, { reads: ['entity'], writes: ['entity'] }],
  [/^match\/entity$/, { reads: ['rest'], writes: ['entity'] }],
  [/^features\/first$/, { reads: ['entity', 'entity', 'rest'], writes: ['hidden'] }],
  [/^features\/task$/, { reads: ['task'], writes: ['hidden'] }],
  [/^features\/second$/, { reads: ['hidden'], writes: ['stream'] }],
  [/^(features\/(previous|events|atHand)|intent\/before)$/, { reads: ['rest'], writes: ['stream'] }],
  [/^lookUp\/(believed|intent)$/, { reads: ['rest'], writes: ['entity'] }],
  [/^lookUp\/query$/, { reads: ['stream'], writes: ['entity'], silent: true, scaledBy: 'entity' }],
  [/^lookUp\/value$/, { reads: ['entity'], writes: ['stream'] }],
  [/^(belief|intent|intent\/type|intent\/stay)$/, { reads: ['stream'], writes: ['rest'] }],
  [/^intent\/entity$/, { reads: ['stream'], writes: ['entity', 'entity'], silent: true }],
  [/^(norm|block\d+\/(attention|feedForward)\/norm)$/, { reads: [], writes: ['stream'] }],
  [/^block\d+\/query$/, { reads: ['stream'], writes: ['attention'], scaledBy: 'attention' }],
  [/^block\d+\/key$/, { reads: ['stream'], writes: ['attention'], silent: true }],
  [/^block\d+\/value$/, { reads: ['stream'], writes: ['attention'] }],
  [/^block\d+\/(u|v)$/, { reads: [], writes: ['attention'] }],
  [/^block\d+\/position$/, { reads: ['rest'], writes: ['attention'], silent: true, writesFirst: true }],
  [/^block\d+\/out$/, { reads: ['attention'], writes: ['stream'] }],
  [/^block\d+\/(gate|linear)$/, { reads: ['stream'], writes: ['feedForward'] }],
  [/^block\d+\/down$/, { reads: ['feedForward'], writes: ['stream'] }],
  [/^root\/first$/, { reads: ['stream'], writes: ['lstm'] }],
  [/^root\/(hidden|cell)$/, { reads: ['lstm'], writes: ['lstm'] }],
  [/^lstm\/recurrent$/, { reads: ['lstm'], writes: GATES }],
  [/^lstm\/action$/, { reads: ['rest'], writes: GATES }],
  [/^(policy|value|reward)\/hidden$/, { reads: ['lstm'], writes: ['rest'] }],
];
/** A linear head reads the LSTM; others read their hidden layer, whose width does not change. */
const LINEAR_HEAD: [RegExp, Axes] = [/^(policy|value|reward)\/out$/, { reads: ['lstm'], writes: ['rest'] }];

/** All that a new block adds to the stream goes through these. */
const BLOCK_SPEAKS = /^block\d+\/(out|down)\/(weight|bias)$/;

const SIZES = ['modelWidth', 'blocks', 'heads', 'feedForward', 'entityWidth', 'taskWidth', 'lstmWidth'] as const;

/** The sizes that may differ between an agent and one that it is widened from. */
export function sizesOf(config: AgentConfig): Pick<AgentConfig, (typeof SIZES)[number]> {
  return Object.fromEntries(SIZES.map((key) => [key, config[key]])) as Pick<AgentConfig, (typeof SIZES)[number]>;
}

/**
 * Whether an agent is another one with larger sizes. The model width must be a multiple of the other's: layer
 * normalisation then sees the same mean and variance. Only for the memory `transformer-xl`.
 */
export function canWiden(agent: AgentConfig, from: AgentConfig): boolean {
  if (SIZES.every((key) => agent[key] === from[key])) return true;
  return (
    agent.memoryKind === 'transformer-xl' &&
    agent.modelWidth % from.modelWidth === 0 &&
    headWidth(agent) >= headWidth(from) &&
    SIZES.every((key) => agent[key] >= from[key])
  );
}

/**
 * Parameters of a larger agent that acts as a smaller one does (Chen et al. 2016, Net2Net). The residual stream is
 * repeated; what reads it reads each copy in part, with fresh weights that cancel over the copies, so that the copies
 * soon differ. Everywhere else new units start with fresh weights, and what reads them with zeros. New blocks come last
 * and add nothing at first.
 * @param parameters parameters of `from`
 */
export function widen(agent: AdaAgent, from: AdaAgent, parameters: Float32Array, seed: number): Float32Array {
  const flat = agent.initialise(seed);
  const before = new Map(from.parameters.entries.map((entry) => [entry.name, entry.shape]));
  for (const { name, shape } of agent.parameters.entries) {
    const view = agent.parameters.view(flat, name);
    const former = before.get(name);
    if (former === undefined) {
      if (BLOCK_SPEAKS.test(name)) view.fill(0);
      continue;
    }
    const values = from.parameters.view(parameters, name);
    const axes = axesOf(name, agent.config);
    if (axes) widened(view, shape, values, former, axes, agent.config, from.config);
    else view.set(values);
  }
  return flat;
}

function axesOf(name: string, { headWidth: hidden }: AgentConfig): Axes | undefined {
  const layer = name.replace(/\/(weight|bias|gain)$/, '');
  const axes = [...AXES, ...(hidden === 0 ? [LINEAR_HEAD] : [])].find(([pattern]) => pattern.test(layer))?.[1];
  return axes && name.endsWith('/bias') ? { ...axes, reads: [] } : axes;
}

/** Fills one parameter, which holds fresh values. */
function widened(
  view: Float32Array,
  shape: number[],
  values: Float32Array,
  former: number[],
  { reads, writes, silent, scaledBy, writesFirst }: Axes,
  to: AgentConfig,
  from: AgentConfig,
): void {
  const sized = (dims: number[]): [number, number] => {
    if (reads.length === 0) return [1, size(dims)];
    return writesFirst
      ? [dims.at(-1) as number, size(dims.slice(0, -1))]
      : [size(dims.slice(0, -1)), dims.at(-1) as number];
  };
  const [[rows, columns], [formerRows, formerColumns]] = [sized(shape), sized(former)];
  const at = (row: number, column: number, height: number, width: number) =>
    writesFirst ? column * height + row : row * width + column;
  const scale = scaledBy === undefined ? 1 : Math.sqrt(widthOf(scaledBy, to) / widthOf(scaledBy, from));
  const rowsOf = new Map<number, number[]>();
  for (const [row, known] of unitsOf(reads, rows, to, from).entries()) {
    rowsOf.set(known, [...(rowsOf.get(known) ?? []), row]);
  }
  for (const [column, known] of unitsOf(writes, columns, to, from).entries()) {
    if (known < 0) {
      for (let row = 0; silent && row < rows; row++) view[at(row, column, rows, columns)] = 0;
      continue;
    }
    for (const [formerRow, copies] of rowsOf) {
      const places = copies.map((row) => at(row, column, rows, columns));
      const value = formerRow < 0 ? 0 : scale * values[at(formerRow, known, formerRows, formerColumns)];
      const mean = places.reduce((sum, place) => sum + view[place], 0) / places.length;
      for (const place of places) view[place] = formerRow < 0 ? 0 : view[place] - mean + value / places.length;
    }
  }
}

/** For each unit of an axis, the unit of the smaller agent that it stands for; -1 for a new one. */
function unitsOf(spaces: Space[], length: number, to: AgentConfig, from: AgentConfig): number[] {
  if (spaces.length === 0) return [0];
  const sized = spaces.filter((space) => space !== 'rest').reduce((sum, space) => sum + unitCount(space, to), 0);
  let offset = 0;
  return spaces.flatMap((space) => {
    const [count, former] =
      space === 'rest' ? [length - sized, length - sized] : [unitCount(space, to), unitCount(space, from)];
    const first = offset;
    offset += former;
    return Array.from({ length: count }, (_, unit) => {
      const known = formerUnit(space, unit, former, to, from);
      return known < 0 ? -1 : first + known;
    });
  });
}

function formerUnit(space: Space, unit: number, former: number, to: AgentConfig, from: AgentConfig): number {
  if (space === 'stream') return unit % former;
  if (space !== 'attention') return unit < former ? unit : -1;
  const [head, within] = [Math.floor(unit / headWidth(to)), unit % headWidth(to)];
  return head < from.heads && within < headWidth(from) ? head * headWidth(from) + within : -1;
}

const UNITS = {
  stream: 'modelWidth',
  hidden: 'modelWidth',
  attention: 'modelWidth',
  feedForward: 'feedForward',
  entity: 'entityWidth',
  task: 'taskWidth',
  lstm: 'lstmWidth',
} as const;

const unitCount = (space: Exclude<Space, 'rest'>, config: AgentConfig): number => config[UNITS[space]];

/** Width of the vectors whose product is scaled. */
const widthOf = (space: 'attention' | 'entity', config: AgentConfig): number =>
  space === 'attention' ? headWidth(config) : config.entityWidth;

const headWidth = ({ modelWidth, heads }: AgentConfig): number => modelWidth / heads;

const size = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);
