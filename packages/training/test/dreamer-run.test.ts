import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DREAMER_SIZES, DreamerNetwork } from '@open-ada/dreamer';
import { decodeSafetensors, encodeSafetensors } from '@open-ada/onnx-jit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { mergeDreamerConfig } from '../src/dreamer/config.js';
import type { DreamerMetricsLine } from '../src/dreamer/log.js';
import { trainDreamer } from '../src/dreamer/train.js';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { openRunDirectory } from '../src/storage/run-directory.js';
import { digest } from './digest.js';
import { readEvent, recordsOf } from './event-records.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dreamer-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SMALL = {
  ...{ size: 'tiny', environments: 2, batchSize: 2, batchLength: 4, imaginationSteps: 2, trainRatio: 1 },
  ...{ replaySteps: 40, learningRate: 1e-3, warmupSteps: 0 },
};
const small = (run: string, steps: number, more = {}) =>
  mergeDreamerConfig({ ...SMALL, run: join(directory, run), steps, ...more });

/** Everything of a run's newest checkpoint but the wall clock (which the agent file also notes). */
function contentOf(run: string) {
  const { found, ignored } = newestCheckpoint(join(directory, run, 'checkpoints'));
  expect(ignored).toEqual([]);
  const { minutes, ...counters } = JSON.parse(Buffer.from(found!.read('state.json')).toString());
  expect(minutes).toBeGreaterThan(0);
  const digests = ['trainer', 'replay'].map((name) => digest(found!.read(`${name}.safetensors`)));
  return { counters, digests, path: found!.path.split('/').at(-1) };
}

describe('a run of train:dreamer', () => {
  it.each([
    ['catch', { problemSize: 4, pixels: 12 }],
    ['hold', {}],
  ])('%s: N + N steps are 2N steps, bit for bit, with a replay that has overflown', async (environment, more) => {
    const given = { environment, ...more };
    const [half, whole] = [60, 120];
    expect(await trainDreamer(small(`${environment}-whole`, whole, given))).toMatchObject({ status: 'finished' });
    const run = `${environment}-halves`;
    await trainDreamer(small(run, half, given));
    const first = contentOf(run);
    expect(first.counters).toMatchObject({ steps: half, replay: { stored: 30 } });
    let continued: number | undefined;
    await trainDreamer(small(run, whole, given), {
      onStart: ({ continuedSteps }) => {
        continued = continuedSteps;
      },
    });
    expect(continued).toBe(half);
    const last = contentOf(run);
    expect(last).toEqual(contentOf(`${environment}-whole`));
    expect(last.counters.updates).toBeGreaterThan(first.counters.updates);
    expect(await trainDreamer(small(run, whole, given))).toMatchObject({ status: 'already finished', steps: whole });
  });

  it('leaves figures, events, and an agent file that says what the agent is', async () => {
    const lines: DreamerMetricsLine[] = [];
    const config = small('log', 80, { problemSize: 4, logSeconds: 0 });
    const { checkpoint } = await trainDreamer(config, { onMetrics: (line) => lines.push(line), commit: 'abc' });
    expect(lines).toHaveLength(40);
    const logged = readFileSync(join(config.run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    expect(logged.map((line) => JSON.parse(line).steps)).toEqual(lines.map(({ steps }) => steps));
    const { learner, ...last } = lines.at(-1)!;
    expect(last).toMatchObject({ steps: 80, updates: expect.any(Number) });
    // 40 steps in each environment; an episode has 3 after its first observation.
    expect(lines.reduce((sum, { episodes }) => sum + episodes, 0)).toBe(20);
    expect(lines.filter(({ return: score }) => score === -1 || score === 0 || score === 1)).toHaveLength(10);
    expect(Object.keys(learner)).toEqual(expect.arrayContaining(['reconstruction', 'gradNorm', 'returnScale']));
    const [file] = readdirSync(config.run).filter((name) => name.includes('tfevents'));
    const events = recordsOf(readFileSync(join(config.run, file))).map(readEvent);
    expect(JSON.stringify(events)).toContain('learner/reconstruction');

    const { tensors, metadata } = decodeSafetensors(readFileSync(join(checkpoint!, 'agent.safetensors')), 'agent');
    const notes = JSON.parse(metadata.dreamer);
    expect(notes).toMatchObject({ steps: 80, commit: 'abc', settings: { environment: 'catch', seed: 1 } });
    const network = new DreamerNetwork(notes.world, notes.size, notes.settings);
    expect(notes.size).toEqual(DREAMER_SIZES.tiny);
    expect(Object.keys(tensors)).toEqual(network.parameters.entries.map(({ name }) => name));
  });

  it('trains continuous actions, and its agent file says so', async () => {
    const given = { environment: 'pendulum-swingup', actionRepeat: 250, maxStd: 0.5 };
    const { checkpoint } = await trainDreamer(small('pendulum', 40, given));
    const file = join(checkpoint!, 'agent.safetensors');
    const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
    const notes = JSON.parse(metadata.dreamer);
    expect(notes).toMatchObject({ world: { observation: 3, actionDims: [], continuous: 1 }, minStd: 0.1, maxStd: 0.5 });
    const network = new DreamerNetwork(notes.world, notes.size, notes);
    expect(Object.keys(tensors)).toEqual(network.parameters.entries.map(({ name }) => name));
    // Four actions of 250 physics steps each, and the first observation.
    const { found } = newestCheckpoint(join(directory, 'pendulum', 'checkpoints'));
    expect(JSON.parse(Buffer.from(found!.read('state.json')).toString()).environments[0].steps).toBe(1000);
  });

  it('stops at the first value that is not finite, keeps what the update was given, and saves nothing', async () => {
    const config = small('diverged', 200, { problemSize: 4, learningRate: 1e30 });
    const error = await trainDreamer(config).catch((thrown) => thrown);
    expect(error.message).toMatch(/: not finite in update \d+; what the update was given is in .*non-finite-\d+, and/);
    const [kept] = readdirSync(config.run).filter((name) => name.startsWith('non-finite-'));
    const { tensors } = decodeSafetensors(readFileSync(join(config.run, kept, 'batch.safetensors')), kept);
    expect(tensors.rewards.data).toHaveLength(8);
    expect(newestCheckpoint(join(config.run, 'checkpoints')).found).toBeUndefined();
  });

  it('refuses a checkpoint with a value that is not finite, by the name of the tensor', async () => {
    const config = small('spoiled', 40, { problemSize: 4 });
    const { checkpoint } = await trainDreamer(config);
    const file = join(checkpoint!, 'trainer.safetensors');
    const { tensors } = decodeSafetensors(readFileSync(file), file);
    tensors['learner/parameters'].data[3] = Number.NaN;
    const bytes = encodeSafetensors(tensors);
    writeFileSync(file, bytes);
    const marker = join(checkpoint!, 'complete.json');
    const hashes = JSON.parse(readFileSync(marker, 'utf8'));
    hashes.files['trainer.safetensors'] = digest(bytes);
    writeFileSync(marker, JSON.stringify(hashes));
    await expect(trainDreamer(small('spoiled', 80, { problemSize: 4 }))).rejects.toThrow(
      /trainer\.safetensors: "learner\/parameters" holds a value that is not finite.* delete/,
    );
  });

  it('is refused with other settings, and in the directory of a teacher', async () => {
    await trainDreamer(small('given', 10, { problemSize: 4 }));
    await expect(trainDreamer(small('given', 20, { problemSize: 4, horizon: 50 }))).rejects.toThrow(
      /was started with --horizon 333, not 50; only the budget/,
    );
    const teacher = mergeConfig({ preset: 'debug', run: join(directory, 'teacher') });
    await (await openRunDirectory(teacher)).lock.release();
    await expect(trainDreamer(small('teacher', 10))).rejects.toThrow(/is not the configuration of a run/);
    await expect(openRunDirectory({ ...teacher, run: join(directory, 'given') })).rejects.toThrow(
      /is not the configuration of a run/,
    );
  });
});

describe('options of train:dreamer', () => {
  it.each([
    [{ environment: 'chess' }, '--environment "chess": expected one of'],
    [{ size: '2m' }, '--size "2m": expected one of'],
    [{ trainRatio: '-1' }, '--train-ratio "-1": expected'],
    [{ learningRate: 'fast' }, '--learning-rate "fast": expected'],
    [{ simulation: '{"speed": 2}' }, '--simulation: catch has no world; leave it out, or choose a task family.'],
    [{ environment: 'hold', simulation: '{"sped": 2}' }, '--simulation'],
    [{ environment: 'pairs' }, '--environment pairs: its tasks are for two, and train:dreamer trains agents of one'],
    [{ environment: 'cart-pole', problemSize: 4 }, '--problem-size: cart-pole has one size only; leave it out.'],
    [{ actionRepeat: 2 }, '--action-repeat: it is for cartpole-balance, cartpole-swingup, pendulum-swingup; leave it'],
    [{ environment: 'cartpole-balance', problemSize: 4 }, '--problem-size: cartpole-balance has one size only;'],
    [{ minStd: 0.6, maxStd: 0.5 }, '--min-std 0.6: expected at most --max-std, which is 0.5.'],
    [{ environment: 'cart-pole', pixels: 16 }, '--pixels: only catch, cartpole-balance, '],
    [{ pixels: 50 }, '--pixels 50: An image of 50 x 50 pixels cannot be halved'],
    [{ environment: 'catch', problemSize: 2 }, '--problem-size 2: catch needs at least 3.'],
    [{ replaySteps: 100 }, '--replay-steps 100: one sequence of each of 8 environments needs at least 520.'],
  ])('%j: one sentence', (given, sentence) => {
    expect(() => mergeDreamerConfig(given)).toThrow(sentence);
  });

  it('a budget in steps takes away that in minutes, and the original’s constants are the defaults', () => {
    expect(mergeDreamerConfig({}).minutes).toBe(60);
    const config = mergeDreamerConfig({ steps: '100' });
    expect(config).toMatchObject({ steps: 100, minutes: 0, batchSize: 16, batchLength: 64, learningRate: 4e-5 });
    expect(config.simulation).toBeUndefined();
    expect(mergeDreamerConfig({ environment: 'hold', simulation: '{"hideTrials": true}' }).simulation).toMatchObject({
      hideTrials: true,
    });
  });
});
