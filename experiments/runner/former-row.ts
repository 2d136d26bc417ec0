import { withCurrentCounters, withCurrentOptions } from '@open-ada/training';
import type { Protocol } from './protocol.js';
import type { RowResult } from './result.js';

/** A row of version 0.1. It stores steps as `frames`, and the protocol only in the results. */
type FormerRow = Omit<RowResult, 'protocol'> & { protocol?: Protocol };

/** Renames the keys of a row from a file to their current names. */
export function withCurrentNames(row: FormerRow): RowResult {
  const { config, looks, curve } = row;
  return {
    ...row,
    title: row.title.replace(/ frames$/, ' steps'),
    config: config && withCurrentOptions(config),
    protocol: row.protocol ?? protocolOf(row),
    looks: looks.map((look) => ({
      ...withCurrentCounters(look),
      marks: look.marks.map((mark) => mark.replace(/^frames-/, 'steps-')),
    })),
    curve: curve.map(({ framesPerSecond, ...line }: (typeof curve)[number] & { framesPerSecond?: number }) => ({
      ...withCurrentCounters(line),
      ...(framesPerSecond !== undefined && { stepsPerSecond: framesPerSecond }),
    })),
  };
}

function protocolOf({ looks: [{ tasks, scores, cleared }] }: FormerRow): Protocol {
  const trials = Object.keys(scores).map(Number);
  const { family, count, leftOut } = tasks;
  return { family, count: count + leftOut, trials, repeats: 1, control: cleared !== undefined };
}
