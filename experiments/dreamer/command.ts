import { join } from 'node:path';
import { interruptedCode, requireWritable, stopSignal, writeText, writeWhole } from '@open-ada/node-kit';
import { listOf, wholeNumber } from '@open-ada/node-kit/command';
import { terminalWidth } from '@open-ada/node-kit/terminal';
import {
  type DreamerMetricsLine,
  mergeDreamerConfig,
  overFile,
  readDreamerConfigFile,
  readMetrics,
  trainDreamer,
} from '@open-ada/training';
import { Command } from 'commander';
import { forTerminal } from '../runner/markdown.js';
import { ratioChart } from './ratio-chart.js';
import { type RatioRun, ratioTable } from './ratio-table.js';

interface Given {
  ratios: number[];
  sizes: string[];
  seeds: number[];
  steps: number;
  environment: string;
  config?: string;
  out: string;
}

const text = (value: string): string => value;

/** For tens of thousands of steps; the defaults of train:dreamer are meant for millions. */
const SHORT = {
  ...{ environments: 4, batchSize: 16, batchLength: 32, imaginationStarts: 8 },
  ...{ learningRate: 1e-3, warmupSteps: 200 },
};

/** `experiment train-ratio`: score against steps for several train ratios and sizes of DreamerV3. */
export function trainRatioCommand(commit: string | null): Command {
  return new Command('train-ratio')
    .description(
      'trains DreamerV3 with several train ratios and sizes, one after another, and prints scores by step, also as a figure',
    )
    .option('--ratios <list>', 'replayed steps for each step that is played', listOf(wholeNumber(1)), [16, 64, 256])
    .option('--sizes <list>', 'named sizes of the networks', listOf(text), ['tiny', 'half'])
    .option('--seeds <list>', 'one run each', listOf(wholeNumber(0)), [1, 2, 3])
    .option('--steps <n>', 'steps of each run', wholeNumber(10), 50_000)
    .option('--environment <name>', 'as in train:dreamer', 'cartpole-balance')
    .option('--config <file>', 'other settings of all runs, in place of those for short runs')
    .option(
      '--out <directory>',
      'run directories, table.md, curves.svg and curves.png; the same command goes on with the runs',
      'runs/train-ratio',
    )
    .action((given: Given) => run(given, commit ?? undefined));
}

async function run({ ratios, sizes, seeds, steps, environment, config: file, out }: Given, commit?: string) {
  requireWritable('--out', out);
  const stored = file === undefined ? SHORT : readDreamerConfigFile(file);
  const rows = sizes.flatMap((size) => ratios.flatMap((ratio) => seeds.map((seed) => ({ size, ratio, seed }))));
  const configs = rows.map(({ size, ratio, seed }) => {
    const own = { size, trainRatio: ratio, seed, environment, steps };
    const name = [environment, size, `ratio${ratio}`, `seed${seed}`].join('-');
    return mergeDreamerConfig(overFile(stored, { ...own, run: join(out, name) }));
  });
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const signal = stopSignal(() => note('stopping after this step; the same command goes on from there'));
  for (const [i, config] of configs.entries()) {
    note(`${i + 1} of ${configs.length}: ${config.run}`);
    const { status } = await trainDreamer(config, { signal, commit, onNote: note });
    if (status === 'interrupted') {
      process.exitCode = interruptedCode();
      return;
    }
  }
  const runs = rows.map((row, i): RatioRun => ({ ...row, lines: linesOf(configs[i].run) }));
  const table = `${ratioTable(runs, steps)}\n`;
  const { drawPng, drawSvg } = await import('@open-ada/training/curves');
  const svg = await drawSvg(ratioChart(runs, steps, environment));
  writeText(join(out, 'table.md'), table);
  writeText(join(out, 'curves.svg'), svg);
  writeWhole(join(out, 'curves.png'), await drawPng(svg));
  process.stdout.write(forTerminal(table, terminalWidth(process.stdout)));
  note(`also in ${join(out, 'table.md')} and curves.svg, curves.png`);
}

const linesOf = (directory: string) => readMetrics(directory) as unknown as DreamerMetricsLine[];
