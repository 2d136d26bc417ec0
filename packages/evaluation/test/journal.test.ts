import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/kit/evaluation.js';
import { Journal } from '../src/playing/journal.js';

const folder = temporaryFolder();
const finished = (reward: number) => ({ rewardByTrial: [[reward, 1 / 3]], steps: 7, replays: ['{"name": "ü"}'] });

describe('the journal', () => {
  it('knows after a kill what was finished, and goes on after a line that was cut short', () => {
    const file = join(folder, 'torn.journal');
    const journal = new Journal(file, 'key', 9);
    journal.append(4, finished(0.1), 1.5);
    journal.append(2, finished(33.33333337306976), 3.25);
    const whole = readFileSync(file, 'utf8');
    for (const torn of [
      '{"index":3,"sec',
      '{"index":3}\n',
      '\n',
      '{"index":99,"seconds":1,"rewardByTrial":[],"steps":1}\n',
    ]) {
      writeFileSync(file, whole + torn);
      const again = new Journal(file, 'key', 9);
      expect([...again.known.keys()]).toEqual([4, 2]);
      expect(again.known.get(2)).toEqual(finished(33.33333337306976));
      expect(again.seconds).toBe(3.25);
      expect(readFileSync(file, 'utf8')).toBe(whole);
    }
    new Journal(file, 'key', 9).append(3, finished(2), 4);
    expect([...new Journal(file, 'key', 9).known.keys()]).toEqual([4, 2, 3]);
  });

  it('begins anew for another key', () => {
    const file = join(folder, 'other.journal');
    new Journal(file, 'one', 9).append(1, finished(1), 1);
    expect(new Journal(file, 'two', 9).known.size).toBe(0);
    expect(new Journal(file, 'two', 9).seconds).toBe(0);
    appendFileSync(file, 'nonsense');
    expect(new Journal(file, 'two', 9).known.size).toBe(0);
  });
});
