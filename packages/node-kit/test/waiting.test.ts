import { LiveBlock, Waiting } from '@open-ada/node-kit/terminal';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let written: string[] = [];
const { isTTY } = process.stderr;

beforeEach(() => {
  written = [];
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

it('says every half minute in plain lines what is awaited, until it is stopped', () => {
  process.stderr.isTTY = false;
  const waiting = new Waiting(new LiveBlock(), 'compiling');
  vi.advanceTimersByTime(70_000);
  waiting.stop();
  vi.advanceTimersByTime(70_000);
  expect(written).toEqual(['compiling\n', 'compiling: 00:30\n', 'compiling: 01:00\n']);
});

it('shows every second on a terminal for how long', () => {
  process.stderr.isTTY = true;
  const waiting = new Waiting(new LiveBlock(), 'compiling');
  vi.advanceTimersByTime(2000);
  waiting.stop();
  const text = written.join('');
  for (const state of ['compiling\n', 'compiling: 00:01\n', 'compiling: 00:02\n']) expect(text).toContain(state);
});
