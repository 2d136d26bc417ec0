// Starts commands and disturbs them: signals at random moments, a full disk, a clock that was set, two starts at once.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const clock = fileURLToPath(new URL('./clock.mjs', import.meta.url));
const script = (name) => fileURLToPath(new URL(`../../scripts/dist/${name}.js`, import.meta.url));
const DAY_MS = 86_400_000;

/** Exit codes of a command that did its work, was refused, could not write, or was stopped by a signal. */
const EXPECTED = new Set([0, 1, 2, 129, 130, 143, null]);

/** Starts one command. @returns its process, and how it ends */
export function start(name, options, cwd, { blocks = 'unlimited', offsetMs = 0 } = {}) {
  const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
  const node = [process.execPath, '--import', clock, script(name), ...options];
  const env = { ...process.env, CLOCK_OFFSET_MS: String(offsetMs) };
  const child = spawn('sh', ['-c', shell, ...node], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
  }
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, said })));
  return { child, ended };
}

/** The disturbances, by name: each starts a command, disturbs it and gives its ends. */
export const DISTURBANCES = {
  SIGKILL: signalled('SIGKILL'),
  SIGTERM: signalled('SIGTERM'),
  SIGHUP: signalled('SIGHUP'),
  SIGINT: signalled('SIGINT'),
  fullDisk: async (command, random) => [await start(...command, { blocks: String(1 + random.int(100)) }).ended],
  clock: async (command, random) => {
    const offsetMs = Math.round((2 * random.float() - 1) * 1000 * DAY_MS);
    const { child, ended } = start(...command, { offsetMs });
    setTimeout(() => child.kill('SIGTERM'), 4000 * random.float());
    return [await ended];
  },
  twoStarts: async (command, random) => {
    const both = [start(...command), start(...command)];
    for (const { child } of both) setTimeout(() => child.kill('SIGTERM'), 4000 * random.float());
    return Promise.all(both.map(({ ended }) => ended));
  },
};

function signalled(signal) {
  return async (command, random) => {
    const { child, ended } = start(...command);
    const timer = setTimeout(() => child.kill(signal), 5000 * random.float());
    const end = await ended;
    clearTimeout(timer);
    return [end];
  };
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
    const ends = await DISTURBANCES[name](command, random);
    counts[name] = (counts[name] ?? 0) + 1;
    for (const { code, said } of ends) {
      const crashed = !EXPECTED.has(code) || /\n\s+at .*:\d+:\d+\)?\n/.test(said);
      if (crashed) throw new Error(`${command[0]} under ${name} ended with ${code}: ${said}`);
    }
  }
  const { code, said } = await start(...command).ended;
  if (code !== 0) throw new Error(`${command[0]}, undisturbed at last, ended with ${code}: ${said}`);
}
