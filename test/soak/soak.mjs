// The soak: trainings, evaluations and a viewer that looks on, under kills, stops, full disks, clocks that are set and
// two starts at once. Afterwards every file is whole and every figure is that of an undisturbed run.
// Usage, after a build: node test/soak/soak.mjs [--minutes 60] [--seed 1]
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../../packages/production-rules/dist/index.js';
import { newestCheckpoint } from '../../packages/training/dist/index.js';
import { disturb, undisturbed } from './disturbed.mjs';
import { look } from './look.mjs';
import { requireWhole } from './whole.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const [minutes, seed] = [values.minutes, values.seed].map(Number);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `--minutes ${values.minutes} --seed ${values.seed}: both must be numbers, the minutes above 0.\n`,
  );
  process.exit(2);
}
const random = new Random(seed);
const until = performance.now() + 60_000 * minutes;
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

/** What a run has logged, line by line, but for the clock. */
function figuresOf(run) {
  const lines = readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const { minutes, stepsPerSecond, share, proposals, ...figures } = JSON.parse(line);
    return JSON.stringify(figures);
  });
}

/** Every line, each once and in order; also those of iterations that were played again. */
function requireSameFigures(run, whole) {
  const figures = figuresOf(run);
  const at = figures.findIndex((line, i) => line !== whole[i]);
  require(at < 0, `${run}: line ${at + 1} of its metrics is ${figures[at]} and not ${whole[at]}`);
  require(figures.length === whole.length, `${run} has ${figures.length} lines of metrics and not ${whole.length}`);
}

function resultOf(out) {
  const names = readdirSync(join(folder, out)).filter((name) => name.endsWith('.json'));
  require(names.length === 1, `${out} has the results ${names.join(', ')}`);
  const { seconds: _, ...result } = JSON.parse(readFileSync(join(folder, out, names[0]), 'utf8'));
  return JSON.stringify(result);
}

const counts = { trainings: 0, evaluations: 0, viewers: 0, cutShort: 0 };
process.stdout.write(`soak of ${minutes} minutes, --seed ${seed}\n`);
const viewer = await look(folder);
try {
  for (const command of [training('whole'), evaluation('whole-results')]) await undisturbed(command);
  const [run, figures, result] = [contentOf('whole'), figuresOf('whole'), resultOf('whole-results')];
  // At least once: a soak that disturbs nothing says nothing.
  do {
    const name = `run-${counts.trainings}`;
    await disturb(training(name), random, 4, counts);
    require(contentOf(name) === run, `${name} has other bits than the undisturbed run`);
    requireSameFigures(name, figures);
    requireWhole(join(folder, name));
    counts.trainings++;
    const out = `results-${counts.evaluations}`;
    await disturb(evaluation(out), random, 3, counts);
    require(resultOf(out) === result, `${out} has other figures than the undisturbed evaluation`);
    requireWhole(join(folder, out));
    counts.evaluations++;
    await viewer.disturb(random);
    counts.viewers++;
    require(viewer.seen.failed === '', viewer.seen.failed);
    rmSync(join(folder, name), { recursive: true });
    rmSync(join(folder, out), { recursive: true });
  } while (performance.now() < until);
  require(counts.cutShort > 0, 'no disturbance came in time to cut a command short');
  require(viewer.seen.looks > 0, 'the viewer was never looked at');
  process.stdout.write(`${JSON.stringify({ seed, ...counts, looks: viewer.seen.looks })}\n`);
} catch (error) {
  process.stderr.write(`seed ${seed}, ${JSON.stringify(counts)}: ${error.message}\n(files in ${folder})\n`);
  process.exitCode = 1;
} finally {
  await viewer.stop();
  if (process.exitCode !== 1) rmSync(folder, { recursive: true });
}
