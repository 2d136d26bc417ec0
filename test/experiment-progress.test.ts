import { afterEach, expect, it, vi } from 'vitest';
import { RowProgress } from '../experiments/runner/row-progress.js';

afterEach(() => {
  vi.restoreAllMocks();
});

it('a row says how far its training is from its last mark, and then anew how far its evaluation is', () => {
  let seconds = 0;
  const written: string[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const row = new RowProgress('one (1 of 2)', { steps: [100, 400], minutes: [] });
  row.note('compiling');
  // It goes on from an earlier command.
  for (const [at, steps] of [
    [0, 200],
    [20, 300],
  ]) {
    seconds = at;
    row.trained({ steps, minutes: 1, curriculum: 'hold 100%' });
  }
  seconds = 30;
  row.played('playing', 0.5, 0.4);
  seconds = 40;
  row.played('playing', 0.7, 0.4);
  row.close();
  expect(written).toEqual([
    'one (1 of 2): compiling\n',
    'one (1 of 2): 50 %, 200 steps, 1.0 minutes, hold 100%\n',
    'one (1 of 2): 75 %, 300 steps, 1.0 minutes, hold 100%, 00:20 left\n',
    expect.stringMatching(/^one \(1 of 2\): 50 %, playing/),
    'one (1 of 2): 70 %, playing, 00:10 left\n',
  ]);
});
