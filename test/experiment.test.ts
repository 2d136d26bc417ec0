import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent } from '@open-ada/ada-agent';
import { mergeConfig } from '@open-ada/training';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutPlaces } from '../experiments/runner/command.js';
import { gainsOf } from '../experiments/runner/gains.js';
import { type RowResult, readRows, writeRow } from '../experiments/runner/result.js';
import { runRows } from '../experiments/runner/run-rows.js';
import { tablesOf } from '../experiments/runner/table.js';
import { trainToMarks } from '../experiments/runner/train-row.js';

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
    for await (const { file, mark } of trainToMarks(config('whole'), marks, {})) whole[mark] = file;
    expect(Object.keys(whole).sort()).toEqual(['minutes-0.0001', 'steps-1500', 'steps-300']);
    expect(stepsOf(whole['steps-300'])).toBeGreaterThanOrEqual(300);
    expect(stepsOf(whole['steps-300'])).toBeLessThan(1500);
    expect(stepsOf(whole['steps-1500'])).toBeGreaterThanOrEqual(1500);

    const stop = new AbortController();
    const stopping = {
      signal: stop.signal,
      onMetrics: ({ steps }: { steps: number }) => steps > 400 && stop.abort(),
    };
    const parts: string[] = [];
    await expect(async () => {
      for await (const { mark } of trainToMarks(config('parts'), marks, stopping)) parts.push(mark);
    }).rejects.toThrow(/goes on from there/);
    expect(parts).toContain('steps-300');
    expect(parts).not.toContain('steps-1500');
    for await (const { file, mark } of trainToMarks(config('parts'), marks, {})) {
      if (mark === 'minutes-0.0001') continue;
      expect(Buffer.compare(parametersOf(file), parametersOf(whole[mark]))).toBe(0);
      parts.push(mark);
    }
    expect(parts).toContain('steps-1500');
  });
});

describe('a row of an experiment', () => {
  it('is trained and played once, and says nothing of this machine', async () => {
    const [runs, out] = [join(directory, 'runs'), join(directory, 'rows')];
    const command = ['pnpm', ...withoutPlaces(['bench', 'x', '--runs', runs, '--count', '4', '--out', out])].join(' ');
    const row = { name: 'one', title: 'One', seed: 1, settings: { preset: 'debug', family: 'hold' } };
    const played = { family: 'hold', count: 4, ks: [1], control: false };
    const options = { marks: { steps: [300], minutes: [] }, ...played, runs, out, command, commit: null, machine: {} };
    await runRows([row], options);
    const text = readFileSync(join(out, 'one.json'), 'utf8');
    expect(text).not.toContain(directory);
    const result = JSON.parse(text) as RowResult;
    expect(result).toMatchObject({ command: 'pnpm bench x --count 4', config: { run: 'one', family: 'hold' } });
    expect(result.looks.map(({ marks, scores }) => [marks, scores[1].length])).toEqual([[['steps-300'], 4]]);
    await runRows([row], options);
    expect(readFileSync(join(out, 'one.json'), 'utf8')).toBe(text);
    const other = { ...row, settings: { ...row.settings, learningRate: 0.1 } };
    await expect(runRows([other], options)).rejects.toThrow(/one\.json is of other settings/);
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
    writeRow(out, row('taught-seed-2', 'taught', [look(at, ramp(0.5))]));
    writeRow(out, row('alone', 'alone', [look(at, ramp(0.1)), look(['minutes-5'], ramp(0))]));
    expect(readdirSync(out)).toHaveLength(4);
    const text = tablesOf(readRows(out), [['taught', 'alone']]);
    const lines = text.split('\n');
    const cellsOf = (start: string) =>
      lines.filter((line) => line.startsWith(`| ${start} |`)).map((line) => line.split(' | '));
    expect(lines.filter((line) => line.startsWith('###'))).toEqual(['### After 1,000 steps', '### After 5 minutes']);
    const [median, p20, mean] = cellsOf('taught');
    expect(median.slice(1, 6)).toEqual(['1,234', '2', '1,000', '2.0', 'median']);
    // Median of 0, .1 .. .4 is .2 above their start, the 20th percentile .08.
    expect(median[6]).toMatch(/^\.60 \[\.40, \.80\], seeds \.50 to \.70 \|$/);
    expect(p20[6]).toMatch(/^\.48 \[.*\], seeds \.38 to \.58 \|$/);
    expect(mean[6]).toMatch(/^\.60 \[/);
    // Three statistics at two marks.
    expect(cellsOf('teacher')).toHaveLength(6);
    // Every task is .3 better on average over seeds: the interval has no width.
    expect(cellsOf('**taught - alone**')[0][6]).toBe('+.30 [.30, .30] |');
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
      '| alone | 1 | 1,000 | 2.0 | .13 | .50 | .20 | .30 [.25, .35] |\n',
    );
  });
});

describe('a wrong call of an experiment', () => {
  it.each(['--count x', '--family hard', '--train-on hard', 'nonsense'])(
    '%s exits 2, says why and writes nothing',
    (wrong) => {
      const places = ['--runs', join(directory, 'none'), '--out', join(directory, 'none')];
      const args = ['experiments/dist/main.js', 'adaptation', ...wrong.split(' '), ...places];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, lines: 1 });
      expect(readdirSync(directory)).not.toContain('none');
    },
  );
});
