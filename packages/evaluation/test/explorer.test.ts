import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { EXPLORER_TRIALS, explorerFile, freezeExplorer, readExplorer, readHeldOut } from '@open-ada/evaluation';
import { parseTask, sha256Hex, type Task } from '@open-ada/production-rules';
import { deriveSeed } from '@open-ada/rollout';
import { COMPACT, Explorer, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, HELD_OUT, temporaryFolder } from '../../../test/kit/evaluation.js';
import { EXPLORER_SEED } from '../src/protocol/explorer-trials.js';

const folder = temporaryFolder();
const names = ['two-steps', 'wrong-pair'];
const tasks = names.map((name) => parseTask(readFileSync(join(EXAMPLES, `${name}.jsonc`), 'utf8'), name));
const heldOut = { family: 'hold', file: 'hold.jsonl', sha256: sha256Hex('tasks'), tasks };

/** The same trials in a loop of its own. */
function played(task: Task, index: number, trials: number): number[] {
  const seed = deriveSeed(EXPLORER_SEED, index, trials, 0);
  return solve(task, { player: new Explorer(), trials, seed }).rewards.map((reward) => Number(reward.toFixed(6)));
}

function directoryOf(name: string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  return directory;
}

describe('stored trials of the explorer', () => {
  it('are what the explorer is paid, trial by trial, and are read as they were written', async () => {
    const directory = directoryOf('frozen');
    const frozen = await freezeExplorer(directory, heldOut, { workers: 1, trials: 3 });
    expect(frozen.rewards).toEqual(tasks.map((task, i) => [played(task, i, 3)]));
    expect(readExplorer(directory, heldOut, COMPACT)).toEqual(frozen);
  });

  it('are refused where they were edited, are of other tasks or of another world', async () => {
    const directory = directoryOf('refused');
    await freezeExplorer(directory, heldOut, { workers: 1, trials: 1 });
    const file = explorerFile(directory, 'hold');
    const text = readFileSync(file, 'utf8');
    const read = () => readExplorer(directory, heldOut, COMPACT);
    const how = 'make it again with pnpm task freeze-explorer hold.';
    writeFileSync(file, text.replace('"rewards":[[', '"rewards":[[9'));
    expect(read).toThrow(`of trials of the explorer of version 1, or was edited; ${how}`);
    writeFileSync(file, text.slice(0, 99));
    expect(read).toThrow(`${file} is not JSON; ${how}`);
    writeFileSync(file, text);
    const other = { ...heldOut, sha256: sha256Hex('other tasks') };
    expect(() => readExplorer(directory, other, COMPACT)).toThrow(`is of other tasks than the manifest's; ${how}`);
    const { sha256: _, ...content } = JSON.parse(text);
    const slow = { ...content, simulation: { ...COMPACT, speed: 1 } };
    writeFileSync(file, JSON.stringify({ ...slow, sha256: sha256Hex(JSON.stringify(slow)) }));
    expect(read).toThrow('is of another world ("speed" is 1 there');
  });

  it('are not there without a file, nor in a world that moves otherwise; the reason is told', async () => {
    const directory = directoryOf('missing');
    await freezeExplorer(directory, heldOut, { workers: 1, trials: 1 });
    const reasons: string[] = [];
    const tell = (reason: string) => reasons.push(reason);
    expect(readExplorer(directory, heldOut, { ...COMPACT, speed: 1 }, tell)).toBeUndefined();
    rmSync(explorerFile(directory, 'hold'));
    expect(readExplorer(directory, heldOut, COMPACT, tell)).toBeUndefined();
    expect(reasons).toEqual([
      expect.stringMatching(/^no row of the explorer: it was played in another world \("speed" is 1 there/),
      expect.stringMatching(/there is no \S+hold\.explorer\.json; pnpm task freeze-explorer hold makes it\.$/),
    ]);
  });

  it.each(HELD_OUT_FAMILIES)('are those of the explorer of today (else `pnpm task freeze-explorer`): %s', (family) => {
    const frozen = readHeldOut(HELD_OUT, family);
    const stored = readExplorer(HELD_OUT, frozen, COMPACT)!;
    expect(stored.rewards).toHaveLength(1000);
    expect(stored.rewards.every(([trials]) => trials.length === EXPLORER_TRIALS)).toBe(true);
    for (let task = 0; task < 1000; task += 90) {
      expect(stored.rewards[task][0]).toEqual(played(frozen.tasks[task], task, EXPLORER_TRIALS));
    }
  });
});
