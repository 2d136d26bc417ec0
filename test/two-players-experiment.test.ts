import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeConfig, startingAgent } from '@open-ada/training';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import type { FromSeats, PairResult, PairTask } from '../experiments/two-players/pair-result.js';
import { pairTables } from '../experiments/two-players/pair-table.js';
import { temporaryFolder } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** An untrained agent of the preset debug. */
function untrained(name: string, players: 1 | 2): string {
  writeFileSync(at(name), startingAgent(mergeConfig({ preset: 'debug', run: name, steps: 1, players })));
  return at(name);
}
const initial = untrained('agent.safetensors', 1);

/** The smallest runs; the settings of the preset make them as short as they can be. */
const SMALL = ['--initial', initial, '--settings', '{"preset": "debug"}', '--count', '2', '--trials', '2'];
const experiment = (...options: string[]) => runWarm('experiments/dist/main.js', ['two-players', ...options]);
const places = (name: string) => ['--runs', at(`${name}/runs`), '--out', at(`${name}/out`)];
const read = (name: string): PairResult => JSON.parse(readFileSync(at(name), 'utf8'));

describe('the experiment with two players', () => {
  it('trains from an agent of one player, plays it beside others, and goes on', { timeout: 600_000 }, () => {
    const call = ['two-players', ...SMALL, ...places('a'), '--seeds', '1', '--steps', '320'];
    // It takes longer than a command of `runWarm` may.
    const { status, stdout, stderr } = spawnSync(process.execPath, ['experiments/dist/main.js', ...call], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(at('a/out')).sort()).toEqual(['seed-1-steps-320.json', 'start.json', 'tables.md']);
    expect(stdout).toBe(readFileSync(at('a/out/tables.md'), 'utf8'));
    const start = read('a/out/start.json');
    expect(start).toMatchObject({ mark: 'start', steps: 0, initial: { file: 'agent.safetensors' } });
    expect(start.command).not.toContain(folder);
    expect(start.self).toMatchObject({ coPlayer: 'self', tasks: { count: 2 }, cleared: {} });
    expect(start.random).toMatchObject({ coPlayer: 'random' });
    expect(start.perTask.map(({ self, reset, random }) => [self, reset, random].map((each) => each.length))).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    const trained = read('a/out/seed-1-steps-320.json');
    expect(trained.steps).toBeGreaterThanOrEqual(320);
    expect(trained.sha256).not.toBe(start.sha256);
    for (const { file } of trained.replays) {
      const replay = readFileSync(at(`a/runs/seed-1/worth-watching-steps-320/${file}`), 'utf8');
      expect(resimulate(parseReplay(replay)).reproduced).toBe(true);
    }

    // What is finished is not done again.
    const files = () => ['start', 'seed-1-steps-320'].map((name) => readFileSync(at(`a/out/${name}.json`), 'utf8'));
    const before = files();
    const again = experiment(...call.slice(1));
    expect(again).toMatchObject({ status: 0, stdout });
    expect(files()).toEqual(before);
    expect(experiment('--table', ...places('a'))).toMatchObject({ status: 0, stdout });

    // Nothing that would not compare is put beside it.
    const other = (...options: string[]) => experiment(...SMALL, ...places('a'), '--steps', '320', ...options);
    for (const [options, said] of [
      [['--count', '4'], /\.json was made with --count 2, not 4: keep the option, or/],
      [['--trials', '1'], /was made with --trials 2, not 1: /],
      [['--tasks', 'held-out'], /was made with --tasks validation, not held-out: /],
      [['--settings', '{"preset": "debug", "learningRate": 0.1}'], /was made with --learning-rate \S+, not 0\.1: /],
    ] as const) {
      const { status, stderr } = other(...options);
      expect(stderr).toMatch(said);
      expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, lines: 1 });
    }
    expect(other('--initial', untrained('two.safetensors', 2)).stderr).toMatch(/was made with another --initial than /);
  });

  it.each([
    [[], /^Say with --initial which agent the runs start from\.\n$/],
    [['--initial', at('none')], /^cannot read checkpoint \S+none/],
    [[...SMALL, '--settings', '{"seed": 3}'], /^--settings: \/seed is what --seeds says\.\n$/],
    [[...SMALL, '--settings', '{"players": 1}'], /^--settings: \/players is what the experiment says\.\n$/],
    [[...SMALL, '--settings', '{"environments": 3}'], /^--environments 3 must be/],
    [['--initial', initial], /^--initial \S+ has another config than this run's agent; give one that fits\.\n$/],
    [[...SMALL, '--tasks', 'training'], /Allowed choices are validation, held-out/],
    [[...SMALL, '--tasks', 'held-out', '--count', '1001'], /^--count 1001: \S+pairs\.jsonl has 1000 tasks\.\n$/],
    [[...SMALL, '--steps', '0'], /--steps/],
    [['--table'], /^there is no result in \S+ yet\.\n$/],
  ])('%j exits 2, says why in one sentence and writes nothing', (options, message) => {
    const { status, stdout, stderr } = experiment(...options, ...places('wrong'));
    expect(stderr).toMatch(message);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(existsSync(at('wrong'))).toBe(false);
  });
});

describe('the tables of two players', () => {
  const summary = (mean: number) => ({ mean, ci95: { mean: [mean, mean] } });
  const labour = (own: number) => {
    const estimate = (mean: number) => ({ mean, ci95: [mean, mean] });
    return { tasks: 2, both: estimate(0.5), busier: estimate(0.75), own: estimate(own) };
  };
  const seats = (first: number, second: number, better: number): FromSeats[] => [[first, second, better]];
  const task = (game: number, more: Partial<PairTask>): PairTask => ({
    ...{ task: game, name: String(game), game, self: [0.5], reset: [0.25], random: seats(0.1, 0.3, 0.4) },
    ...more,
  });
  const result = (mark: PairResult['mark'], seed: number, perTask: PairTask[]): PairResult =>
    ({
      ...{ name: mark, mark, seed, steps: 1000, minutes: 2, perTask },
      protocol: { tasks: 'validation', count: 2, trials: [3], repeats: 1 },
      self: {
        referenceRows: { oracle: summary(0.9), random: summary(0.1), noop: summary(0) },
        gainFromMemory: { mean: 0.25, ci95: [0.2, 0.3] },
        labour: { agent: labour(0.4), oracle: labour(0.5) },
        seconds: 60,
      },
      random: { labour: { agent: labour(0.9) }, seconds: 30 },
    }) as unknown as PairResult;

  it('average the seeds by task, pair differences, and speak of one who is enough only where one is', () => {
    const solo = { noop: seats(0.1, 0.2, 0.2) };
    const text = pairTables([
      result('start', 1, [task(0, { self: [0] }), task(1, { self: [0], ...solo })]),
      result('steps-1000', 1, [task(0, {}), task(1, { self: [1], ...solo })]),
      result('steps-1000', 2, [task(0, {}), task(1, { self: [0.6], ...solo })]),
    ]);
    const lines = text.split('\n');
    const rows = (start: string) => lines.filter((line) => line.startsWith(start)).map((line) => line.split(' | '));
    expect(lines[0]).toBe('### After 1,000 steps');
    expect(text).toContain('on 2 validation tasks of pairs (2 games)');
    expect(text).toContain('On 1 of them (1 game), which name no player and which one can solve:');
    const [all, one] = rows('| trained | self-play |');
    // Means of the seeds are 0.75 and 0.55; a resample of two games has means from 0.5 to 0.8.
    expect(all.slice(2)).toEqual(['2', '0.65 [0.50, 0.80], seeds 0.55 to 0.75 |']);
    expect(one.slice(2)).toEqual(['2', '0.80 [0.80, 0.80], seeds 0.60 to 1.00 |']);
    expect(rows('| trained | **self-play - memory reset** |')[0][3]).toMatch(/^\+0\.40 \[/);
    expect(rows('| trained | **self-play - beside random, better seat** |')[1][3]).toMatch(/^\+0\.40 \[/);
    expect(rows('| trained | **self-play - beside idle, as player 1**')[0][3]).toMatch(/^\+0\.70 \[/);
    expect(rows('| trained | **self-play - beside idle, as player 2**')[0][3]).toMatch(/^\+0\.60 \[/);
    expect(rows('| trained | 2 | beside random: the agent |')[0].slice(3)).toEqual([
      ...['2', '0.50 [0.50, 0.50]', '0.75 [0.75, 0.75]', '0.90 [0.90, 0.90] |'],
    ]);
    expect(rows('| start |').some((cells) => cells.includes('+0.25 [0.20, 0.30]'))).toBe(true);
    expect(rows('|  | two oracles |')[0][3]).toBe('0.90 [0.90, 0.90] |');
  });
});
