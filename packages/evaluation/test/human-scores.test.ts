import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHumanEpisode, readHumanEpisodes } from '@open-ada/evaluation';
import { describe, expect, it } from 'vitest';
import { humanCurve } from '../dist/human-scores.js';
import { temporaryFolder } from './fixtures.js';

const EPISODE = {
  version: 1,
  probe: '18-x',
  taskHash: 'h',
  k: 2,
  rewardByTrial: [0, 30],
  date: '2026-01-31T12:00:00Z',
};
const parse = (change: object) => parseHumanEpisode(JSON.stringify({ ...EPISODE, ...change }), 'humans/a.json');

describe("people's scores", () => {
  it('are the mean over episodes of the last trial, in the units of the agent', () => {
    const episodes = [
      parse({}),
      // Played at 10 decisions a second: 40 of them are 20 of the agent's.
      parse({ rewardByTrial: [80, 40], framesPerDecision: 3 }),
      parse({ k: 1, rewardByTrial: [5] }),
      parse({ taskHash: 'older' }),
      parse({ probe: '19-y' }),
    ];
    expect(humanCurve(episodes, { name: '18-x', taskHash: 'h' }, 50, 6)).toEqual({
      1: { score: 0.1, reward: 5, episodes: 1 },
      2: { score: 0.5, reward: 25, episodes: 2 },
    });
    expect(humanCurve(episodes, { name: '20-z', taskHash: 'h' }, 50, 6)).toBeUndefined();
  });

  it.each([
    [{ version: 2 }, '"version" must be 1'],
    [{ probe: 3 }, '"probe", "taskHash" and "date" must be texts'],
    [{ k: 3 }, '"rewardByTrial" must be k rewards'],
    [{ k: 0, rewardByTrial: [] }, '"rewardByTrial" must be k rewards'],
    [{ rewardByTrial: [1, 'x'] }, '"rewardByTrial" must be k rewards'],
    [{ rewardByTrial: [1, -1] }, '"rewardByTrial" must be k rewards'],
    [{ framesPerDecision: 0.5 }, '"framesPerDecision" must be a whole number'],
  ])('are refused in one sentence: %j', (change, problem) => {
    expect(() => parse(change)).toThrow(`humans/a.json is no score of a person: ${problem}`);
  });

  it('are read from a directory', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), JSON.stringify(EPISODE));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    expect(readHumanEpisodes(folder)).toEqual([expect.objectContaining({ probe: '18-x', framesPerDecision: 6 })]);
    writeFileSync(join(folder, 'b.json'), '{');
    expect(() => readHumanEpisodes(folder)).toThrow('it is not JSON');
    expect(() => readHumanEpisodes(join(folder, 'none'))).toThrow('there is no directory');
  });
});
