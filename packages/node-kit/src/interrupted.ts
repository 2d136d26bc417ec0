import { constants } from 'node:os';

/** Somebody asked to stop. What was finished is kept where there is a journal. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let received: NodeJS.Signals = 'SIGINT';

/**
 * Aborted by the first Ctrl-C, termination request or loss of the terminal, so that work can be saved. A second signal
 * finds no listener and ends the process at once. `process.exit` would abort while a thread is inside a native call.
 */
export function stopSignal(onStop?: () => void): AbortSignal {
  const stop = new AbortController();
  const listener = (signal: NodeJS.Signals) => {
    received = signal;
    for (const each of SIGNALS) process.removeListener(each, listener);
    stop.abort();
    onStop?.();
  };
  for (const each of SIGNALS) process.on(each, listener);
  return stop.signal;
}

/**
 * With what a command ends that was stopped: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP. After Ctrl-C at the
 * terminal of a package manager it is 0, since that calls every other code a failure of the command, in red.
 */
export function interruptedCode(): number {
  const isPerson = received === 'SIGINT' && process.stderr.isTTY && process.env.npm_lifecycle_event !== undefined;
  return isPerson ? 0 : 128 + constants.signals[received];
}
