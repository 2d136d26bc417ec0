// Starts commands and disturbs them: signals at random moments, a full disk, a clock that was set, two starts at once.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const clock = fileURLToPath(new URL('./clock.mjs', import.meta.url));
const script = (name) => fileURLToPath(new URL(`../../scripts/dist/${name}.js`, import.meta.url));
const DAY_MS = 86_400_000;

/** A command that has not ended after so long hangs. */
const LIMIT_MS = 300_000;

/** Where a clock is that was set, and where it is after it was set once more while the command works. */
function clocks(random) {
  const anyDay = () => String(Math.round((2 * random.float() - 1) * 1000 * DAY_MS));
  return { CLOCK_OFFSET_MS: anyDay(), CLOCK_JUMP_MS: anyDay(), CLOCK_JUMP_AFTER_MS: String(1 + 4000 * random.float()) };
}

/**
 * Starts one command.
 * @param blocks largest file, in blocks of 512 or 1024 bytes
 * @param set where its clock is, see clock.mjs
 * @param limitMs after so long it hangs and is killed
 * @returns its process, and how it ends
 */
export function start(name, options, cwd, { blocks = 'unlimited', set = {}, limitMs = LIMIT_MS } = {}) {
  const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
  const node = [process.execPath, '--import', clock, script(name), ...options];
  const env = { ...process.env, ...set };
  const child = spawn('sh', ['-c', shell, ...node], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
  }
  let hangs = false;
  const limit = setTimeout(() => {
    hangs = true;
    child.kill('SIGKILL');
  }, limitMs);
  const ended = new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, said, hangs });
    });
  });
  return { child, ended };
}

/** How a command may end that was not disturbed in time. */
const DONE = { codes: [0], signals: [] };
/** How it may end after a signal: by itself, with its code; before it listens, by the signal. */
const STOPPED = {
  SIGKILL: { codes: [0], signals: ['SIGKILL'] },
  SIGTERM: { codes: [0, 143], signals: ['SIGTERM'] },
  SIGHUP: { codes: [0, 129], signals: ['SIGHUP'] },
  SIGINT: { codes: [0, 130], signals: ['SIGINT'] },
};
/** Where nothing can be written: 1, or 2 where that is found before the work begins. */
const NO_ROOM = { codes: [0, 1, 2], signals: [] };
/** The second of two starts is refused (2), or fails where the first one has just taken what it needs (1). */
const REFUSED = { codes: [0, 1, 2, 143], signals: ['SIGTERM'] };

/** The disturbances, by name: each starts a command, disturbs it, and gives its ends and how they may be. */
const DISTURBANCES = {
  SIGKILL: signalled('SIGKILL', 5000),
  SIGTERM: signalled('SIGTERM', 5000),
  SIGHUP: signalled('SIGHUP', 5000),
  SIGINT: signalled('SIGINT', 5000),
  fullDisk: async (command, random) => {
    return { ends: [await start(...command, { blocks: String(1 + random.int(100)) }).ended], may: NO_ROOM };
  },
  clock: (command, random) => signalled('SIGTERM', 5000, { set: clocks(random) })(command, random),
  twoStarts: async (command, random) => {
    const both = [signalled('SIGTERM', 4000), signalled('SIGTERM', 4000)].map((one) => one(command, random));
    return { ends: (await Promise.all(both)).flatMap(({ ends }) => ends), may: REFUSED };
  },
};

/** Sends a signal after at most `longestMs`. */
function signalled(signal, longestMs, conditions) {
  return async (command, random) => {
    const { child, ended } = start(...command, conditions);
    const timer = setTimeout(() => child.kill(signal), longestMs * random.float());
    const end = await ended;
    clearTimeout(timer);
    return { ends: [end], may: STOPPED[signal] };
  };
}

/** @throws Error where a command ended otherwise than it may, or with the stack of a fault */
export function requireExpected(name, what, { code, signal, said, hangs }, { codes, signals }) {
  const how = hangs ? `did not end in ${LIMIT_MS / 1000} s` : `ended with ${code ?? signal}`;
  const stack = /\n\s+at .*:\d+:\d+\)?\n/.test(said);
  if (hangs || stack || !(codes.includes(code) || signals.includes(signal))) {
    throw new Error(`${name}, ${what}, ${how}: ${said}`);
  }
}

/** What a viewer may be started with: a clock that was set, a disk that takes no more. */
export const hardships = (random) => ({ set: clocks(random), blocks: random.int(2) === 0 ? '0' : 'unlimited' });

/** Runs a command to its end. @throws Error if it fails */
export async function undisturbed(command) {
  requireExpected(command[0], 'undisturbed', await start(...command).ended, DONE);
}

/**
 * Repeats a command under disturbances, and at last undisturbed.
 * @param command name, options and working directory
 * @param times number of disturbances
 * @param counts by name, raised
 */
export async function disturb(command, random, times, counts) {
  const names = Object.keys(DISTURBANCES);
  for (let i = 0; i < times; i++) {
    const name = names[random.int(names.length)];
    const { ends, may } = await DISTURBANCES[name](command, random);
    counts[name] = (counts[name] ?? 0) + 1;
    for (const end of ends) requireExpected(command[0], `under ${name}`, end, may);
    if (ends.some(({ code }) => code !== 0)) counts.cutShort++;
  }
  await undisturbed(command);
}
