// `pnpm curves RUN...`: learning curves of runs, as one SVG and one PNG.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, requireWritable, writeText, writeWhole } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { readMetrics } from '@open-ada/training';
import { AXES, type Axis, curvePoints, curvesChart, drawPng, drawSvg, type LoggedRun } from '@open-ada/training/curves';
import { Command, Option } from 'commander';

interface Given {
  out: string;
  x: Axis;
}

await runCommand(
  new Command('curves')
    .description(
      'Draws the learning curves of runs in one picture: scores in training by family, and gain from memory.',
    )
    .argument('<runs...>', 'run directories')
    .option('--out <name>', 'where the picture goes, without its ending: NAME.svg and NAME.png', 'results/curves')
    .addOption(new Option('--x <axis>', 'what the curves are drawn against').choices(AXES).default('steps'))
    .action(draw),
);

async function draw(names: string[], { out, x }: Given): Promise<void> {
  const runs = names.map(readRun);
  const points = curvePoints(runs);
  if (points.length === 0) {
    throw new InputError(
      `${names.join(', ')}: no scores by family were logged, as by version 0.1 and by train:dreamer; train on with the same command, then draw.`,
    );
  }
  requireWritable('--out', dirname(out));
  const svg = await drawSvg(curvesChart(points, x));
  const png = await drawPng(svg);
  mkdirSync(dirname(out), { recursive: true });
  writeText(`${out}.svg`, svg);
  writeWhole(`${out}.png`, png);
  process.stdout.write(`${out}.svg\n${out}.png\n`);
}

function readRun(name: string): LoggedRun {
  const lines = readMetrics(name);
  if (lines.length > 0) return { name, lines };
  throw new InputError(`${name} is no run that has logged anything: there is no line in ${name}/metrics.jsonl.`);
}
