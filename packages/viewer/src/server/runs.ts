import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunEntry } from '../protocol.js';
import { findFiles } from './find-files.js';

/** Bytes read from the end of a file; a line of metrics is far shorter. */
const LAST_BYTES = 1 << 16;

/** All training runs, the newest first. */
export function findRuns(root: string): RunEntry[] {
  return findFiles(root, 'runs', /^config\.json$/)
    .map(({ path, modified: begun }): RunEntry => {
      const run = dirname(path);
      const metrics = join(root, run, 'metrics.jsonl');
      const agent = existsSync(join(root, run, 'policy.onnx')) ? `${run}/policy.onnx` : undefined;
      const modified = existsSync(metrics) ? statSync(metrics).mtimeMs : begun;
      return { path: run, modified, progress: readProgress(metrics), agent };
    })
    .sort((a, b) => b.modified - a.modified);
}

/** Reads the last complete line. A run in progress may be writing the next one. */
function readProgress(file: string): RunEntry['progress'] {
  try {
    const line = endOf(file).split('\n').slice(0, -1).pop();
    // Version 0.1 wrote `frames` for steps.
    const { frames, steps = frames, minutes, returnByTrial } = JSON.parse(line ?? '');
    const sound = Number.isFinite(steps) && Number.isFinite(minutes) && Array.isArray(returnByTrial);
    return sound ? { steps, minutes, returnByTrial: returnByTrial.map(Number) } : undefined;
  } catch {
    return undefined;
  }
}

function endOf(file: string): string {
  const opened = openSync(file, 'r');
  try {
    const { size } = fstatSync(opened);
    const length = Math.min(size, LAST_BYTES);
    const bytes = Buffer.alloc(length);
    readSync(opened, bytes, 0, length, size - length);
    return bytes.toString('utf8');
  } finally {
    closeSync(opened);
  }
}
