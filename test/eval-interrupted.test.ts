import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Ended, journalLines, startEvaluation } from './eval-command.js';
import { temporaryFolder, writeTinyAgent } from './kit/evaluation.js';

const folder = temporaryFolder();
const checkpoint = writeTinyAgent(folder);

const optionsTo = (out: string) => {
  const options = { checkpoint, family: 'hold', count: '130', trials: '1,2,4', workers: '1', out };
  return ['--json', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])];
};
const run = (out: string) => startEvaluation('eval-heldout', optionsTo(out));
const resultOf = (text: string) => ({ ...JSON.parse(text), seconds: 0 });

let whole: Promise<Ended> | undefined;
/** The same evaluation, undisturbed. */
const undisturbed = () => {
  whole ??= run(join(folder, 'whole')).ended;
  return whole;
};

/** Begins an evaluation and stops it once it has finished some of its jobs. */
async function stopped(name: string, signal: 'SIGKILL' | 'SIGINT') {
  const out = join(folder, name);
  mkdirSync(out);
  const { child, ended } = run(out);
  while (journalLines(out) < 3 && child.exitCode === null) await pause(5);
  child.kill(signal);
  return { out, end: await ended, lines: journalLines(out) };
}

describe('an evaluation that is stopped', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s goes on with the same command and gives the same figures',
    async (signal) => {
      const { out, end, lines } = await stopped(signal, signal);
      expect(lines).toBeGreaterThanOrEqual(3);
      if (signal === 'SIGINT') {
        expect(end.status).toBe(130);
        expect(end.stdout).toBe('');
        const said = end.stderr.trim().split('\n');
        expect(said[said.length - 1]).toBe(
          'interrupted; what is finished is kept, and the same command goes on from there.',
        );
      } else {
        expect(end.signal).toBe('SIGKILL');
      }

      const continued = await run(out).ended;
      expect(continued.status).toBe(0);
      expect(continued.stderr).toMatch(/going on: \d+ % was played before/);
      expect(journalLines(out)).toBe(0);
      const name = /heldout-hold-[0-9a-f]{8}-[0-9a-f]{8}\.json/.exec(continued.stderr)![0];
      expect(JSON.parse(readFileSync(join(out, name), 'utf8'))).toEqual(JSON.parse(continued.stdout));

      const { stdout, stderr } = await undisturbed();
      expect(stderr).not.toContain('going on');
      expect(resultOf(continued.stdout)).toEqual(resultOf(stdout));
    },
    600_000,
  );
});

describe.skipIf(process.platform === 'win32')('an evaluation on a file system that takes no more', () => {
  const script = fileURLToPath(new URL('../scripts/dist/eval-heldout.js', import.meta.url));
  /** @param blocks largest file, in blocks of 512 or 1024 bytes */
  const limited = (blocks: string, name: string) => {
    const options = [
      '--checkpoint',
      checkpoint,
      '--family',
      'hold',
      '--count',
      '40',
      '--trials',
      '1,2',
      '--workers',
      '1',
    ];
    const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const out = join(folder, name);
    mkdirSync(out, { recursive: true });
    const call = ['-c', shell, process.execPath, script, ...options, '--out', out];
    const { status, stderr } = spawnSync('sh', call, { cwd: folder, encoding: 'utf8' });
    return { status, last: stderr.trim().split('\n').at(-1), out };
  };

  it.each([
    ['1', /^cannot write .+\.journal: a file would be larger than is allowed\.$/],
    ['16', /^cannot write .+heldout-hold-\S+\.json: a file would be larger than is allowed\.$/],
  ])('of %s blocks says which file and why, and goes on where there is room', (blocks, message) => {
    const name = `room ${blocks}`;
    const { status, last, out } = limited(blocks, name);
    expect(last).toMatch(message);
    expect(status).toBe(1);
    expect(readdirSync(out).filter((file) => !file.endsWith('.journal'))).toEqual([]);
    // The tasks come from the checkout: there are none in this working directory.
    expect(limited('unlimited', name).status).toBe(0);
  });
});
