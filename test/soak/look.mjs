// A viewer of the soak's folder, which is asked again and again.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Starts a viewer and asks it for its library every second.
 * @param root of the repository
 * @param folder that the viewer shows
 * @returns what was seen so far, and how to stop
 */
export async function look(root, folder) {
  const command = [join(root, 'scripts', 'run.mjs'), 'watch', '--port', '0', '--json'];
  const viewer = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => viewer.once('exit', resolve));
  const line = await Promise.race([
    new Promise((resolve) => viewer.stdout.once('data', (text) => resolve(String(text)))),
    ended.then((code) => Promise.reject(new Error(`the viewer ended with ${code} before it said its address`))),
  ]);
  const { address } = JSON.parse(line);
  const seen = { looks: 0, failed: '' };
  const timer = setInterval(async () => {
    try {
      const { status } = await fetch(`${address}/api/library`);
      if (status !== 200) seen.failed ||= `the viewer answered ${status}`;
      seen.looks++;
    } catch (error) {
      seen.failed ||= `the viewer did not answer: ${error.message}`;
    }
  }, 1000);
  const stop = async () => {
    clearInterval(timer);
    viewer.kill('SIGTERM');
    await ended;
  };
  return { seen, stop };
}
