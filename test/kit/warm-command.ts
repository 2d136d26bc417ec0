import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 120_000;

interface Ended {
  /** The exit code. */
  status: number;
  stdout: string;
  stderr: string;
}

interface Thread {
  port: MessagePort;
  done: Int32Array;
}

let thread: Thread | undefined;

/** The thread of this test file in which commands run. It ends with the file. */
function started(): Thread {
  if (thread !== undefined) return thread;
  const { port1: port, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./warm-command-worker.mjs', import.meta.url), {
    workerData: { port: port2, done },
    transferList: [port2],
    // Compiled packages, as for those who call the command.
    execArgv: [],
  });
  worker.unref();
  port.unref();
  thread = { port, done };
  return thread;
}

/**
 * Runs a compiled command to its end in a thread where the packages are loaded already: most of the time that a process
 * of its own takes goes into loading them. Tests about signals, limits or the end of the process itself need a process.
 * @param name compiled script, e.g. `scripts/dist/task.js`
 * @param cwd its working directory
 */
export function runWarm(name: string, options: readonly string[], cwd = root): Ended {
  const { port, done } = started();
  const before = process.cwd();
  process.chdir(cwd);
  try {
    Atomics.store(done, 0, 0);
    port.postMessage({ script: join(root, name), options });
    if (Atomics.wait(done, 0, 0, LIMIT_MS) === 'timed-out') {
      thread = undefined;
      throw new Error(`${name} ${options.join(' ')} did not end in ${LIMIT_MS / 1000} s`);
    }
    return receiveMessageOnPort(port)?.message;
  } finally {
    process.chdir(before);
  }
}
