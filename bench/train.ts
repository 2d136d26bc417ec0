import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorsOf, type MetricsLine, train } from '@open-ada/training';
import type { Begin, Figures } from './figure.js';
import { laptopRun, SECONDS } from './laptop.js';

/**
 * A run of the laptop preset from its start, as `train:teacher` does it, stopped after some seconds. Reports the best
 * of its log intervals.
 */
export async function benchTrain(begin: Begin): Promise<Figures> {
  begin('compiling the networks');
  const directory = mkdtempSync(join(tmpdir(), 'bench-train-'));
  const config = laptopRun(directory);
  const stop = new AbortController();
  const lines: MetricsLine[] = [];
  let first = 0;
  try {
    await train(config, {
      signal: stop.signal,
      onMetrics: (line) => {
        // The first interval includes the compilation of the networks, and the last one may be short.
        if (first === 0) {
          first = performance.now();
          begin('training');
        } else if (!stop.signal.aborted) lines.push(line);
        if (performance.now() - first > SECONDS * 1000) stop.abort();
      },
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const best = lines.reduce((a, b) => (b.stepsPerSecond > a.stepsPerSecond ? b : a));
  const actors = actorsOf(config);
  const threads = actors + 1;
  const { simulate, infer, learn } = best.share;
  const learner = learn * threads;
  const acting = ((simulate + infer) * threads) / actors;
  const percent = (busy: number) => `${Math.round(100 * busy)} %`;
  const busy = `the learner's thread is busy ${percent(learner)}, an actor's ${percent(acting)}`;
  const bound = learner > acting ? 'learning' : infer > simulate ? 'inference' : 'simulation';
  const of = `of the time of ${threads} threads`;
  return {
    'train.framesPerSecond': {
      value: best.stepsPerSecond,
      unit: `steps/s, best of ${lines.length} intervals of ${config.logSeconds} s; bound by ${bound}: ${busy}`,
    },
    'train.share.simulate': { value: simulate, unit: of },
    'train.share.infer': { value: infer, unit: of },
    'train.share.learn': { value: learn, unit: of },
  };
}
