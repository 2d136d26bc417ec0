import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('stopped.mjs', import.meta.url));

/** Starts the command and sends it signals, each once it has said that it is ready for it. */
function stopped(savingMs: number, signals: NodeJS.Signals[], changes: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, SAVING_MS: String(savingMs), ...changes };
  const child = spawn(process.execPath, [command], { env });
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

  it.each([
    ['SIGINT', 0],
    ['SIGTERM', 143],
  ] as const)('by %s at the terminal of pnpm ends with %i', async (signal, status) => {
    const atTerminal = { IS_TERMINAL: '1', npm_lifecycle_event: 'train:teacher' };
    expect(await stopped(50, [signal], atTerminal)).toEqual({ status, signal: null, stderr: 'saved.\n' });
  });

  it('at a terminal without pnpm ends as elsewhere', async () => {
    const without = { IS_TERMINAL: '1', npm_lifecycle_event: undefined };
    expect(await stopped(50, ['SIGINT'], without)).toMatchObject({ status: 130 });
  });

  it('by a second signal ends at once', async () => {
    expect(await stopped(60_000, ['SIGINT', 'SIGTERM'])).toEqual({ status: null, signal: 'SIGTERM', stderr: '' });
  });
});
