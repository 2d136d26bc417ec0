import { ProgressLine } from '@open-ada/node-kit/terminal';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let seconds = 0;
let written: string[] = [];

beforeEach(() => {
  seconds = 0;
  written = [];
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('says in plain lines how far a job is and how long it will take, every ten seconds', () => {
  const line = new ProgressLine('job');
  for (seconds = 0; seconds <= 24; seconds++) line.show(seconds / 40, `${seconds} of 40`);
  line.close();
  expect(written).toEqual([
    'job: 0 %, 0 of 40\n',
    'job: 25 %, 10 of 40, 00:30 left\n',
    'job: 50 %, 20 of 40, 00:20 left\n',
  ]);
});

it('does not count what was done before it began', () => {
  const line = new ProgressLine('job');
  seconds = 10;
  line.show(0.75, 'half of the rest', 0.5);
  expect(written).toEqual(['job: 75 %, half of the rest, 00:10 left\n']);
});

it('says nothing of a job that is done soon', () => {
  const line = new ProgressLine('job', 2000);
  for (const at of [0, 1, 1.9]) {
    seconds = at;
    line.show(0.1, 'x');
  }
  expect(written).toEqual([]);
  seconds = 2;
  line.show(0.5, 'x');
  expect(written).toEqual(['job: 50 %, x, 00:02 left\n']);
});
