import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  evaluateProbes,
  freezeProbeExplorer,
  type ProbeReplays,
  probeFamily,
  readProbeExplorer,
  readProbeReferences,
  readProbes,
  resultName,
  selectProbes,
  writeProbeReferences,
} from '@open-ada/evaluation';
import { readCheckpoint } from '@open-ada/rollout';
import { COMPACT, formatReplay, parseReplay, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, PROBES, temporaryFolder, writeTinyAgent } from '../../../test/kit/evaluation.js';
import { formatPage } from '../src/page/page.js';

const folder = temporaryFolder();
const checkpoint = readCheckpoint(writeTinyAgent(folder));

/** A directory of probes made of the examples. */
function probeFolder(name: string): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  copyFileSync(join(EXAMPLES, 'hold-the-sphere.jsonc'), join(directory, '26-hold-the-sphere.jsonc'));
  copyFileSync(join(EXAMPLES, 'wrong-pair.jsonc'), join(directory, '01-wrong-pair.jsonc'));
  return directory;
}

describe('probe files', () => {
  it('are named by number, by words or by both', () => {
    const probes = readProbes(probeFolder('names'));
    expect(probes.map(({ name, family }) => [name, family])).toEqual([
      ['01-wrong-pair', 'production'],
      ['26-hold-the-sphere', 'navigation'],
    ]);
    expect(selectProbes(probes, [])).toEqual([0, 1]);
    for (const name of ['26', '26-hold-the-sphere', 'hold-the-sphere'])
      expect(selectProbes(probes, [name])).toEqual([1]);
    expect(selectProbes(probes, ['26', '1', 'wrong-pair'])).toEqual([0, 1]);
    expect(() => selectProbes(probes, ['2'])).toThrow('there is no probe "2"; there are 01-wrong-pair,');
    expect(() => readProbes(folder)).toThrow('there is no probe');
  });

  it('belong to families by the numbers of the thirty', () => {
    expect(['05-push', '7-x', '24-dont-act', '30-x', '31-x', 'free'].map((name) => probeFamily(name))).toEqual([
      'pushing',
      'tools',
      'restraint',
      'memory',
      'other',
      'other',
    ]);
    const all = Array.from({ length: 30 }, (_, i) => probeFamily(`${i + 1}-x`));
    expect(all).not.toContain('other');
  });
});

describe('reference scores of probes', () => {
  it('are the best of oracle, demonstration and agents', () => {
    const directory = probeFolder('normalised');
    const [, probe] = readProbes(directory);
    mkdirSync(join(directory, 'demonstrations'));
    const replayFile = (name: string) => join(directory, 'demonstrations', `${name}.replay`);
    const reference = solve(probe.task, { trials: 5 }).reward;
    const played = Array.from({ length: 20 }, (_, seed) => solve(probe.task, { trials: 2, seed, record: true }));
    const best = played.reduce((a, b) => (b.reward > a.reward ? b : a));
    writeFileSync(replayFile('26-hold-the-sphere'), formatReplay(best.replay!));
    const { file, references } = writeProbeReferences(directory, readProbes(directory));
    const found = references.probes;
    expect(found['26-hold-the-sphere']).toEqual({
      taskHash: probe.taskHash,
      oracle: expect.closeTo(reference, 5),
      demonstration: expect.closeTo(best.reward, 5),
      agents: 0,
      reward: expect.closeTo(best.reward, 5),
    });
    expect(found['01-wrong-pair'].demonstration).toBeNull();
    expect(found['01-wrong-pair'].reward).toBe(found['01-wrong-pair'].oracle);
    expect(readProbeReferences(directory, readProbes(directory), COMPACT)).toEqual(references);

    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"oracle": \d+/, '"oracle": 1'));
    expect(() => readProbeReferences(directory, readProbes(directory), COMPACT)).toThrow(
      'or was edited; make it again',
    );
    writeFileSync(file, text);
    const changed = readFileSync(join(directory, '26-hold-the-sphere.jsonc'), 'utf8').replace(
      /"trialSeconds": \d+/,
      '"trialSeconds": 9',
    );
    writeFileSync(join(directory, '26-hold-the-sphere.jsonc'), changed);
    const probes = readProbes(directory);
    expect(() => readProbeReferences(directory, probes, COMPACT)).toThrow('is older than the probe 26-hold-the-sphere');
    expect(Object.keys(readProbeReferences(directory, probes.slice(0, 1), COMPACT).probes)).toContain('01-wrong-pair');

    writeFileSync(replayFile('01-wrong-pair'), formatReplay(best.replay!));
    expect(() => writeProbeReferences(directory, probes)).toThrow('is of another version of the probe');
  });
});

describe('the protocol on probes', () => {
  const directory = probeFolder('played');
  const probes = readProbes(directory);
  const references = readProbeReferences(directory, probes, COMPACT);
  const options = {
    ...{ checkpoint, directory, probes, references, ks: [1, 2], repeats: 5, seed: 3 },
    ...{ mode: 'sample' as const, control: true, workers: 1, replays: false },
  };

  it('reports reward and score of every probe and family, and keeps a typical and the best episode', async () => {
    const kept: ProbeReplays[] = [];
    const human = { probe: '01-wrong-pair', k: 2, rewardByTrial: [0, 20], trialSteps: 60, date: '' };
    const humans = [
      { ...human, task: { sha256: probes[0].taskHash } },
      { ...human, task: { sha256: 'older' } },
    ];
    const result = await evaluateProbes({
      ...options,
      which: [0, 1],
      replays: true,
      humans,
      save: (_, replays) => kept.push(...replays),
    });
    const [pair, sphere] = result.perTask;
    const best = references.probes['26-hold-the-sphere'].reward;
    expect(sphere.agent[2].score.mean).toBeCloseTo(sphere.agent[2].reward.mean / best, 9);
    expect(sphere.score[2]).toBeCloseTo(sphere.agent[2].score.mean, 9);
    expect(result.families.navigation?.k[2].mean).toBeCloseTo(sphere.score[2], 9);
    expect(result.families.production?.reference.oracle.mean).toBeGreaterThan(0.8);
    expect(result.families.production?.proof).toBe(pair.reference.oracle.score.mean);
    expect(result.k[2].mean).toBeCloseTo((pair.score[2] + sphere.score[2]) / 2, 9);
    expect(pair.humans).toEqual({ 2: { score: 20 / pair.referenceScore, reward: 20, episodes: 1 } });
    expect(result.humansLeftOut).toBe(1);

    expect(kept.map(({ probe }) => probe)).toEqual(['01-wrong-pair', '26-hold-the-sphere']);
    const lastReward = (text: string) => {
      const replay = parseReplay(text);
      expect(replay.options.trials).toBe(2);
      const again = resimulate(replay);
      if (!again.reproduced) throw new Error(again.message);
      return again.rewardByTrial[1];
    };
    // An untrained agent holds the sphere in some episodes; the mean lies between the best and the worst.
    expect(lastReward(kept[1].best)).toBeGreaterThanOrEqual(sphere.agent[2].reward.mean);
    expect(lastReward(kept[1].typical)).toBeLessThanOrEqual(lastReward(kept[1].best));

    const page = formatPage([{ file: 'probes-x.json', result: { ...result, commit: null } }]);
    expect(page.match(/<figure class="small"/g)).toHaveLength(4);
    expect(page).toContain('people');
    // By number and the task's own name, not by what a file can be called.
    expect(pair.title).toBe(probes[0].task.name);
    expect(page).toContain(`<b>01 ${probes[0].task.name}</b>`);
    expect(page.match(/class="level proof"/g)).toHaveLength(4);
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('plays probes for two from both seats, beside two oracles', async () => {
    const two = { ...COMPACT, players: 2 };
    const agent = readCheckpoint(writeTinyAgent(temporaryFolder(), two));
    const all = readProbes(join(PROBES, 'two-players'));
    const which = selectProbes(all, ['24']);
    const played = { ...options, checkpoint: agent, probes: all, which, directory: join(PROBES, 'two-players') };
    const known = readProbeReferences(played.directory, all, two);
    const result = await evaluateProbes({ ...played, references: known, ks: [1], repeats: 1 });
    expect(result).toMatchObject({ players: 2, tasks: { count: 1 } });
    expect(Object.keys(result.families)).toEqual(['told-one']);
    expect(result.perTask[0].reference.oracle.score.mean).toBeGreaterThan(0.9);
    expect(resultName({ ...result, commit: null })).toMatch(/^probes-for-two-/);
    await expect(evaluateProbes({ ...played, checkpoint, references: known, ks: [1] })).rejects.toThrow(
      'was trained alone, and the tasks are for two',
    );
  });

  it('plays a probe alike whether it is played alone or with others', async () => {
    const all = await evaluateProbes({ ...options, which: [0, 1] });
    const one = await evaluateProbes({ ...options, which: [1] });
    expect(one.perTask).toEqual([all.perTask[1]]);
    expect(one.tasks.count).toBe(1);
  });

  it('shows the explorer in every probe and family, by trial', async () => {
    const file = await freezeProbeExplorer(directory, probes, { workers: 1, trials: 2 });
    const read = (which: number[]) =>
      readProbeExplorer(
        directory,
        which.map((probe) => probes[probe]),
        COMPACT,
      );
    const all = await evaluateProbes({ ...options, which: [0, 1], explorer: read([0, 1]) });
    const [pair, sphere] = all.perTask;
    const rewards: number[][] = JSON.parse(readFileSync(file, 'utf8')).probes['01-wrong-pair'].rewards;
    expect(rewards).toHaveLength(10);
    const second = rewards.reduce((sum, trials) => sum + trials[1], 0) / 10;
    expect(pair.explorer?.[1].reward.mean).toBeCloseTo(second, 9);
    const [low, high] = pair.explorer![1].reward.ci95;
    expect(low <= second && second <= high).toBe(true);
    expect(all.families.production?.explorer?.map(({ mean }) => mean)).toEqual(
      pair.explorer?.map(({ score }) => expect.closeTo(score.mean, 9)),
    );
    const scoresOf = (trial: number) => [pair, sphere].map(({ explorer }) => explorer![trial].score.mean);
    expect(all.explorer?.byTrial[1].mean).toBeCloseTo((scoresOf(1)[0] + scoresOf(1)[1]) / 2, 9);
    expect(all.tasks.explorer).toBe(JSON.parse(readFileSync(file, 'utf8')).sha256);
    // Of single probes it is the same.
    const one = await evaluateProbes({ ...options, ks: [1], control: false, which: [1], explorer: read([1]) });
    expect(one.perTask[0].explorer).toEqual([sphere.explorer![0]]);
    const page = formatPage([{ file: 'probes-x.json', result: { ...all, commit: null } }]);
    // Two probes and two families, each at k = 1 and 2.
    expect(page.match(/class="dot explorer"/g)).toHaveLength(8);
    expect(page).toContain('>explorer, trial 2</th>');
    expect(page).not.toMatch(/NaN|undefined/);

    const stale = probes.map((probe) => ({ ...probe, taskHash: `${probe.taskHash}0` }));
    expect(() => readProbeExplorer(directory, stale, COMPACT)).toThrow(
      'is older than the probe 01-wrong-pair; make it',
    );
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed":1', '"seed":2'));
    expect(() => read([0])).toThrow('or was edited; make it again with pnpm task freeze-explorer probes.');
  });

  it('leaves out and counts what nobody has solved', async () => {
    const known = references.probes;
    const found = { ...known, '01-wrong-pair': { ...known['01-wrong-pair'], reward: 0 } };
    const unsolved = { ...references, probes: found };
    const result = await evaluateProbes({ ...options, ks: [1], repeats: 1, which: [0, 1], references: unsolved });
    expect(result.tasks).toMatchObject({ count: 2, leftOut: 1, unsolved: ['01-wrong-pair'] });
    expect(result.perTask.map(({ probe }) => probe)).toEqual(['26-hold-the-sphere']);
  });
});
