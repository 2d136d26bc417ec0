import type { MetricsLine } from './metrics-window.js';
import type { PeriodicEvalResult } from './periodic-eval.js';

/** Everything that is written for one log interval. */
export type LogLine = MetricsLine & { periodicEval?: PeriodicEvalResult };

/**
 * The figures of a line, by TensorBoard tag. TensorBoard groups charts by the part before the first slash. Trials count
 * from 1.
 */
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
  for (const [family, { returnByTrial, scoreByTrial = [] }] of Object.entries(line.families)) {
    putTrials(`return/${family}`, returnByTrial);
    putTrials(`score/${family}`, scoreByTrial);
  }
  for (const [family, periodicEval] of Object.entries(line.periodicEval?.families ?? {})) {
    put(`memory/${family}/gain`, periodicEval.gainFromMemory);
    put(`memory/${family}/gainError`, periodicEval.gainFromMemoryError);
    putTrials(`memory/${family}/kept`, periodicEval.returnByTrial);
    putTrials(`memory/${family}/cleared`, periodicEval.clearedReturnByTrial);
  }
  for (const [name, value] of Object.entries(line.learner)) put(`learner/${name}`, value);
  for (const [name, value] of Object.entries(line.share)) put(`share/${name}`, value);
  for (const [family, figures] of Object.entries(line.archives)) {
    for (const [name, value] of Object.entries(figures)) put(`curriculum/${family}/${name}`, value);
  }
  for (const { family, share, score } of line.stage?.open ?? []) {
    put(`curriculum/${family}/share`, share);
    put(`curriculum/${family}/score`, score);
  }
  if (line.stage) put('curriculum/all/open', line.stage.open.length);
  for (const [name, value] of Object.entries(line.proposals)) put(`proposals/${name}`, value);
  put('run/stepsPerSecond', line.stepsPerSecond);
  put('run/playedSteps', line.playedSteps);
  put('run/minutes', line.minutes);
  put('run/iteration', line.iteration);
  put('run/actorsReplaced', line.actorsReplaced);
  return scalars;
}
