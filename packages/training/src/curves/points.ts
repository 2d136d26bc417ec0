import { STAGED_DEFAULTS } from '@open-ada/curriculum';
import { placeIn } from '../metrics/family-order.js';
import type { LogLine } from '../metrics/scalars.js';

/** A run with the lines of its log. Lines of a Dreamer run have no families, and give no points. */
export interface LoggedRun {
  name: string;
  lines: readonly LogLine[];
}

/** One point of a curve. */
export interface CurvePoint {
  run: string;
  family: string;
  steps: number;
  minutes: number;
  /** `last trial`, `first trial`, or `gain from memory`. */
  what: string;
  /** In per cent of the trial; gains in per cent of the oracle's score. */
  value: number;
}

/** Parts of a run: each point is the mean of one of them, so that chance does not hide the curve. */
const PARTS = 60;

/** The points of all curves, families in the order of the curriculum. */
export function curvePoints(runs: readonly LoggedRun[]): CurvePoint[] {
  const points = runs.flatMap(({ name, lines }) => [
    ...partsOf(lines).flatMap((part) => scores(name, part)),
    ...lines.flatMap((line) => gains(name, line)),
  ]);
  const place = placeIn(STAGED_DEFAULTS.families);
  return points.sort((a, b) => place(a.family) - place(b.family));
}

/** Lines in at most {@link PARTS} parts of equal numbers of steps. */
function partsOf(lines: readonly LogLine[]): LogLine[][] {
  const end = lines.at(-1)?.steps ?? 0;
  const parts = Array.from({ length: PARTS }, (): LogLine[] => []);
  for (const line of lines) parts[Math.min(PARTS - 1, Math.floor((PARTS * line.steps) / end))].push(line);
  return parts.filter((part) => part.length > 0);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function scores(run: string, lines: readonly LogLine[]): CurvePoint[] {
  const families = [...new Set(lines.flatMap((line) => Object.keys(line.families ?? {})))];
  const [steps, minutes] = [mean(lines.map((line) => line.steps)), mean(lines.map((line) => line.minutes))];
  return families.flatMap((family) => {
    const byTrial = lines.flatMap((line) => {
      const score = line.families?.[family]?.scoreByTrial;
      return score && score.length > 0 ? [score] : [];
    });
    if (byTrial.length === 0) return [];
    const at = { run, family, steps, minutes };
    return [
      { ...at, what: 'last trial', value: 100 * mean(byTrial.map((score) => score[score.length - 1])) },
      { ...at, what: 'first trial', value: 100 * mean(byTrial.map(([first]) => first)) },
    ];
  });
}

/** Of families that hide something. A line of a log has an evaluation only where it is new. */
function gains(run: string, { steps, minutes, periodicEval }: LogLine): CurvePoint[] {
  return Object.entries(periodicEval?.families ?? {}).flatMap(([family, { hidden, oracleReturn, gainFromMemory }]) => {
    if (!hidden || !oracleReturn) return [];
    return [{ run, family, steps, minutes, what: 'gain from memory', value: (100 * gainFromMemory) / oracleReturn }];
  });
}
