import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunLog } from '../src/metrics/run-log.js';
import type { LogLine } from '../src/metrics/scalars.js';
import { crc32c, tfRecord } from '../src/metrics/tf-record.js';
import { readEvent, recordsOf, slowCrc32c } from './event-records.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'run-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const lineAt = (steps: number): LogLine => ({
  steps,
  playedSteps: 1.5 * steps,
  minutes: steps / 1000,
  iteration: 3,
  stepsPerSecond: 1234.5,
  returnByTrial: [1, 2.5],
  families: { 'make-by-hold': { episodes: 7, returnByTrial: [0.25, 0.75], scoreByTrial: [0.125, 0.375] } },
  share: { simulate: 0.1, infer: 0.2, label: 0, learn: 0.3, wait: 0.4 },
  learner: { gradNorm: 0.5, entropy: 1.5, taskInference: Number.NaN },
  actorsReplaced: 0,
  curriculum: 'hold',
  stage: { open: [{ family: 'hold', share: 1, score: 0.5 }], later: [] },
  proposals: { actingShare: 0.25, planShare: 0.01 },
  archives: { small: { size: 40, firings: 0.75 } },
});
const eventFiles = () =>
  readdirSync(directory)
    .filter((name) => name.includes('tfevents'))
    .sort();
const eventsOf = (name: string) => recordsOf(readFileSync(join(directory, name))).map(readEvent);
const linesOf = () => readFileSync(join(directory, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
const stepsOf = () => linesOf().map((line) => JSON.parse(line).steps);

describe('TFRecord', () => {
  it('has the checksums of RFC 3720, appendix B.4', () => {
    const vectors: [Uint8Array, number][] = [
      [new Uint8Array(32), 0x8a9136aa],
      [new Uint8Array(32).fill(255), 0x62a8ab43],
      [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
      [Buffer.from('123456789'), 0xe3069283],
    ];
    for (const [bytes, crc] of vectors) {
      expect(crc32c(bytes)).toBe(crc);
      expect(slowCrc32c(bytes)).toBe(crc);
    }
  });

  it('is read back, and a flipped bit is noticed', () => {
    const record = Buffer.from(tfRecord(Buffer.from('a few bytes')));
    expect(recordsOf(Buffer.concat([record, record])).map(String)).toEqual(['a few bytes', 'a few bytes']);
    for (const at of [0, 9, 15, record.length - 1]) {
      const damaged = Buffer.from(record);
      damaged[at] ^= 4;
      expect(() => recordsOf(damaged)).toThrow();
    }
  });
});

describe('the log of a run', () => {
  it('writes each figure as a scalar at its steps', () => {
    const log = new RunLog(directory);
    expect(readdirSync(directory)).toEqual([]);
    const periodicEval = {
      families: {
        hold: {
          returnByTrial: [3, 4],
          clearedReturnByTrial: [3, 3],
          gainFromMemory: 1,
          gainFromMemoryError: 0.5,
          tasks: 8,
        },
      },
      steps: 10,
      seconds: 1,
    };
    const before = Date.now() / 1000;
    log.append(lineAt(6_000_000_000));
    log.append({ ...lineAt(6_000_000_160), periodicEval });
    const [version, first, second, ...rest] = eventsOf(eventFiles()[0]);
    expect(rest).toEqual([]);
    expect(version).toMatchObject({ fileVersion: 'brain.Event:2', step: 0, scalars: {} });
    expect(first.wallTime).toBeGreaterThanOrEqual(before);
    expect(first.wallTime).toBeLessThan(before + 60);
    expect(first.step).toBe(6_000_000_000);
    const plain = {
      'return/all/trial1': 1,
      'return/all/trial2': 2.5,
      'return/make-by-hold/trial1': 0.25,
      'return/make-by-hold/trial2': 0.75,
      'score/make-by-hold/trial1': 0.125,
      'score/make-by-hold/trial2': 0.375,
      'curriculum/all/open': 1,
      'curriculum/hold/share': 1,
      'curriculum/hold/score': 0.5,
      'learner/gradNorm': 0.5,
      'learner/entropy': 1.5,
      'share/simulate': Math.fround(0.1),
      'share/infer': Math.fround(0.2),
      'share/label': 0,
      'share/learn': Math.fround(0.3),
      'share/wait': Math.fround(0.4),
      'curriculum/small/size': 40,
      'curriculum/small/firings': 0.75,
      'proposals/actingShare': 0.25,
      'proposals/planShare': Math.fround(0.01),
      'run/stepsPerSecond': 1234.5,
      'run/playedSteps': Math.fround(9_000_000_000),
      'run/minutes': 6_000_000,
      'run/iteration': 3,
      'run/actorsReplaced': 0,
    };
    expect(first.scalars).toEqual(plain);
    expect(second.step).toBe(6_000_000_160);
    expect(second.scalars).toMatchObject({
      'memory/hold/gain': 1,
      'memory/hold/gainError': 0.5,
      'memory/hold/kept/trial2': 4,
      'memory/hold/cleared/trial2': 3,
    });
  });

  it('goes on in a new event file and repeats no step when a run is continued from an earlier checkpoint', () => {
    const log = new RunLog(directory);
    for (const steps of [100, 200, 300, 400]) log.append(lineAt(steps));
    // The checkpoint was at 200: what follows is played and learned again.
    const continued = new RunLog(directory);
    for (const steps of [250, 300, 350, 400, 450, 500]) continued.append(lineAt(steps));
    expect(stepsOf()).toEqual([100, 200, 300, 400, 450, 500]);
    const steps = eventFiles().map((file) => eventsOf(file).flatMap((event) => (event.fileVersion ? [] : event.step)));
    expect(steps).toEqual([
      [100, 200, 300, 400],
      [450, 500],
    ]);
  });

  it('goes on in an event file that sorts last, also after the clock went back or a file was removed', () => {
    const clock = vi.spyOn(Date, 'now');
    try {
      [2e12, 1e12, 1.5e12, 1.5e12, 2.1e12].forEach((now, i) => {
        clock.mockReturnValue(now);
        if (i === 3) rmSync(join(directory, eventFiles()[0]));
        new RunLog(directory).append(lineAt(100 * (i + 1)));
      });
    } finally {
      clock.mockRestore();
    }
    const steps = eventFiles().flatMap((file) =>
      eventsOf(file).flatMap((event) => (event.fileVersion ? [] : event.step)),
    );
    expect(steps).toEqual([200, 300, 400, 500]);
  });

  it('takes off a line that was cut short', () => {
    new RunLog(directory).append(lineAt(100));
    appendFileSync(join(directory, 'metrics.jsonl'), '{"steps":200,"min');
    new RunLog(directory).append(lineAt(200));
    expect(stepsOf()).toEqual([100, 200]);
  });

  it('says what is wrong with a log that is not one', () => {
    writeFileSync(join(directory, 'metrics.jsonl'), 'hello\n');
    expect(() => new RunLog(directory)).toThrow(/metrics\.jsonl: its last line is not JSON/);
  });
});
