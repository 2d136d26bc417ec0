import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent } from '@open-ada/ada-agent';
import { generateTask } from '@open-ada/curriculum';
import { formatTask, Random } from '@open-ada/production-rules';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { taskSourceOf } from '../src/run/task-source.js';
import { readOwnTasks } from '../src/storage/own-tasks.js';
import { checkpointContent, checkpointFile } from './checkpoint-content.js';
import { trainAndCopy } from './copied-run.js';
import { train } from './one-thread.js';

const EXAMPLE = new URL('../../../examples/own-tasks', import.meta.url).pathname;
const PROBE = new URL('../../../tasks/probes', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'own-tasks-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const at = (...names: string[]) => join(directory, ...names);
const config = (trainOn: string, more = {}) =>
  mergeConfig({ preset: 'debug', run: at('run'), steps: 600, checkpointMinutes: 0, trainOn, ...more });
const { simulation } = config('x');

function folderOf(name: string, files: Record<string, string>): string {
  mkdirSync(at(name, 'below'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(at(name, file), text);
  return at(name);
}

const training = (seed: number) => formatTask(generateTask('make-by-hold', seed, { side: 'training' }));

describe('reading the tasks of --train-on', () => {
  it('takes all files below the directory in the order of their names', () => {
    const folder = folderOf('order', {
      '10.json': training(1),
      '9.jsonc': `// mine\n${training(2)}`,
      'below/all.jsonl': [3, 4].map((seed) => JSON.stringify(JSON.parse(training(seed)))).join('\n'),
      'notes.txt': 'no task',
    });
    const { tasks, facts } = readOwnTasks(folder, simulation);
    const names = [2, 1, 3, 4].map((seed) => generateTask('make-by-hold', seed, { side: 'training' }).name);
    expect(tasks.map(({ name }) => name)).toEqual(names);
    expect(facts).toMatchObject({ files: 3, count: 4 });
  });

  const heldOut = formatTask(generateTask('make-by-hold', 1, { side: 'held-out' }));
  const probe = readFileSync(join(PROBE, readdirSync(PROBE).find((file) => file.endsWith('.jsonc'))!), 'utf8');
  it.each([
    ['an empty directory', {}, /there is no task file \(\.json, \.jsonc, \.jsonl\)/],
    ['a file without a task', { 'a.jsonl': '\n' }, /there is no task in it/],
    ['no JSON', { 'a.json': training(1), 'b.json': '{' }, /b\.json is not a valid task/],
    [
      'a fault',
      { 'a.json': training(1).replace('"version": 1', '"version": 7') },
      /a\.json is not a valid task: \/ver/,
    ],
    ['a held-out task', { 'a.json': training(1), 'below/b.json': heldOut }, /below\/b\.json has a held-out game/],
    ['a probe', { 'a.json': probe }, /a\.json has the game of a probe/],
    ['a task for two', { 'a.json': formatTask(generateTask('pairs', 1, { side: 'training' })) }, /is for two players/],
  ])('refuses %s in one sentence', (name, files, sentence) => {
    expect(() => readOwnTasks(folderOf(`refused ${name}`, files), simulation)).toThrow(sentence);
  });

  it('refuses what the settings of a run do not go with', () => {
    expect(() => config('x', { family: 'hold' })).toThrow('leave out --family hold');
    expect(() => config('x', { curriculum: 'plr' })).toThrow('leave out --curriculum plr');
    expect(() => config('x', { players: 2 })).toThrow('leave out --players 2');
  });
});

describe('episodes of given tasks', () => {
  const { tasks } = readOwnTasks(EXAMPLE, simulation);
  const planned = (settings: object, count = 300) =>
    taskSourceOf(config('x', { stepsPerIteration: 160, curriculumSettings: settings }), tasks).plan(
      new Random(1),
      count,
    ).episodes;

  it('are of every task as often, and a trial lasts as long as its task says at least', () => {
    const episodes = planned({ trialWeights: { 2: 1, 40: 1 } });
    for (const { name } of tasks) {
      const share = episodes.filter(({ task }) => task.name === name).length / episodes.length;
      expect(share).toBeCloseTo(1 / tasks.length, 1);
    }
    // 8 s are 40 steps.
    expect(new Set(episodes.map(({ trials, task }) => `${trials} of ${task.trialSeconds}`))).toEqual(
      new Set(['2 of 16', '4 of 8']),
    );
    expect(new Set(planned({ trialLength: 'task' }, 9).map(({ trials }) => trials))).toEqual(new Set([4]));
  });

  it('are refused where a trial does not fit into an iteration', () => {
    const short = config('x', { stepsPerIteration: 30 });
    expect(() => taskSourceOf(short, tasks)).toThrow('has 40 steps, more than the 30 of an iteration');
  });
});

describe('a run on own tasks', () => {
  it('is resumed to the same bits, notes its tasks, and refuses others', async () => {
    cpSync(EXAMPLE, at('mine'), { recursive: true });
    const whole = config(at('mine'));
    await trainAndCopy(whole, at('copy'));
    await train({ ...whole, run: at('copy') });
    expect(checkpointContent(at('copy'))).toEqual(checkpointContent(at('run')));

    const { extra } = decodeAgent(checkpointFile(at('run'), 'agent.safetensors'), 'agent');
    const { facts } = readOwnTasks(at('mine'), simulation);
    expect(extra).toMatchObject({ family: 'own-tasks', ownTasks: { ...facts, from: 'mine' } });
    expect(JSON.stringify(extra)).not.toContain(directory);

    const file = at('mine', 'warm-cube.jsonc');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `// a comment more\n${before}`);
    const more = { ...whole, steps: 900 };
    expect(await train(more)).toMatchObject({ status: 'finished' });
    writeFileSync(file, before.replace('[1.5, 1.5]', '[1.5, 2]'));
    await expect(train({ ...whole, steps: 1200 })).rejects.toThrow(/the tasks have changed since .*bring them back/);
    await expect(train({ ...whole, run: at('new'), trainOn: at('none') })).rejects.toThrow('no such file');
    expect(existsSync(at('new'))).toBe(false);
  });
});
