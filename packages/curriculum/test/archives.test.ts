import { EPISODE_DEFAULTS, type EpisodeResult, type TaskDraw } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { Archive, type KeptTask } from '../src/sampling/archive.js';
import { LEARNABILITY_DEFAULTS, LearnabilityArchive, learnability } from '../src/sampling/learnability-archive.js';
import { PLR_DEFAULTS, PlrArchive, plrProposalFraction } from '../src/sampling/plr-archive.js';
import { TrialErrors } from '../src/sampling/trial-error.js';
import { type DrawnTask, drawTask } from '../src/tasks/task-draw.js';

const kept = (seed: number, trials = 4): KeptTask => ({
  draw: { family: 'hold', seed, trials },
  facts: { rules: 0, firings: 0, distractors: seed },
});
const drawn = (seed: number, trials = 4) => kept(seed, trials) as DrawnTask;
const seedsOf = (tasks: readonly { draw: TaskDraw }[]) => tasks.map(({ draw }) => draw.seed);
const outcome = (tdError: number, last = 0): EpisodeResult => ({
  family: 'hold',
  rewardByTrial: [0, 0, 0, last],
  trialSteps: 40,
  tdError,
});
const throughJson = (state: unknown) => JSON.parse(JSON.stringify(state));

describe('an archive', () => {
  const scored = (seed: number, score: number) => ({ ...kept(seed), score });
  const make = () => new Archive<KeptTask & { score: number }>(3, ({ score }) => score);

  it('takes all until it is full, then what is better than the worst, which goes', () => {
    const archive = make();
    expect([scored(1, 5), scored(2, 1), scored(3, 3)].map((task) => archive.offer(task))).toEqual([true, true, true]);
    expect(archive.offer(scored(4, 1))).toBe(false);
    expect(seedsOf(archive.tasks)).toEqual([1, 2, 3]);
    expect(archive.offer(scored(5, 2))).toBe(true);
    expect(seedsOf(archive.tasks)).toEqual([1, 3, 5]);
    expect(archive.find(kept(2).draw)).toBeUndefined();
    expect(archive.offer(scored(6, 9))).toBe(true);
    expect(seedsOf(archive.tasks)).toEqual([1, 3, 6]);
  });

  it('of equally bad tasks the oldest goes', () => {
    const archive = make();
    for (const seed of [1, 2, 3]) archive.offer(scored(seed, seed === 1 ? 5 : 2));
    archive.offer(scored(4, 3));
    expect(seedsOf(archive.tasks)).toEqual([1, 3, 4]);
  });

  it('holds a task once, and tells tasks of one seed in different worlds apart', () => {
    const archive = make();
    const inWorld = (tiles: number) => ({ ...scored(1, 5), draw: { ...kept(1).draw, tiles, complexity: 0 } });
    expect([inWorld(2), inWorld(2), inWorld(3)].map((task) => archive.offer(task))).toEqual([true, false, true]);
  });
});

describe('errors by number of trials', () => {
  it('are normalised by the running mean and deviation of that number', () => {
    const errors = new TrialErrors(1e9);
    for (const error of [1, 3]) errors.add(2, error);
    for (const error of [0.1, 0.1, 0.4]) errors.add(5, error);
    // Mean 2, deviation 1; mean .2, deviation sqrt(.02).
    expect(errors.normalise(2, 3.5)).toBeCloseTo(1.5, 6);
    expect(errors.normalise(5, 0.4)).toBeCloseTo(Math.SQRT2, 6);
    expect(errors.normalise(3, 7)).toBe(0);
  });

  it('are of equal rank where nothing varies', () => {
    const errors = new TrialErrors(100);
    for (let i = 0; i < 5; i++) errors.add(2, 0.5);
    expect(errors.normalise(2, 0.5)).toBeCloseTo(0, 6);
  });
});

describe('the archive of robust PLR', () => {
  const settings = { ...EPISODE_DEFAULTS, ...PLR_DEFAULTS, archive: 3, minimum: 2, temperature: 1 };
  const make = () => new PlrArchive('hold', settings);

  it('is ready at its minimum', () => {
    const plr = make();
    plr.judge(drawn(1), outcome(0.1));
    expect(plr.ready).toBe(false);
    plr.judge(drawn(2), outcome(0.1));
    expect(plr.ready).toBe(true);
  });

  it('samples by rank of the normalised error, with its share of staleness', () => {
    const plr = make();
    // With two trials errors are ten times as large: 2 is as usual there, .3 is much with four.
    for (const [seed, trials, error] of [
      [1, 4, 0.1],
      [2, 2, 2],
      [3, 4, 0.3],
    ]) {
      plr.judge(drawn(seed, trials), outcome(error));
    }
    // Normalised -1, 0 (a single one), 1: ranks 3, 2, 1. Nothing sampled yet: ages are alike.
    const byRank = [2 / 11, 3 / 11, 6 / 11];
    plr.distribution().forEach((p, i) => {
      expect(p).toBeCloseTo(0.8 * byRank[i] + 0.2 / 3, 6);
    });
    // Four samples of the third, by a generator that always gives .9: now ages are 4, 4, 0.
    const sample = plr.sampler({ float: () => 0.9 } as Random);
    for (let i = 0; i < 4; i++) expect(sample().draw.seed).toBe(3);
    plr.distribution().forEach((p, i) => {
      expect(p).toBeCloseTo(0.8 * byRank[i] + 0.2 * [0.5, 0.5, 0][i], 6);
    });
  });

  it('drops the lowest normalised error, and goes by the newest error of a task', () => {
    const plr = make();
    for (const [seed, error] of [
      [1, 0.5],
      [2, 0.2],
      [3, 0.3],
    ])
      plr.judge(drawn(seed), outcome(error));
    plr.update(drawn(1), outcome(0.1));
    plr.judge(drawn(4), outcome(0.15));
    expect(seedsOf(plr.tasks)).toEqual([2, 3, 4]);
    plr.judge(drawn(5), outcome(0.05));
    expect(seedsOf(plr.tasks)).toEqual([2, 3, 4]);
    expect(plr.statistics()).toMatchObject({
      size: 3,
      distractors: 3,
      trials: 4,
      tdError: expect.closeTo(0.65 / 3, 9),
    });
  });

  it('continues from its state, given as JSON', () => {
    const plr = make();
    for (let seed = 0; seed < 9; seed++) plr.judge(drawn(seed, 2 + (seed % 2)), outcome(1 / (1 + seed)));
    const sample = plr.sampler(new Random(1));
    for (let i = 0; i < 5; i++) sample();
    const copy = make();
    copy.restore(throughJson(plr.state()));
    expect(copy.distribution()).toEqual(plr.distribution());
    for (const each of [plr, copy]) each.judge(drawn(20), outcome(0.6));
    expect(copy.state()).toEqual(plr.state());
  });

  it('refuses what is no state', () => {
    expect(() => make().restore({ archive: { acceptance: [0, 0, 0], tasks: [[1]] } })).toThrow(
      /not the state .*"hold"/,
    );
  });

  it('proposes as much as the replay probability leaves: .8 proposals to .2 tasks of 30 trials', () => {
    // 30 trials are 7.5 episodes of four: .8 / (.8 + 1.5).
    expect(plrProposalFraction({ ...settings, trialWeights: { 4: 1 } })).toBeCloseTo(0.8 / 2.3, 12);
  });
});

describe('learnability', () => {
  it('is the variance of scores, or p (1 - p), without bias', () => {
    const measure = (scores: number[], of: 'variance' | 'success') =>
      learnability(scores, { measure: of, successScore: 0.4 });
    // Mean .4: (.16 + 0 + .16) / 2.
    expect(measure([0, 0.4, 0.8], 'variance')).toBeCloseTo(0.16, 12);
    // p = 1/4: 3/16 * 4/3; p = 1/2: 1/4 * 4/3.
    expect(measure([0, 0.39, 0.4, 0], 'success')).toBeCloseTo(1 / 4, 12);
    expect(measure([0, 0.9, 0.4, 0], 'success')).toBeCloseTo(1 / 3, 12);
    for (const sure of [[1, 1, 1], [0, 0, 0], [0.5]]) expect(measure(sure, 'success')).toBe(0);
  });

  const settings = { ...EPISODE_DEFAULTS, ...LEARNABILITY_DEFAULTS, archive: 2, minimum: 1, plays: 2, outcomes: 3 };
  const make = () => new LearnabilityArchive('hold', settings);

  it('plays a proposal as often as it must before it judges it', () => {
    const archive = make();
    const random = new Random(4);
    const proposals = [1, 2, 3].map(() => archive.propose(random));
    expect(proposals[1].draw).toEqual(proposals[0].draw);
    expect(proposals[1].task).toEqual(proposals[0].task);
    expect(proposals[2].draw.seed).not.toBe(proposals[0].draw.seed);
    archive.judge(proposals[0], outcome(0, 0));
    archive.judge(proposals[2], outcome(0, 0));
    expect(archive.ready).toBe(false);
    archive.judge(proposals[1], outcome(0, 40));
    expect(archive.ready).toBe(true);
    expect(seedsOf(archive.tasks)).toEqual([proposals[0].draw.seed]);
    // The half-judged proposal outlives the state.
    const copy = make();
    copy.restore(throughJson(archive.state()));
    expect(copy.propose(new Random(8)).draw).toEqual(proposals[2].draw);
    expect(archive.propose(new Random(8)).draw).toEqual(proposals[2].draw);
    // Now it has been planned often enough.
    expect(copy.propose(new Random(8)).draw).toEqual(archive.propose(new Random(8)).draw);
    expect(copy.state()).toEqual(archive.state());
  });

  it('forgets old episodes, so that a mastered task makes room', () => {
    const archive = make();
    const add = (seed: number, ...last: number[]) => {
      const random = { int: () => seed, float: () => 0.5 } as unknown as Random;
      const proposals = last.map(() => archive.propose(random));
      proposals.forEach((proposal, i) => {
        archive.judge(proposal, outcome(0, last[i]));
      });
      return proposals[0];
    };
    const first = add(1, 0, 40);
    add(2, 0, 20);
    add(3, 10, 20);
    expect(seedsOf(archive.tasks)).toEqual([1, 2]);
    for (let i = 0; i < 3; i++) archive.update(first, outcome(0, 40));
    add(4, 10, 20);
    expect(seedsOf(archive.tasks)).toEqual([2, 4]);
  });
});

describe('a drawn task', () => {
  it('is made again from its draw, and says what it is like', () => {
    const random = new Random(6);
    const { draw, task, facts } = drawTask(random, 'make-by-near', EPISODE_DEFAULTS);
    expect(facts).toEqual({ rules: 1, firings: 1, distractors: task.objects.length - 2 });
    expect(JSON.stringify(draw).length).toBeLessThan(120);
  });
});
