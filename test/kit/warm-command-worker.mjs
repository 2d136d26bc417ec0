// Runs commands one after the other, each as if it had just been started. Entry point of a worker thread.
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';

const { port, done } = workerData;
let calls = 0;

port.on('message', async ({ script, options }) => {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text, ...rest) => {
      said[name] += text;
      rest.find((each) => typeof each === 'function')?.();
      return true;
    };
  }
  process.argv = [process.execPath, script, ...options];
  process.exitCode = undefined;
  try {
    // Another address each time: the script itself runs anew, while the packages that it imports are loaded already.
    await import(`${pathToFileURL(script)}?call=${calls++}`);
  } catch (error) {
    said.stderr += error.stack;
    process.exitCode = 1;
  }
  port.postMessage({ status: process.exitCode ?? 0, ...said });
  process.exitCode = undefined;
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});
