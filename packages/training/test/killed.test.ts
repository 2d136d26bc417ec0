import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@open-ada/production-rules';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEED } from '../../../test/kit/seed.js';
import { mergeConfig } from '../src/config/config.js';
import { train } from '../src/run/train.js';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { digest } from './digest.js';

/** `KILLS=50` for the long version. */
const KILLS = Number(process.env.KILLS ?? 3);
const TIMEOUT = 60_000 * (KILLS + 10);
const SCRIPT = fileURLToPath(new URL('../../../scripts/dist/train-teacher.js', import.meta.url));

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Everything of the newest checkpoint but the wall clock. */
function contentOf(run: string) {
  const { found } = newestCheckpoint(join(directory, run, 'checkpoints'));
  const { minutes: _, ...counters } = JSON.parse(Buffer.from(found!.read('state.json')).toString());
  return {
    counters,
    learner: digest(found!.read('learner.safetensors')),
    acting: digest(found!.read('behaviour.safetensors')),
  };
}

/**
 * Trains in a process of its own, and sends it a signal.
 * @param until milliseconds from the first figures on: before them nothing is at stake but the time to start
 * @returns its exit code; null after a kill
 */
function trainUntil(options: string[], signal: NodeJS.Signals, until?: number): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, ...options], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.once('exit', (code) => resolve(code));
    let sent = until === undefined;
    child.stderr.on('data', (text) => {
      if (sent || !/steps, /.test(text)) return;
      sent = true;
      setTimeout(() => child.kill(signal), until);
    });
  });
}

it('a run that is asked to end (SIGTERM) saves what it has learned and gives its lock back', async () => {
  const options = ['--preset', 'debug', '--run', 'ended', '--steps', '1000000'];
  expect(await trainUntil(options, 'SIGTERM', 100)).toBe(143);
  const { counters } = contentOf('ended');
  expect(counters.steps).toBeGreaterThan(0);
  const files = readdirSync(join(directory, 'ended'));
  expect(files.filter((name) => name.startsWith('lock'))).toEqual([]);
  expect(files).toContain('policy.onnx');
});

it(
  `a run that is killed ${KILLS} times at random moments (seed ${SEED}) ends with the bits of one that was not`,
  async () => {
    const STEPS = 800 * KILLS;
    // It saves after every iteration, so that kills fall into iterations and saves alike.
    const settings = { preset: 'debug', steps: STEPS, checkpointMinutes: 0 };
    await train(mergeConfig({ ...settings, run: join(directory, 'whole') }));
    const options = ['--preset', 'debug', '--run', 'killed', '--steps', String(STEPS), '--checkpoint-minutes', '0'];
    const start = (until?: number) => trainUntil(options, 'SIGKILL', until);
    const random = new Random(SEED);
    let killed = 0;
    for (let run = 0; run < KILLS; run++) if ((await start(250 * random.float())) === null) killed++;
    expect(killed).toBeGreaterThan(KILLS / 2);
    expect(await start()).toBe(0);
    expect(contentOf('killed')).toEqual(contentOf('whole'));
    const lines = readFileSync(join(directory, 'killed', 'metrics.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const steps: number[] = lines.map((line) => JSON.parse(line).steps);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  },
  TIMEOUT,
);
