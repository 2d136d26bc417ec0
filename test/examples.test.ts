import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a compiled script, with a module of `examples/` loaded before it. */
function run(example: string | undefined, script: string, ...options: string[]) {
  const before = example === undefined ? [] : ['--import', `./examples/${example}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...before, script, ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

const train = (example: string | undefined, ...options: string[]) =>
  run(example, 'scripts/dist/train-teacher.js', '--preset', 'debug', '--steps', '300', ...options);

it('use-the-world plays tasks as its text says', () => {
  const { status, output } = run(undefined, 'examples/dist/use-the-world.js');
  expect(output).toMatch(/Goal: I hold/);
  const [, rewards] = output.match(/rewards of the oracle: (.*)/)!;
  for (const reward of rewards.split(', ')) expect(Number(reward)).toBeGreaterThan(10);
  expect(status).toBe(0);
});

it('own-family makes tasks of the training side, and is trained on', () => {
  const generate = ['generate', 'two-of-a-colour', '--count', '5'];
  const { status, output } = run('own-family.mjs', 'scripts/dist/task.js', ...generate);
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).goal),
  ).toHaveLength(5);
  expect(status).toBe(0);
  const ownRun = join(folder, 'family');
  const trained = train('own-family.mjs', '--run', ownRun, '--family', 'two-of-a-colour');
  expect(trained.output).toMatch(/finished at/);
  expect(JSON.parse(readFileSync(join(ownRun, 'config.json'), 'utf8')).config.family).toBe('two-of-a-colour');
});

it('a family that nobody has registered is refused', () => {
  const { status, output } = run(undefined, 'scripts/dist/task.js', 'generate', 'two-of-a-colour');
  expect(output).toContain('There is no family "two-of-a-colour"');
  expect(status).toBe(2);
});

const COMPASS = ['--simulation', '{"ownParts":["compass"]}'];

it('own-observation gives the agent a part more', () => {
  const own = join(folder, 'observation');
  expect(train('own-observation.mjs', '--run', own, ...COMPASS).output).toMatch(/finished at/);
  const served = run('own-observation.mjs', 'scripts/dist/env-serve.js', '--environments', '1', ...COMPASS);
  const { parts } = JSON.parse(served.output).observation;
  expect(parts.find(({ name }: { name: string }) => name === 'compass')).toMatchObject({ shape: [1, 3] });
  const { status, output } = train(undefined, '--run', join(folder, 'none'), ...COMPASS);
  expect(output).toMatch(/there is no "compass"/);
  expect(status).toBe(2);
});

it('own-learner trains with its constant, in the learner thread', () => {
  const own = join(folder, 'learner');
  const learner = ['--learner', 'calm-ppo', '--logit-penalty', '0.02'];
  expect(train('own-learner.mjs', '--run', own, ...learner).output).toMatch(/finished at/);
  const { config } = JSON.parse(readFileSync(join(own, 'config.json'), 'utf8'));
  expect(config).toMatchObject({ learner: 'calm-ppo', constants: { logitPenalty: 0.02 } });
  expect(readFileSync(join(own, 'metrics.jsonl'), 'utf8')).toContain('logitPenalty');
  expect(train(undefined, '--run', join(folder, 'no'), ...learner).status).toBe(2);
});

it.each([
  ['own-memory.mjs', '--memory', 'running-means'],
  ['own-encoder.mjs', '--encoder', 'plain'],
])('%s trains with what it registers, in all threads, and needs it again', (example, option, name) => {
  const own = join(folder, name);
  expect(train(example, '--run', own, option, name).output).toMatch(/finished at/);
  expect(JSON.stringify(JSON.parse(readFileSync(join(own, 'config.json'), 'utf8')).agent)).toContain(`"${name}"`);
  const { status, output } = train(undefined, '--run', own, option, name);
  expect(output).toMatch(new RegExp(`^${option} "${name}": expected one of`));
  expect(status).toBe(2);
});

it('own-tasks are trained on', () => {
  const own = join(folder, 'tasks');
  expect(train(undefined, '--run', own, '--train-on', 'examples/own-tasks').output).toMatch(/3 tasks of 2 files/);
  const { ownTasks } = JSON.parse(readFileSync(join(own, 'config.json'), 'utf8'));
  expect(ownTasks).toMatchObject({ files: 2, count: 3 });
});
