import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { humanCurve, readHumanEpisodes } from '@open-ada/evaluation';
import { parseTask, taskHash } from '@open-ada/production-rules';
import { keepHumanResult } from '@open-ada/viewer';
import { formatReplay, solve } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';

it("a person's episode that the viewer keeps is a point of that probe's curve in an evaluation", () => {
  const path = 'tasks/probes/18-three-spheres-jumbled.jsonc';
  const task = parseTask(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
  const { replay, rewards } = solve(task, { trials: 2, seed: 4, record: true });
  const root = mkdtempSync(join(tmpdir(), 'humans-'));
  try {
    const { result } = keepHumanResult(root, JSON.stringify({ task: path, replay: formatReplay(replay!) }));
    const [episode, ...others] = readHumanEpisodes(join(root, 'runs/humans'));
    expect(others).toEqual([]);
    expect(episode.rewardByTrial).toEqual(rewards);
    expect(rewards[1]).toBeGreaterThan(0);
    const probe = { name: '18-three-spheres-jumbled', taskHash: taskHash(task) };
    const curve = humanCurve([episode], probe, rewards[1], result.trialSteps);
    expect(curve).toEqual({ 2: { score: 1, reward: rewards[1], episodes: 1 } });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
