import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent } from '@open-ada/ada-agent';
import { decodeSafetensors } from '@open-ada/onnx-jit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { train as trainInThreads } from '../src/run/train.js';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { checkpointContent, checkpointFile } from './checkpoint-content.js';
import { copyRun, trainAndCopy } from './copied-run.js';
import { train } from './one-thread.js';

const N = 1200;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const debug = (run: string, steps: number, more = {}) =>
  mergeConfig({ preset: 'debug', run: join(directory, run), steps, ...more });

const contentOf = (run: string) => checkpointContent(join(directory, run));
const contentFile = (run: string, file: string) => checkpointFile(join(directory, run), file);

describe('continuing a run', () => {
  it('N + N steps are 2N steps, bit for bit', async () => {
    expect(await train(debug('muesli1-whole', 2 * N))).toMatchObject({ status: 'finished' });
    // Its halves with the worker threads that users have: they give the bits of one thread, too.
    await trainInThreads(debug('muesli1-halves', N));
    const half = contentOf('muesli1-halves');
    copyRun(join(directory, 'muesli1-halves'), join(directory, 'earlier'));
    await trainInThreads(debug('muesli1-halves', 2 * N));
    const whole = contentOf('muesli1-whole');
    expect(half.counters.steps).toBeLessThan(whole.counters.steps);
    expect(contentOf('muesli1-halves')).toEqual(whole);
  });

  it.each([
    ['ppo', 2, 'transformer-xl', {}],
    ['muesli', 2, 'gru+attention', {}],
    ['muesli', 4, 'transformer-xl', { labels: 'explorer', intentWeight: 1 }],
  ])(
    'a run that is killed halfway ends with the same bits (%s, %d actors, %s, %o)',
    async (learner, actors, memory, more) => {
      const name = `${learner}${actors}`;
      const settings = { learner, actors, memory, checkpointMinutes: 0, ...more };
      await trainAndCopy(debug(name, 2 * N, settings), join(directory, `${name}-copy`));
      const half = contentOf(`${name}-copy`);
      await train(debug(`${name}-copy`, 2 * N, settings));
      const whole = contentOf(name);
      expect(half.counters.steps).toBeGreaterThan(0);
      expect(half.counters.steps).toBeLessThan(whole.counters.steps);
      expect(contentOf(`${name}-copy`)).toEqual(whole);
    },
  );

  it('is to the same bits while a script is imitated, plays first trials, and fades', async () => {
    const settings = {
      labels: 'explorer',
      imitationFloor: 0,
      imitationSteps: 1.4 * N,
      demonstrations: 0.6,
      demonstrationSteps: 1.8 * N,
      curriculumSettings: { trialLength: 'task', shares: { trivial: 1, 'make-by-hold': 1 } },
      stepsPerIteration: 90,
      checkpointMinutes: 0,
    };
    const fractions: number[] = [];
    await trainAndCopy(debug('imitating', 2 * N, settings), join(directory, 'imitating-copy'), ({ learner }) =>
      fractions.push(learner.imitationWeight ?? 0),
    );
    expect(contentOf('imitating-copy').counters.steps).toBeLessThan(contentOf('imitating').counters.steps);
    await train(debug('imitating-copy', 2 * N, settings));
    expect(contentOf('imitating-copy')).toEqual(contentOf('imitating'));
    expect(fractions[0]).toBe(2);
    expect(fractions.at(-1)).toBe(0);
    expect(fractions.some((each) => each > 0 && each < 2)).toBe(true);
  });

  it('is to the same bits while iterations become longer', async () => {
    const curriculumSettings = { trialWeights: { 2: 1 } };
    const settings = { shortestIteration: 10, lengthenSteps: 500, averageAge: 0.2, curriculumSettings };
    const notes: string[] = [];
    await train(debug('longer', 2 * N, settings), { onNote: (line) => notes.push(line) });
    const whole = contentOf('longer');
    expect(notes).toEqual(['iterations of 20 steps from now on', 'iterations of 40 steps from now on']);
    // Of eight environments: 7 iterations of 80 steps, 3 of 160, then those of 320.
    const { iteration, plannedSteps } = whole.counters;
    expect(plannedSteps).toBe(7 * 80 + 3 * 160 + (iteration - 10) * 320);
    await train(debug('longer-halves', 700, settings));
    expect(contentOf('longer-halves').counters.steps).toBeLessThan(900);
    await train(debug('longer-halves', 2 * N, settings));
    expect(contentOf('longer-halves')).toEqual(whole);
  });

  it('an interrupted run goes on as if it had not been', async () => {
    const stop = new AbortController();
    const outcome = await train(debug('stopped', 2 * N, { logSeconds: 0 }), {
      signal: stop.signal,
      onMetrics: ({ steps }) => steps > 500 && stop.abort(),
    });
    expect(outcome.status).toBe('interrupted');
    expect(outcome.steps).toBeLessThan(2 * N);
    await train(debug('stopped', 2 * N, { logSeconds: 0 }));
    expect(contentOf('stopped')).toEqual(contentOf('muesli1-whole'));
  });

  it('periodic evaluations do not change training', async () => {
    const lines: number[] = [];
    const config = debug('evaluated', 2 * N, { evalMinutes: 1e-4, evalEpisodes: 16 });
    await train(config, {
      onMetrics: ({ periodicEval }) =>
        periodicEval && lines.push(Object.values(periodicEval.families)[0].gainFromMemory),
    });
    expect(lines.length).toBeGreaterThan(2);
    const { counters, learner } = contentOf('evaluated');
    const whole = contentOf('muesli1-whole');
    expect(counters).toEqual(whole.counters);
    expect(learner).toEqual(whole.learner);
  });

  it('a run can start from the parameters of an agent file', async () => {
    const { found } = newestCheckpoint(join(directory, 'muesli1-whole', 'checkpoints'));
    const initial = join(found!.path, 'agent.safetensors');
    const weights: number[] = [];
    for (const [run, learningRate] of [
      ['from-file', 0],
      ['from-seed', 0],
    ] as const) {
      await train(debug(run, 300, { learningRate, ...(run === 'from-file' ? { initial } : {}) }));
      const { parameters } = decodeAgent(contentFile(run, 'agent.safetensors'), run);
      weights.push(parameters[0]);
    }
    const start = decodeAgent(contentFile('muesli1-whole', 'agent.safetensors'), 'start').parameters[0];
    expect(weights[0]).toBe(start);
    expect(weights[1]).not.toBe(start);
  });

  it('a run of before there were some settings goes on with their defaults, and refuses others', async () => {
    const file = join(directory, 'earlier', 'config.json');
    const stored = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of ['memory', 'memoryLength', 'encoder', 'replayFraction', 'replayEpisodes', 'intentWeight'])
      delete stored.config[key];
    delete stored.config.constants.actWithTarget;
    writeFileSync(file, JSON.stringify(stored));
    await expect(train(debug('earlier', 2 * N, { memory: 'gru' }))).rejects.toThrow(/--memory transformer-xl, not gru/);
    await train(debug('earlier', 2 * N));
    expect(contentOf('earlier')).toEqual(contentOf('muesli1-whole'));
  });

  it('acts at the first update with the policy that is learned, for every memory', async () => {
    for (const memory of ['transformer-xl', 'gru', 'gru+attention']) {
      // That of the test before has this memory and this rate.
      const run = memory === 'transformer-xl' ? 'from-seed' : `ratio-${memory}`;
      if (run !== 'from-seed') await train(debug(run, 300, { memory, learningRate: 0 }));
      const [line] = readFileSync(join(directory, run, 'metrics.jsonl'), 'utf8').split('\n');
      const { importanceRatioMean } = JSON.parse(line).learner;
      expect([memory, Math.abs(importanceRatioMean - 1)]).toEqual([memory, expect.closeTo(0, 5)]);
    }
  });

  it('that imitates a script learns what it means to do, beside what it does', async () => {
    const fast = { learningRate: 0.01, warmupSteps: 0, maxGradNorm: 10 };
    await train(debug('intents', 2 * N, { labels: 'explorer', intentWeight: 1, ...fast }));
    const lines = readFileSync(join(directory, 'intents', 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const [first, last] = [lines[0], lines.at(-1)!].map((line) => JSON.parse(line).learner);
    expect(first.intentWeight).toBeCloseTo(1, 3);
    expect(last.intent).toBeLessThan(0.8 * first.intent);
    expect(last.intentKindAccuracy).toBeGreaterThan(0.3);
  });

  it('with replay is learned from more often, to the same bits each time', async () => {
    const replayed = { replayFraction: 0.5, replayEpisodes: 12 };
    for (const run of ['replay-one', 'replay-two']) await train(debug(run, 2 * N, replayed));
    expect(contentOf('replay-one')).toEqual(contentOf('replay-two'));
    expect(contentOf('replay-one').learner).not.toEqual(contentOf('muesli1-whole').learner);
    const updates = (run: string) =>
      decodeSafetensors(contentFile(run, 'learner.safetensors'), run).tensors.step.data[0];
    const { iteration } = JSON.parse(Buffer.from(contentFile('replay-one', 'state.json')).toString());
    // Eight episodes an iteration; half of the four of an update are new.
    expect(updates('replay-one')).toBe(iteration * 4);
    expect(updates('muesli1-whole')).toBe(iteration * 2);
  });

  it('a finished run says so and learns nothing more', async () => {
    const before = contentOf('muesli1-whole');
    expect(await train(debug('muesli1-whole', 2 * N, { learner: 'muesli', actors: 1 }))).toMatchObject({
      status: 'already finished',
    });
    expect(contentOf('muesli1-whole')).toEqual(before);
  });

  it('refuses other options, by name, and leaves the run as it was', async () => {
    const config = readFileSync(join(directory, 'muesli1-whole', 'config.json'), 'utf8');
    const other = (more: object) => train(debug('muesli1-whole', 2 * N, { actors: 1, ...more }));
    await expect(other({ seed: 2 })).rejects.toThrow(/started with --seed 1, not 2.*--run/);
    await expect(other({ learningRate: 0.1 })).rejects.toThrow(/--learning-rate/);
    await expect(other({ curriculumSettings: { thresholds: [0.9] } })).rejects.toThrow(/--curriculum-settings/);
    expect(readFileSync(join(directory, 'muesli1-whole', 'config.json'), 'utf8')).toBe(config);
  });

  it('writes a line of metrics with the promised fields', () => {
    const [line] = readFileSync(join(directory, 'muesli1-whole', 'metrics.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({
      steps: expect.any(Number),
      minutes: expect.any(Number),
      stepsPerSecond: expect.any(Number),
      returnByTrial: expect.any(Array),
      share: { simulate: expect.any(Number), infer: expect.any(Number), learn: expect.any(Number) },
      learner: { gradNorm: expect.any(Number), entropy: expect.any(Number) },
    });
  });

  it('a continued run has an event file of each part, and steps that rise from line to line', () => {
    const run = join(directory, 'muesli1-halves');
    expect(readdirSync(run).filter((name) => name.includes('tfevents'))).toHaveLength(2);
    const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const steps: number[] = lines.map((line) => JSON.parse(line).steps);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  });
});
