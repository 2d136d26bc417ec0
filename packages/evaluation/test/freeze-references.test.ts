import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freezeReferenceScores, readBestTrials, readReferenceScores } from '@open-ada/evaluation';
import { gameKey, parseTask, sha256Hex } from '@open-ada/production-rules';
import { COMPACT, solve, stepsIn } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, temporaryFolder } from '../../../test/kit/evaluation.js';
import { playedTasks } from '../src/protocol/provenance.js';

const folder = temporaryFolder();
const names = ['hold-the-sphere', 'wrong-pair'];
const tasks = names.map((name) => parseTask(readFileSync(join(EXAMPLES, `${name}.jsonc`), 'utf8'), name));
const heldOut = { family: 'hold', file: 'hold.jsonl', sha256: sha256Hex('tasks'), tasks };
const longest = stepsIn(tasks[0].trialSeconds, COMPACT);
let files = 0;

/** A score file in which the best trials of an agent had these rewards. */
function scoreFile(best: number[], change: object = {}) {
  const file = join(folder, `scores-${files++}.json`);
  const perTask = best.map((bestReward, task) => ({ task, bestReward }));
  const content = {
    ...{ evaluation: 'heldout', version: 3, checkpoint: { sha256: `agent ${best}` }, k: { 1: {}, 5: {} } },
    ...{ tasks: { sha256: heldOut.sha256, worldDifference: null }, repeats: 1, seed: 1, mode: 'sample', perTask },
  };
  writeFileSync(file, JSON.stringify({ ...content, ...change }));
  return file;
}

const freeze = (directory: string, ...scores: string[]) =>
  freezeReferenceScores(directory, heldOut, scores.map(readBestTrials), { workers: 1 });

describe('frozen reference scores', () => {
  it('are the best trial of the oracle or of any agent, and never fall', async () => {
    const directory = join(folder, 'frozen');
    mkdirSync(directory);
    const alone = await freeze(directory);
    expect(alone.rewards).toEqual(alone.oracle);
    expect(alone.oracle[0]).toBeGreaterThanOrEqual(solve(tasks[0], { trials: 3 }).reward - 2);

    const one = await freeze(directory, scoreFile([longest, 0]), scoreFile([1, 2]));
    expect(one.rewards).toEqual([longest, alone.oracle[1]]);
    expect(one.oracle).toEqual(alone.oracle);
    expect(one.agents.map(({ sha256, trials }) => [sha256, trials])).toEqual([
      [`agent ${longest},0`, [1, 5]],
      ['agent 1,2', [1, 5]],
    ]);
    const later = await freeze(directory, scoreFile([1, 2]));
    expect(later).toEqual(one);
    expect(await readReferenceScores(directory, heldOut, COMPACT, { workers: 1 })).toEqual(one);
    const other = { ...heldOut, sha256: sha256Hex('other tasks') };
    await expect(readReferenceScores(directory, other, COMPACT, { workers: 1 })).rejects.toThrow('is of other tasks');
  });

  it('of a world that moves otherwise are the oracle of that world alone, and are not written', async () => {
    const directory = join(folder, 'slow');
    mkdirSync(directory);
    const frozen = await freeze(directory, scoreFile([longest, 0]));
    const slow = await readReferenceScores(directory, heldOut, { ...COMPACT, speed: 1 }, { workers: 1 });
    expect(slow.rewards[0]).toBeLessThan(frozen.rewards[0]);
    expect(slow.agents).toEqual([]);
    expect(await readReferenceScores(directory, heldOut, COMPACT, { workers: 1 })).toEqual(frozen);
  });

  it.each([
    [() => scoreFile([1], { version: 2 }), '"version" must be 3'],
    [() => scoreFile([1], { evaluation: 'x' }), '"evaluation" must be "heldout" or "probes"'],
    [() => scoreFile([1], { tasks: {} }), '"checkpoint", "tasks", "k" or "perTask" is missing'],
    [() => scoreFile([1], { perTask: [{ task: 0 }] }), '"perTask" 0 needs "task" and "bestReward"'],
    [() => scoreFile([1], { tasks: { sha256: 'x', worldDifference: null } }), 'is of other tasks than hold.jsonl'],
    [() => scoreFile([1], { tasks: { sha256: heldOut.sha256, worldDifference: '"speed" is 1' } }), 'in another world'],
    [() => scoreFile([longest + 1]), 'its trials are shorter than its reward'],
    [() => scoreFile([1, 1, 1]), 'task 2 is not in hold.jsonl'],
    [() => join(folder, 'none.json'), 'Cannot read'],
  ])('are not made of a file that cannot be used (%#)', async (file, problem) => {
    const directory = join(folder, 'refused');
    mkdirSync(directory, { recursive: true });
    await expect(async () => freeze(directory, file())).rejects.toThrow(problem);
    expect(() => readFileSync(join(directory, 'hold.references.json'))).toThrow();
  });
});

it('a result counts its games, and the tasks in which its agent beat the reference score', () => {
  const row = { task: 0, firstOfK: 0, score: {}, game: gameKey(tasks[0]), referenceScore: 10, bestReward: 10 };
  const rows = [row, { ...row, bestReward: 11 }, { ...row, game: gameKey(tasks[1]) }];
  const checkpoint = { file: '', bytes: new Uint8Array(), sha256: '', simulation: { ...COMPACT, speed: 1 }, extra: {} };
  const found = playedTasks({ file: 'f', sha256: 's', count: 4 }, rows, checkpoint, { references: { sha256: 'r' } });
  expect(found).toMatchObject({ count: 4, leftOut: 1, games: 2, beaten: 1, references: 'r' });
  expect(found.worldDifference).toMatch(/^"speed" is 1 there/);
});
