import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('stopped.mjs', import.meta.url));

/** Starts the command and sends it signals, each once it has said that it is ready for it. */
function stopped(savingMs: number, signals: NodeJS.Signals[]) {
  const child = spawn(process.execPath, [command], { env: { ...process.env, SAVING_MS: String(savingMs) } });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.on('data', () => {
    const signal = signals.shift();
    if (signal) child.kill(signal);
  });
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, stderr }));
  });
}

describe('a command that is stopped', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s saves and ends with %i', async (signal, status) => {
    expect(await stopped(50, [signal])).toEqual({ status, signal: null, stderr: 'saved.\n' });
  });

  it('by a second signal ends at once', async () => {
    expect(await stopped(60_000, ['SIGINT', 'SIGTERM'])).toEqual({ status: null, signal: 'SIGTERM', stderr: '' });
  });
});
