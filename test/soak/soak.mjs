// The soak: trainings and evaluations under kills, stops, full disks, clocks that are set and two starts at once, with a
// viewer that looks on. Afterwards every file is whole and every figure is that of an undisturbed run.
// Usage, after a build: node test/soak/soak.mjs [--minutes 60] [--seed 1]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../../packages/production-rules/dist/index.js';
import { newestCheckpoint } from '../../packages/training/dist/index.js';
import { disturb, start } from './disturbed.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const random = new Random(Number(values.seed));
const until = performance.now() + 60_000 * Number(values.minutes);
const folder = mkdtempSync(join(tmpdir(), 'soak-'));
const root = fileURLToPath(new URL('../..', import.meta.url));

const training = (run) => [
  'train-teacher',
  ['--preset', 'debug', '--steps', '2500', '--checkpoint-minutes', '0', '--run', run],
  folder,
];
const evaluation = (out) => {
  const agent = join(root, 'checkpoints', 'teacher.safetensors');
  return [
    'eval-heldout',
    ['--checkpoint', agent, '--family', 'hold', '--count', '60', '--trials', '1,2,4', '--out', out],
    folder,
  ];
};

function require(sound, sentence) {
  if (!sound) throw new Error(sentence);
}

/** Everything of a finished run that does not depend on the clock. */
function contentOf(run) {
  const { found, ignored } = newestCheckpoint(join(folder, run, 'checkpoints'));
  require(ignored.length === 0, `${run}: ${ignored.join('; ')}`);
  const { minutes: _, ...counters } = JSON.parse(Buffer.from(found.read('state.json')).toString());
  const hash = (file) => createHash('sha256').update(found.read(file)).digest('hex');
  return JSON.stringify([counters, hash('learner.safetensors'), hash('behaviour.safetensors')]);
}

function requireWhole(directory) {
  const names = readdirSync(join(folder, directory), { recursive: true, encoding: 'utf8' });
  const odd = names.filter((name) => /(^|\/)lock|\.writing$|\.journal$/.test(name));
  // A kill may leave a temporary file; nothing reads it.
  const left = odd.filter((name) => !/\.[0-9a-f-]{36}\.writing$/.test(name));
  require(left.length === 0, `${directory} still holds ${left.join(', ')}`);
}

function requireRising(run) {
  const lines = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const steps = lines.map((line) => JSON.parse(line).steps);
  require(steps.every(
    (each, i) => i === 0 || each > steps[i - 1],
  ), `${run}: steps of its metrics do not rise: ${steps}`);
}

function resultOf(out) {
  const names = readdirSync(join(folder, out)).filter((name) => name.endsWith('.json'));
  require(names.length === 1, `${out} has the results ${names.join(', ')}`);
  const { seconds: _, ...result } = JSON.parse(readFileSync(join(folder, out, names[0]), 'utf8'));
  return JSON.stringify(result);
}

/** Asks a viewer of the folder again and again. */
async function look() {
  const command = [join(root, 'scripts', 'run.mjs'), 'watch', '--port', '0', '--json'];
  const viewer = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => viewer.stdout.once('data', (text) => resolve(String(text))));
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
    await new Promise((resolve) => viewer.once('exit', resolve));
  };
  return { seen, stop };
}

const counts = { trainings: 0, evaluations: 0 };
const viewer = await look();
try {
  for (const command of [training('whole'), evaluation('whole-results')]) {
    const { code, said } = await start(...command).ended;
    require(code === 0, `${command[0]} ended with ${code}: ${said}`);
  }
  const [run, result] = [contentOf('whole'), resultOf('whole-results')];
  while (performance.now() < until) {
    const name = `run-${counts.trainings}`;
    await disturb(training(name), random, 4, counts);
    require(contentOf(name) === run, `${name} has other bits than the undisturbed run`);
    requireWhole(name);
    requireRising(name);
    counts.trainings++;
    const out = `results-${counts.evaluations}`;
    await disturb(evaluation(out), random, 3, counts);
    require(resultOf(out) === result, `${out} has other figures than the undisturbed evaluation`);
    requireWhole(out);
    counts.evaluations++;
    require(viewer.seen.failed === '', viewer.seen.failed);
    rmSync(join(folder, name), { recursive: true });
    rmSync(join(folder, out), { recursive: true });
  }
  process.stdout.write(`${JSON.stringify({ seed: values.seed, ...counts, looks: viewer.seen.looks })}\n`);
} catch (error) {
  process.stderr.write(`seed ${values.seed}, ${JSON.stringify(counts)}: ${error.message}\n(files in ${folder})\n`);
  process.exitCode = 1;
} finally {
  await viewer.stop();
  if (process.exitCode !== 1) rmSync(folder, { recursive: true });
}
