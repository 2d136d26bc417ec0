import type { MetricsLine } from './metrics-window.js';
import type { ProbeResult } from './periodic-eval.js';

/** What is written of a log interval. */
export type LogLine = MetricsLine & { probe?: ProbeResult };

/** The figures of a line by TensorBoard tag; what stands before the first slash is a group of charts there. Trials count from 1. */
export function scalarsOf(line: LogLine): Record<string, number> {
  const scalars: Record<string, number> = {};
  const put = (tag: string, value: number) => {
    if (Number.isFinite(value)) scalars[tag] = value;
  };
  const putTrials = (prefix: string, values: readonly number[]) => {
    values.forEach((value, trial) => {
      put(`${prefix}/trial${trial + 1}`, value);
    });
  };
  putTrials('return/all', line.returnByTrial);
  for (const [family, { returnByTrial }] of Object.entries(line.families)) putTrials(`return/${family}`, returnByTrial);
  for (const [family, probe] of Object.entries(line.probe?.families ?? {})) {
    put(`memory/${family}/gain`, probe.gainFromMemory);
    put(`memory/${family}/gainError`, probe.gainFromMemoryError);
    putTrials(`memory/${family}/kept`, probe.returnByTrial);
    putTrials(`memory/${family}/cleared`, probe.clearedReturnByTrial);
  }
  for (const [name, value] of Object.entries(line.learner)) put(`learner/${name}`, value);
  for (const [name, value] of Object.entries(line.share)) put(`share/${name}`, value);
  for (const [family, figures] of Object.entries(line.archives)) {
    for (const [name, value] of Object.entries(figures)) put(`curriculum/${family}/${name}`, value);
  }
  for (const [name, value] of Object.entries(line.proposals)) put(`proposals/${name}`, value);
  put('run/framesPerSecond', line.framesPerSecond);
  put('run/playedFrames', line.playedFrames);
  put('run/minutes', line.minutes);
  put('run/round', line.round);
  put('run/actorsReplaced', line.actorsReplaced);
  return scalars;
}
