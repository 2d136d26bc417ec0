import { cpSync } from 'node:fs';
import type { RunConfig } from '../src/config/config.js';
import type { MetricsLine } from '../src/metrics/metrics-window.js';
import { train } from './one-thread.js';

/** Copies what a run has written so far, without the lock of its process: as if that had been killed at this moment. */
export const copyRun = (run: string, copy: string): void =>
  cpSync(run, copy, { recursive: true, filter: (file) => !/lock(\.\d+)?$/.test(file) });

/**
 * Trains, and copies the run when a line of its metrics tells of half of its steps: its newest checkpoint is then of an
 * iteration before, since lines are written first. That needs a checkpoint after each iteration.
 */
export async function trainAndCopy(
  config: RunConfig,
  copy: string,
  onMetrics: (line: MetricsLine) => void = () => {},
): Promise<void> {
  let copied = false;
  await train(config, {
    onMetrics: (line) => {
      onMetrics(line);
      if (copied || line.steps < config.steps / 2) return;
      copyRun(config.run, copy);
      copied = true;
    },
  });
}
