import { foldWords, table, terminalWidth } from '@open-ada/node-kit/terminal';
import type { NetworkCosts, RunConfig } from '@open-ada/training';

type Settings = Pick<RunConfig, 'memory' | 'learner' | 'environments' | 'stepsPerIteration' | 'episodesPerUpdate'>;

/** Three significant digits with an SI prefix: 1234567 -> 1.23 M. */
function short(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  while (value >= 999.5 && power < units.length - 1) {
    value /= base;
    power++;
  }
  return `${Number(value.toPrecision(3))} ${units[power]}`;
}

const flops = (value: number) => short(value, 1000, ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP']);
const bytes = (value: number) => short(value, 1024, ['B', 'KiB', 'MiB', 'GiB']);

const ROWS: [string, (costs: NetworkCosts) => string][] = [
  ['parameters', ({ parameters }) => parameters.toLocaleString('en')],
  ['acting, per step', (costs) => flops(costs.flops.actPerStep)],
  ['  with the memory full', (costs) => flops(costs.flops.actPerStepAtFullMemory)],
  ['learning, per step', (costs) => flops(costs.flops.learnPerStep)],
  ['parameters', (costs) => bytes(costs.bytes.parameters)],
  ['optimiser state', (costs) => bytes(costs.bytes.optimiserState)],
  ['acting cache, per environment', (costs) => bytes(costs.bytes.actingCachePerEnvironment)],
  ['trajectories, per iteration', (costs) => bytes(costs.bytes.trajectoriesPerIteration)],
];

/** The costs for people: one column per network. */
export function modelTable(settings: Settings, networks: Record<string, NetworkCosts>): string {
  const rows = [
    ['', ...Object.keys(networks)],
    ...ROWS.map(([title, cell]) => [title, ...Object.values(networks).map(cell)]),
  ];
  const width = terminalWidth(process.stdout);
  const lines = table(rows, { width, right: (column) => column > 0 });
  const { memory, learner, environments, stepsPerIteration, episodesPerUpdate } = settings;
  const about =
    `${memory}, ${learner}, ${environments} environments, ${stepsPerIteration} steps an iteration, ` +
    `${episodesPerUpdate} episodes an update; FLOPs of the matrix products in the traced graphs, learning with its ` +
    'backward pass and targets.';
  return `${[...lines, ...foldWords(about.split(' '), ' ', width)].join('\n')}\n`;
}
