import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

/** `.ci/run` sets it. Without it the soak is skipped: it is longer than all other tests together. */
const MINUTES = Number(process.env.OPEN_ADA_SOAK_MINUTES ?? 0);
/** The same disturbances each time; `node test/soak/soak.mjs --seed 2` draws others. */
const SEED = 1;
const MINUTE_MS = 60_000;
const soak = fileURLToPath(new URL('./soak.mjs', import.meta.url));

it.skipIf(MINUTES === 0)(
  `disturbed for ${MINUTES} minutes (seed ${SEED}), trainings and evaluations end with the figures of undisturbed ones`,
  // The last repetition that was begun is played to its end.
  { timeout: (MINUTES + 15) * MINUTE_MS },
  async () => {
    const child = spawn(process.execPath, [soak, '--minutes', String(MINUTES), '--seed', String(SEED)]);
    onTestFinished(() => void child.kill());
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
      });
    }
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    console.info(said.trimEnd());
  },
);
