import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canGrow, decodeAgent } from '@open-ada/ada-agent';
import { readPlayable } from '@open-ada/rollout';
import { agentOf, mergeConfig, mergeDreamerConfig, RELEASED_TEACHER } from '@open-ada/training';
import { afterAll, describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../experiments/experiments.js';
import { rowsOf, withoutPlaces } from '../experiments/runner/command.js';
import { gainsOf } from '../experiments/runner/gains.js';
import { forTerminal } from '../experiments/runner/markdown.js';
import type { RowResult } from '../experiments/runner/result.js';
import { readRows, writeRow } from '../experiments/runner/row-files.js';
import { runRows } from '../experiments/runner/run-rows.js';
import { tablesOf } from '../experiments/runner/table.js';
import { trainToMarks } from '../experiments/runner/train-row.js';
import { connect } from '../packages/training/test/one-thread.js';
import { runWarm } from './kit/warm-command.js';

const directory = mkdtempSync(join(tmpdir(), 'experiment-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('training to marks', () => {
  const config = (run: string) => mergeConfig({ preset: 'debug', run: join(directory, run), steps: 1 });
  const stepsOf = (file: string) => decodeAgent(Uint8Array.from(readFileSync(file)), file).extra.steps as number;
  const parametersOf = (file: string) =>
    Buffer.from(decodeAgent(Uint8Array.from(readFileSync(file)), file).parameters.buffer);

  it('keeps the agent at each mark, goes on where it was interrupted, and gives the same agents', async () => {
    const marks = { steps: [300, 1500], minutes: [0.0001] };
    const whole: Record<string, string> = {};
    for await (const { file, mark } of trainToMarks(config('whole'), marks, { connect })) whole[mark] = file;
    expect(Object.keys(whole).sort()).toEqual(['minutes-0.0001', 'steps-1500', 'steps-300']);
    expect(stepsOf(whole['steps-300'])).toBeGreaterThanOrEqual(300);
    expect(stepsOf(whole['steps-300'])).toBeLessThan(1500);
    expect(stepsOf(whole['steps-1500'])).toBeGreaterThanOrEqual(1500);

    const stop = new AbortController();
    const stopping = {
      connect,
      signal: stop.signal,
      onMetrics: ({ steps }: { steps: number }) => steps > 400 && stop.abort(),
    };
    const parts: string[] = [];
    await expect(async () => {
      for await (const { mark } of trainToMarks(config('parts'), marks, stopping)) parts.push(mark);
    }).rejects.toThrow(/goes on from there/);
    expect(parts).toContain('steps-300');
    expect(parts).not.toContain('steps-1500');
    for await (const { file, mark } of trainToMarks(config('parts'), marks, { connect })) {
      if (mark === 'minutes-0.0001') continue;
      expect(Buffer.compare(parametersOf(file), parametersOf(whole[mark]))).toBe(0);
      parts.push(mark);
    }
    expect(parts).toContain('steps-1500');
  });

  it('keeps agents of train:dreamer as well', async () => {
    const small = { size: 'tiny', environments: 2, batchSize: 2, batchLength: 4, imaginationSteps: 2, replaySteps: 40 };
    const given = { ...small, environment: 'hold', trainRatio: 1, run: join(directory, 'dreamer'), steps: 1 };
    const kept: unknown[] = [];
    for await (const { file } of trainToMarks(mergeDreamerConfig(given), { steps: [20], minutes: [] }, {})) {
      const { agent, extra } = readPlayable(file);
      kept.push(['network' in agent, extra.steps]);
    }
    expect(kept).toEqual([[true, 20]]);
  });
});

describe('a row of an experiment', () => {
  it('is trained and played once, and says nothing of this machine', async () => {
    const [runs, out] = [join(directory, 'runs'), join(directory, 'rows')];
    const command = ['pnpm', ...withoutPlaces(['bench', 'x', '--runs', runs, '--count', '4', '--out', out])].join(' ');
    const row = { name: 'one', title: 'One', seed: 1, settings: { preset: 'debug', family: 'hold' } };
    const protocol = { family: 'hold', count: 4, trials: [1], repeats: 1, control: false };
    const options = { marks: { steps: [300], minutes: [] }, protocol, runs, out, command, commit: null, machine: {} };
    await runRows([row], options);
    const text = readFileSync(join(out, 'one.json'), 'utf8');
    expect(text).not.toContain(directory);
    const result = JSON.parse(text) as RowResult;
    expect(result).toMatchObject({ command: 'pnpm bench x --count 4', config: { run: 'one', family: 'hold' } });
    expect(result.looks.map(({ marks, scores }) => [marks, scores[1].length])).toEqual([[['steps-300'], 4]]);
    await runRows([row], options);
    expect(readFileSync(join(out, 'one.json'), 'utf8')).toBe(text);
    const other = { ...row, settings: { ...row.settings, learningRate: 0.1 } };
    await expect(runRows([other], options)).rejects.toThrow(
      /one\.json was trained with --learning-rate \S+, not 0\.1:/,
    );
    for (const [change, said] of [
      [{ family: 'small' }, '--family hold, not small'],
      [{ count: 5 }, '--count 4, not 5'],
      [{ trials: [1, 2] }, '--trials 1, not 1,2'],
      [{ repeats: 2 }, '--repeats 1, not 2'],
      [{ control: true }, '--no-control, not with the control'],
    ] as const) {
      const otherwise = { ...options, protocol: { ...protocol, ...change } as typeof protocol };
      const message = `one.json was played with ${said}: keep the option, or choose another place`;
      await expect(runRows([row], otherwise), said).rejects.toThrow(message);
      // Nor is a row played otherwise than those beside it.
      await expect(runRows([{ ...row, name: 'two' }], otherwise), said).rejects.toThrow(message);
    }
    const early = { ...options, marks: { steps: [200], minutes: [] } };
    await expect(runRows([row], early)).rejects.toThrow(/gone past 200 steps/);
    const initial = join(runs, 'one', 'snapshots', 'steps-300.safetensors');
    await expect(runRows([{ ...row, initial }], options)).rejects.toThrow(/--initial without one, not \S+ \(SHA-256/);
    expect(readFileSync(join(out, 'one.json'), 'utf8')).toBe(text);
  });
});

describe('the tables of an experiment', () => {
  const look = (marks: string[], scores: Record<string, number[]>) =>
    ({
      marks,
      steps: 1000,
      minutes: 2,
      sha256: '',
      tasks: {},
      k: {},
      scores,
    }) as unknown as RowResult['looks'][number];
  const row = (name: string, title: string, looks: RowResult['looks']): RowResult => ({
    name,
    title,
    seed: 1,
    command: 'a command',
    commit: null,
    machine: {},
    parameters: 1234,
    protocol: { family: 'hold', count: 5, trials: [1], repeats: 1, control: false },
    looks,
    curve: [],
  });
  const ramp = (from: number) => ({ 1: [0, 1, 2, 3, 4].map((i) => from + i / 10) });

  it('average the seeds, show the untrained at every mark, and pair the tasks in differences', () => {
    const out = join(directory, 'out');
    mkdirSync(out);
    const at = ['steps-1000'];
    writeRow(out, row('teacher', 'teacher', [look(['end'], ramp(0.5))]));
    writeRow(out, row('taught', 'taught', [look(at, ramp(0.3))]));
    writeRow(out, { ...row('taught-seed-2', 'taught', [look(at, ramp(0.5))]), seed: 2 });
    writeRow(out, row('alone', 'alone', [look(at, ramp(0.1)), look(['minutes-5'], ramp(0))]));
    writeRow(out, { ...row('alone-seed-2', 'alone', [look(at, ramp(0.1))]), seed: 2 });
    expect(readdirSync(out)).toHaveLength(5);
    const text = tablesOf(readRows(out), [['taught', 'alone']]);
    const lines = text.split('\n');
    const cellsOf = (start: string) =>
      lines.filter((line) => line.startsWith(`| ${start} |`)).map((line) => line.split(' | '));
    expect(lines.filter((line) => line.startsWith('###'))).toEqual(['### After 1,000 steps', '### After 5 minutes']);
    const [median, p20, mean] = cellsOf('taught');
    expect(median.slice(1, 6)).toEqual(['1,234', '2', '1,000', '2.0', 'median']);
    // Median of 0, 0.1 .. 0.4 is 0.2 above their start, the 20th percentile 0.08.
    expect(median[6]).toMatch(/^0\.60 \[0\.40, 0\.80\], seeds 0\.50 to 0\.70 \|$/);
    expect(p20[6]).toMatch(/^0\.48 \[.*\], seeds 0\.38 to 0\.58 \|$/);
    expect(mean[6]).toMatch(/^0\.60 \[/);
    // Three statistics at two marks.
    expect(cellsOf('teacher')).toHaveLength(6);
    // Every task is 0.3 better on average over seeds: the interval has no width.
    expect(cellsOf('**taught - alone**')[0][6]).toBe('+0.30 [0.30, 0.30] |');
  });

  it('pair the seeds that both rows have, and say how many steps were played beside those learned from', () => {
    const at = ['steps-1000'];
    const of = (title: string, seed: number, from: number, playedSteps?: number) => ({
      ...row(`${title}-${seed}`, title, [{ ...look(at, ramp(from)), playedSteps }]),
      seed,
    });
    const text = tablesOf(
      [of('plr', 1, 0.3, 1500), of('uniform', 1, 0.1, 1000), of('uniform', 2, 0.5)],
      [['plr', 'uniform']],
    );
    expect(text).toContain('| **plr - uniform** |  |  |  |  | mean | +0.20 [0.20, 0.20] |');
    expect(text).toContain('| plr | 1,234 | 1 | 1,000 (1,500 played) | 2.0 | mean |');
    expect(text).toContain('| uniform | 1,234 | 2 | 1,000 | 2.0 | mean |');
  });

  it('show the adaptation gain of every look that has the control, and nothing without one', () => {
    const at = look(['steps-1000'], ramp(0));
    expect(gainsOf([row('alone', 'alone', [at])])).toBe('');
    const played = {
      ...at,
      k: { 1: { mean: 0.125 }, 4: { mean: 0.5 } },
      cleared: { k: { 1: { mean: 0.125 }, 4: { mean: 0.2 } } },
      adaptationGain: { mean: 0.3, ci95: [0.25, 0.35] },
    } as unknown as RowResult['looks'][number];
    expect(gainsOf([row('alone', 'alone', [at, played])])).toContain(
      '| alone | 1 | 1,000 | 2.0 | 0.13 | 0.50 | 0.20 | 0.30 [0.25, 0.35] |\n',
    );
  });
});

describe('a table on a terminal', () => {
  const markdown = [
    ...['### After 5 steps', '', '| | seeds | score | k = 1 | k = 13 |', '|---|---|---|---|---|'],
    ...['| a | 2 | mean | 0.25 [0.20, 0.30] | 0.75 |', '| b | 2 | mean | 1.00 [0.90, 1.00] | 0.50 |', '', 'end'],
  ].join('\n');

  it('has columns that fold, each with the name of its row and score', () => {
    expect(forTerminal(markdown, 40).split('\n')).toEqual([
      ...['### After 5 steps', '', '         seeds  k = 1', 'a, mean  2      0.25 [0.20, 0.30]'],
      ...['b, mean  2      1.00 [0.90, 1.00]', '', '         k = 13', 'a, mean  0.75', 'b, mean  0.50', '', 'end'],
    ]);
  });

  it('is Markdown in a file', () => {
    expect(forTerminal(markdown, Number.POSITIVE_INFINITY)).toBe(markdown);
  });
});

describe('the rows of every experiment', () => {
  const asked = { seeds: [1, 2], teacher: RELEASED_TEACHER, trainOn: 'small', steps: [1e6] };
  const rows = EXPERIMENTS.flatMap((each) =>
    rowsOf(each, { ...asked, settings: {}, dreamer: {} }).map((row) => ({ ...row, name: `${each.name} ${row.name}` })),
  );
  const configOf = ({ settings, initial, teacher }: (typeof rows)[number]) =>
    mergeConfig(
      { ...settings, ...(initial && { initial }) },
      teacher === undefined ? undefined : { teacher: '', from: '' },
    );
  it.each(rows.filter(({ settings }) => settings))('$name is one that can be trained', (row) => {
    expect(() => configOf(row)).not.toThrow();
  });

  it('has students that live in the world of their teacher, and of which the grown ones fit it', () => {
    const { agent: teacher } = decodeAgent(Uint8Array.from(readFileSync(RELEASED_TEACHER)), RELEASED_TEACHER);
    const trained = rows.filter(({ name, settings }) => settings && name.startsWith('students '));
    for (const row of trained) {
      const student = agentOf(configOf(row));
      expect(student.observationSpec, row.name).toEqual(teacher.observationSpec);
      expect(row.initial === undefined || canGrow(student, teacher), row.name).toBe(true);
    }
    expect(trained.filter(({ initial }) => initial).length).toBeGreaterThan(5);
  });
});

describe('a wrong call of an experiment', () => {
  it.each(['--count x', '--family hard', '--train-on hard', 'nonsense', '--settings 1', '--initial none'])(
    '%s exits 2, says why and writes nothing',
    (wrong) => {
      const places = ['--runs', join(directory, 'none'), '--out', join(directory, 'none')];
      const { status, stderr } = runWarm('experiments/dist/main.js', ['adaptation', ...wrong.split(' '), ...places]);
      expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, lines: 1 });
      expect(readdirSync(directory)).not.toContain('none');
    },
  );

  it('curriculum needs the agent that all start from', () => {
    const { status, stderr } = runWarm('experiments/dist/main.js', ['curriculum']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'Say with --initial which agent the rows start from.\n' });
  });
});
