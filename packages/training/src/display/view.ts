import { foldWords, sparkline, table } from '@open-ada/node-kit/terminal';
import type { RunConfig } from '../config/config.js';
import { inOrder } from '../metrics/family-order.js';
import type { PeriodicEvalResult } from '../metrics/periodic-eval.js';
import type { LogLine } from '../metrics/scalars.js';
import { headLines } from './head.js';
import type { History } from './history.js';
import { memoryRows, memoryTitle } from './memory.js';
import { nextInWords } from './stage.js';
import { byTrial, percent } from './words.js';

export interface View {
  config: RunConfig;
  line: LogLine;
  history: History;
  /** The newest evaluation of memory. */
  memory?: PeriodicEvalResult;
}

/** Cells of a curve. */
const CURVE = 16;
const TITLE = 'training, % of the trial in which the goal holds';

/** The display of a run on a terminal: lines of at most `width` cells. */
export function trainingView({ config, line, history, memory }: View, width: number): string[] {
  const order = familyOrder(line);
  const next = line.stage && nextInWords(line.stage);
  const later = line.stage?.later ?? [];
  return [
    ...scoreLines(line, history, order, width),
    ...(next === undefined ? [] : foldWords(next.split(' '), ' ', width)),
    ...(later.length > 0 ? foldWords([`then ${later[0]}`, ...later.slice(1)], ', ', width) : []),
    ...(memory ? ['', ...memoryLines(memory, order, width)] : []),
    '',
    ...headLines(line, config, width),
  ];
}

/** The families of the curriculum, open or not. */
export function familyOrder({ stage }: LogLine): string[] {
  if (!stage) return [];
  const closed = [...(stage.next ? [stage.next.family] : []), ...stage.later];
  return [...stage.open.map(({ family }) => family), ...closed];
}

function scoreLines({ stage }: LogLine, history: History, order: readonly string[], width: number): string[] {
  const names = inOrder(history.families.keys(), order);
  if (names.length === 0) return [];
  const rows = names.map((name) => {
    const { newest, lastTrial } = history.families.get(name)!;
    const share = stage?.open.find(({ family }) => family === name)?.share;
    return [name, byTrial(newest), sparkline(lastTrial, CURVE), share === undefined ? '' : `${percent(share)} %`];
  });
  const head = ['', 'by trial', 'last trial so far', 'share of tasks'];
  return [...foldWords(TITLE.split(' '), ' ', width), ...cut([head, ...rows], width)];
}

function memoryLines(memory: PeriodicEvalResult, order: readonly string[], width: number): string[] {
  const rows = memoryRows(memory, order);
  // Where nothing is hidden anywhere, there is nothing to compare.
  const compared = rows.slice(1).some((row) => row[2] !== '');
  return [
    ...foldWords(memoryTitle(memory).split(' '), ' ', width),
    ...cut(compared ? rows : rows.map((row) => row.slice(0, 2)), width),
  ];
}

/** Columns that do not fit are left out, since the block is rewritten and its height should stay. */
function cut(rows: string[][], width: number): string[] {
  for (let columns = rows[0].length; columns > 1; columns--) {
    const lines = table(
      rows.map((row) => row.slice(0, columns)),
      { width: Number.POSITIVE_INFINITY },
    );
    if (lines.every((line) => line.length <= width)) return lines;
  }
  return table(
    rows.map((row) => row.slice(0, 2)),
    { width: Number.POSITIVE_INFINITY },
  );
}
