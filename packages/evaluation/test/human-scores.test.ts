import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHumanEpisode, readHumanEpisodes } from '@open-ada/evaluation';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/kit/evaluation.js';
import { humanCurve } from '../src/probes/human-scores.js';

const EPISODE = {
  ...{ probe: '18-x', k: 2, rewardByTrial: [0, 30], trialSteps: 50, date: '2026-01-31T12:00:00Z' },
  ...{ task: { path: 'tasks/probes/18-x.jsonc', sha256: 'h' }, seed: 1, replay: 'a.replay' },
};
const parse = (change: object) => parseHumanEpisode(JSON.stringify({ ...EPISODE, ...change }), 'humans/a.json');

describe("people's scores", () => {
  it('are the mean over episodes of the last trial, in the units of the agent', () => {
    const episodes = [
      parse({}),
      // Played at twice the rate: 40 of 100 steps are 20 of the agent's 50.
      parse({ rewardByTrial: [80, 40], trialSteps: 100 }),
      parse({ k: 1, rewardByTrial: [5] }),
      parse({ task: { sha256: 'older' } }),
      parse({ probe: '19-y' }),
    ];
    expect(humanCurve(episodes, { name: '18-x', taskHash: 'h' }, 50, 50)).toEqual({
      1: { score: 0.1, reward: 5, episodes: 1 },
      2: { score: 0.5, reward: 25, episodes: 2 },
    });
    expect(humanCurve(episodes, { name: '20-z', taskHash: 'h' }, 50, 50)).toBeUndefined();
  });

  it.each([
    [{ probe: 3 }, '"probe", "task": {"sha256"} and "date" must be texts'],
    [{ task: 'x' }, '"probe", "task": {"sha256"} and "date" must be texts'],
    [{ k: 3 }, '"rewardByTrial" must be k rewards'],
    [{ k: 0, rewardByTrial: [] }, '"rewardByTrial" must be k rewards'],
    [{ rewardByTrial: [1, 'x'] }, '"rewardByTrial" must be k rewards'],
    [{ rewardByTrial: [1, -1] }, '"rewardByTrial" must be k rewards'],
    [{ rewardByTrial: [1, 51] }, '"rewardByTrial" must be k rewards'],
    [{ trialSteps: 0.5 }, '"trialSteps" must be a whole number'],
  ])('are refused in one sentence: %j', (change, problem) => {
    expect(() => parse(change)).toThrow(`humans/a.json is no score of a person: ${problem}`);
  });

  it('are read from a directory', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), JSON.stringify(EPISODE));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    expect(readHumanEpisodes(folder)).toEqual([expect.objectContaining({ probe: '18-x', trialSteps: 50 })]);
    writeFileSync(join(folder, 'b.json'), '{');
    expect(() => readHumanEpisodes(folder)).toThrow('it is not JSON');
    expect(() => readHumanEpisodes(join(folder, 'none'))).toThrow('there is no directory');
  });
});
