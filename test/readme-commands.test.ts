import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

// What a clone has and the commands read; what they write stays in this directory.
const clone = mkdtempSync(join(tmpdir(), 'a newcomer '));
for (const name of [
  'tasks',
  'checkpoints',
  'packages',
  'scripts',
  'bench',
  'experiments',
  'examples',
  'node_modules',
  'package.json',
]) {
  symlinkSync(join(root, name), join(clone, name));
}
mkdirSync(join(clone, 'docs'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** What is added to a command of the README to make it small, and what it says when all is well. */
const SMALL: Record<string, { add: string; says: RegExp; writes?: string }> = {
  'train:teacher': { add: '--preset debug --steps 300', says: /finished at/, writes: 'runs/teacher/policy.onnx' },
  'train:student': { add: '--preset debug --steps 300', says: /teacher runs\/teacher\/.*finished at/s },
  'train:dreamer': { add: '--size tiny --batch-length 8 --train-ratio 8 --steps 300', says: /finished at/ },
  'eval:heldout': { add: '--count 2 --trials 1,2', says: /adaptation gain/i, writes: 'results' },
  'eval:probes': { add: '--trials 1 --repeats 1 --no-control', says: /30 probes/, writes: 'results' },
  task: { add: '', says: /goal/i },
  'bench sim': { add: '--rounds 1', says: /sim\.workers2\.decisionsPerSecond/ },
  'curves runs/teacher': { add: '', says: /results\/curves\.png/, writes: 'results/curves.svg' },
  sweep: { add: '', says: /after 320 steps/, writes: 'results/sweep-example/tables.md' },
  'experiment scaling': {
    add: 'tiny-flat --steps 200 --minutes 0.001 --count 1 --trials 1,2 --no-control',
    says: /tiny/,
    writes: 'docs/results/scaling',
  },
};

/** `pnpm NAME OPTIONS` for every command of the README, each once, in its order. */
const commands = [
  ...new Set([...readme.matchAll(/(?:npx pnpm@10|`pnpm) ([a-z][^`\n#|]*)/g)].map(([, command]) => command.trim())),
];

/** What pnpm would start. */
function argumentsOf(command: string): string[] {
  const [name, ...options] = command.split(/\s+/);
  const script = scripts[name];
  if (script === undefined) throw new Error(`package.json has no script ${name}, which the README names.`);
  return [...script.split(' ').slice(1), ...options];
}

describe('the commands of the README, as they are written', () => {
  it('are found', () => {
    const names = commands.flatMap((command) => [command, command.split(' ')[0]]);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(SMALL), 'watch', 'test', 'check']));
  });

  it.each(commands)('pnpm %s', { timeout: 180_000 }, async (command) => {
    const name = command.split(' ')[0];
    // What runs this test; `.ci/run` calls both.
    if (name === 'test' || name === 'check') {
      expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toContain(`pnpm@10 ${name}`);
      return;
    }
    if (name === 'watch') return watch(argumentsOf(command));
    const small = SMALL[name] ?? SMALL[command];
    if (small === undefined) throw new Error(`Say in this test how to make "pnpm ${command}" small.`);
    const { add, says, writes } = small;
    const [status, output] = run([...argumentsOf(command), ...add.split(' ').filter(Boolean)]);
    expect(output).toMatch(says);
    expect(status).toBe(0);
    if (writes !== undefined) expect(existsSync(join(clone, writes))).toBe(true);
  });
});

function run(options: string[]): [number | null, string] {
  const { status, stdout, stderr } = spawnSync(process.execPath, options, { cwd: clone, encoding: 'utf8' });
  return [status, stdout + stderr];
}

/** Serves a page until it is interrupted. */
async function watch(options: string[]): Promise<void> {
  const child = spawn(process.execPath, [...options, '--port', '0', '--json'], { cwd: clone });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve(text);
    });
    child.on('close', () => reject(new Error(`pnpm watch ended, and said: ${text}`)));
  });
  const [address] = line.match(/http:[^"\s]+/) ?? [];
  const page = await fetch(address!);
  expect(await page.text()).toMatch(/<!doctype html>/i);
  child.kill('SIGINT');
  await ended;
}
