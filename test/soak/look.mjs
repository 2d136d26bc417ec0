// A viewer of the soak's folder. It is asked again and again, ended by signals, and started twice at once.
import { hardships, requireExpected, start } from './disturbed.mjs';

/** How it ends after a signal. */
const ENDS = {
  SIGKILL: { codes: [], signals: ['SIGKILL'] },
  SIGTERM: { codes: [143], signals: [] },
  SIGHUP: { codes: [129], signals: [] },
  SIGINT: { codes: [130], signals: [] },
};
/** Of two on one port, one is refused. */
const REFUSED = { codes: [2], signals: [] };
const DAY_MS = 86_400_000;

/** @returns the viewer, with its address once it has one, which it never has if it ends before */
function open(folder, port, conditions) {
  const viewer = start('watch', ['--port', port, '--json'], folder, { ...conditions, limitMs: DAY_MS });
  viewer.address = new Promise((resolve, reject) => {
    viewer.child.stdout.once('data', (text) => resolve(JSON.parse(String(text)).address));
    viewer.ended.then(({ code, said }) => reject(new Error(`a viewer ended with ${code}: ${said}`)));
  });
  viewer.address.catch(() => {});
  return viewer;
}

/**
 * Starts a viewer and asks it for its library every second.
 * @param folder that the viewer shows
 * @returns what was seen so far, how to disturb the viewer, and how to stop
 */
export async function look(folder) {
  let viewer = open(folder, '0');
  let address = await viewer.address;
  const seen = { looks: 0, failed: '' };
  const timer = setInterval(async () => {
    const asked = viewer;
    if (asked === undefined) return;
    try {
      const { status } = await fetch(`${address}/api/library`);
      if (status !== 200) seen.failed ||= `the viewer answered ${status}`;
      seen.looks++;
    } catch (error) {
      // One that was ended meanwhile does not answer.
      if (viewer === asked) seen.failed ||= `the viewer did not answer: ${error.message}`;
    }
  }, 1000);

  async function end(signal) {
    const ended = viewer;
    viewer = undefined;
    ended.child.kill(signal);
    requireExpected('watch', `under ${signal}`, await ended.ended, ENDS[signal]);
  }

  /** Ends it, and starts two on its port: one shows the folder, the other is refused. */
  async function disturb(random) {
    const signals = Object.keys(ENDS);
    await end(signals[random.int(signals.length)]);
    const { port } = new URL(address);
    const both = [0, 1].map(() => open(folder, port, hardships(random)));
    const first = await Promise.any(both.map((each) => each.address.then(() => each)));
    const [other] = both.filter((each) => each !== first);
    requireExpected('watch', 'started twice on one port', await other.ended, REFUSED);
    address = await first.address;
    viewer = first;
  }

  const stop = async () => {
    clearInterval(timer);
    if (viewer !== undefined) await end('SIGTERM');
  };
  return { seen, disturb, stop };
}
