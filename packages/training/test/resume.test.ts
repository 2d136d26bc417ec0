import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent } from '@open-ada/ada-agent';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newestCheckpoint } from '../dist/checkpoint-store.js';
import { mergeConfig } from '../dist/config.js';
import { train } from '../dist/train.js';
import { checkpointContent, checkpointFile } from './checkpoint-content.js';

const N = 1200;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const debug = (run: string, frames: number, more = {}) =>
  mergeConfig({ preset: 'debug', run: join(directory, run), frames, ...more });

const contentOf = (run: string) => checkpointContent(join(directory, run));
const contentFile = (run: string, file: string) => checkpointFile(join(directory, run), file);

describe('continuing a run', () => {
  it.each([
    ['muesli', 1],
    ['ppo', 2],
  ])('N + N frames are 2N frames, bit for bit (%s, %d actors)', async (learner, actors) => {
    const name = `${learner}${actors}`;
    expect(await train(debug(`${name}-whole`, 2 * N, { learner, actors }))).toMatchObject({ status: 'finished' });
    await train(debug(`${name}-halves`, N, { learner, actors }));
    const half = contentOf(`${name}-halves`);
    await train(debug(`${name}-halves`, 2 * N, { learner, actors }));
    const whole = contentOf(`${name}-whole`);
    expect(half.counters.frames).toBeLessThan(whole.counters.frames);
    expect(contentOf(`${name}-halves`)).toEqual(whole);
  });

  it('an interrupted run goes on as if it had not been', async () => {
    const stop = new AbortController();
    const outcome = await train(debug('stopped', 2 * N, { logSeconds: 0 }), {
      signal: stop.signal,
      onMetrics: ({ frames }) => frames > 500 && stop.abort(),
    });
    expect(outcome.status).toBe('interrupted');
    expect(outcome.frames).toBeLessThan(2 * N);
    await train(debug('stopped', 2 * N, { logSeconds: 0 }));
    expect(contentOf('stopped')).toEqual(contentOf('muesli1-whole'));
  });

  it('probes do not touch training', async () => {
    const lines: number[] = [];
    const config = debug('probed', 2 * N, { probeMinutes: 1e-4, probeEpisodes: 16 });
    await train(config, {
      onMetrics: ({ probe }) => probe && lines.push(Object.values(probe.families)[0].gainFromMemory),
    });
    expect(lines.length).toBeGreaterThan(2);
    const { counters, learner } = contentOf('probed');
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
    await expect(other({ curriculum: { thresholds: [0.9] } })).rejects.toThrow(/--curriculum/);
    expect(readFileSync(join(directory, 'muesli1-whole', 'config.json'), 'utf8')).toBe(config);
  });

  it('writes a line of metrics with the promised fields', () => {
    const [line] = readFileSync(join(directory, 'muesli1-whole', 'metrics.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({
      frames: expect.any(Number),
      minutes: expect.any(Number),
      framesPerSecond: expect.any(Number),
      returnByTrial: expect.any(Array),
      share: { simulate: expect.any(Number), infer: expect.any(Number), learn: expect.any(Number) },
      learner: { gradientNorm: expect.any(Number), entropy: expect.any(Number) },
    });
  });

  it('a continued run has an event file of each part, and frames that rise from line to line', () => {
    const run = join(directory, 'muesli1-halves');
    expect(readdirSync(run).filter((name) => name.includes('tfevents'))).toHaveLength(2);
    const lines = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const frames: number[] = lines.map((line) => JSON.parse(line).frames);
    expect(frames.length).toBeGreaterThan(2);
    expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
  });
});
