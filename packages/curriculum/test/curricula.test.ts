import {
  CURRICULA,
  type Curriculum,
  type CurriculumSettings,
  curriculumDefaults,
  FAMILIES,
  type IterationResults,
  type IterationTasks,
  isHeldOut,
  makeTaskSource,
  type PlannedEpisode,
  redrawTask,
  type TaskSource,
} from '@open-ada/curriculum';
import { gameKey, Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { trainedEpisodes } from '../src/sampling/replay-source.js';
import { drawTask } from '../src/tasks/task-draw.js';

const ENVIRONMENTS = 32;
const iteration = { environments: ENVIRONMENTS, episodesPerUpdate: 8 };
const make = (curriculum: Curriculum, changes: Partial<CurriculumSettings> = {}): TaskSource =>
  makeTaskSource(curriculum, { ...curriculumDefaults(curriculum), families: ['hold'], ...changes }, iteration);

/** Plays an iteration: an agent whose luck and errors depend on task and episode; nobody is never rewarded. */
function resultsOf({ episodes, screenings }: IterationTasks): IterationResults {
  const luck = ({ task, seed }: PlannedEpisode) => ((seed % 97) * (task.objects.length % 5)) / (97 * 5);
  return {
    episodes: episodes.map((episode) => {
      const steps = Math.round(episode.task.trialSeconds * 5);
      const rewardByTrial = Array.from({ length: episode.trials }, () => steps * luck(episode));
      return { family: episode.family, rewardByTrial, trialSteps: steps, tdError: 0.1 + luck(episode) };
    }),
    screenings: screenings.map((each) => ({ agent: Math.round(each.task.trialSeconds * 5) * luck(each), noop: 0 })),
  };
}

const nameOf = ({ task, trials }: PlannedEpisode) => JSON.stringify([task.name, task.world, trials]);

describe('robust PLR and learnability', () => {
  it('learn from a multiple of an update, as near as can be to their share, and never from all', () => {
    const shape = { proposalFraction: 1 / 3, episodesPerUpdate: 8 };
    expect(trainedEpisodes(128, 128, shape)).toBe(88);
    expect(trainedEpisodes(30, 128, shape)).toBe(24);
    expect(trainedEpisodes(7, 128, shape)).toBe(0);
    expect(trainedEpisodes(16, 16, shape)).toBe(8);
    expect(trainedEpisodes(16, 16, { ...shape, proposalFraction: 0.01 })).toBe(8);
  });

  it.each(['plr', 'learnability'] as const)('%s: only what was judged before is ever learned from', (curriculum) => {
    const source = make(curriculum, { minimum: 20, archive: 40 });
    const random = new Random(1);
    const judged = new Set<string>();
    let trained = 0;
    for (let i = 0; i < 25; i++) {
      const tasks = source.plan(random, ENVIRONMENTS);
      expect(tasks.episodes).toHaveLength(ENVIRONMENTS);
      const learned = tasks.episodes.filter((episode) => episode.trained);
      const proposals = tasks.episodes.filter((episode) => !episode.trained);
      expect([0, 24]).toContain(learned.length);
      for (const episode of learned) expect(judged.has(nameOf(episode))).toBe(true);
      for (const episode of proposals) expect([episode.clearAt, episode.hideTrialIndex]).toEqual([[], false]);
      for (const episode of proposals) judged.add(nameOf(episode));
      source.report(resultsOf(tasks));
      trained += learned.length;
    }
    expect(trained).toBeGreaterThan(300);
    const { hold, all } = source.statistics();
    expect(hold).toMatchObject({ size: 40, rules: 0, firings: 0 });
    expect(hold.acceptance).toBeGreaterThan(0);
    expect(hold.acceptance).toBeLessThan(1);
    expect(all.size).toBe(40);
  });

  it('keep the shares of the staged curriculum, and give a new family an archive of its own', () => {
    const changes = {
      families: ['hold', 'trivial'],
      thresholds: [0],
      minimumEpisodes: 1,
      ramps: [0],
      minimum: 8,
    } as const;
    const source = make('plr', changes);
    const random = new Random(2);
    source.report(resultsOf(source.plan(random, ENVIRONMENTS)));
    expect(Object.keys(source.statistics())).toEqual(['hold', 'trivial', 'all']);
    const counts = { hold: 0, trivial: 0 };
    let early = 0;
    for (let i = 0; i < 40; i++) {
      const tasks = source.plan(random, ENVIRONMENTS);
      for (const { family, trained } of tasks.episodes) {
        counts[family as 'hold' | 'trivial']++;
        if (i === 0 && family === 'trivial' && trained) early++;
      }
      source.report(resultsOf(tasks));
    }
    expect(early).toBe(0);
    // Share .6, four standard errors over 1280.
    expect(Math.abs(counts.hold / (40 * ENVIRONMENTS) - 0.6)).toBeLessThan(0.055);
  });
});

describe('no-op filtering', () => {
  it('plays each proposal for single trials, and learns from what it admits, so many episodes each', () => {
    const source = make('no-op-filter', { proposals: 6, plays: 4, episodesPerTask: 3, trialWeights: { 4: 1 } });
    const random = new Random(3);
    const admitted = new Map<string, number>();
    let unfiltered = 0;
    let learned = 0;
    for (let i = 0; i < 30; i++) {
      const tasks = source.plan(random, ENVIRONMENTS);
      expect(tasks.episodes.every(({ trained }) => trained)).toBe(true);
      expect(tasks.screenings.length % 4).toBe(0);
      for (const screening of tasks.screenings) {
        expect(screening).toMatchObject({
          trials: 4,
          trialsPlayed: 1,
          trained: false,
          clearAt: [],
          hideTrialIndex: false,
        });
      }
      for (const episode of tasks.episodes) {
        const left = admitted.get(nameOf(episode)) ?? 0;
        if (left === 0) unfiltered++;
        else admitted.set(nameOf(episode), left - 1);
        learned++;
      }
      // The first four of each proposal's trials belong to it; every second proposal is a clear case, the others are hopeless.
      const results = resultsOf(tasks);
      const screenings = tasks.screenings.map((_, j) => ({
        agent: Math.floor(j / 4) % 2 === 0 && j % 4 === 0 ? 10 : 0,
        noop: 0,
      }));
      tasks.screenings.forEach((screening, j) => {
        if (Math.floor(j / 4) % 2 === 0 && j % 4 === 0) admitted.set(nameOf(screening), 3);
      });
      source.report({ ...results, screenings });
    }
    const { hold } = source.statistics();
    expect(hold.acceptance).toBeCloseTo(0.5, 1);
    expect(hold.agentLikeNoop).toBeCloseTo(0.5, 1);
    // Nine episodes an iteration at most come from three admitted tasks; those are used up.
    expect(learned - unfiltered).toBeGreaterThan(200);
    expect(Math.max(...admitted.values())).toBeLessThanOrEqual(3);
    expect(hold.unfiltered).toBeGreaterThan(0.5);
  });

  it('stops proposing while an iteration has a task for each episode', () => {
    const source = make('no-op-filter', { proposals: 40, plays: 2 });
    const random = new Random(4);
    const counts: number[] = [];
    for (let i = 0; i < 3; i++) {
      const tasks = source.plan(random, ENVIRONMENTS);
      counts.push(tasks.screenings.length);
      source.report({ ...resultsOf(tasks), screenings: tasks.screenings.map((_, j) => ({ agent: j % 2, noop: 0 })) });
    }
    expect(counts).toEqual([80, 0, 0]);
    expect(source.statistics().hold.size).toBe(40);
  });
});

describe.each(CURRICULA)('%s', (curriculum) => {
  const changes = { families: ['hold', 'small'], thresholds: [0], minimumEpisodes: 10, ramps: [0] } as const;
  const small = curriculum === 'plr' || curriculum === 'learnability' ? { minimum: 10, archive: 20 } : {};

  it('gives the same from its state, given as JSON, and in every iteration', () => {
    const source = make(curriculum, { ...changes, ...small });
    const random = new Random(5);
    for (let i = 0; i < 8; i++) {
      const copy = make(curriculum, { ...changes, ...small });
      copy.restore(JSON.parse(JSON.stringify(source.state())));
      const twin = Random.fromState(random.state());
      const tasks = source.plan(random, ENVIRONMENTS);
      expect(copy.plan(twin, ENVIRONMENTS)).toEqual(tasks);
      for (const each of [source, copy]) each.report(resultsOf(tasks));
      expect(copy.state()).toEqual(source.state());
      expect(copy.summary()).toBe(source.summary());
    }
  });

  it('gives games of the training side only', () => {
    const source = make(curriculum, { ...changes, ...small });
    const random = new Random(6);
    for (let i = 0; i < 6; i++) {
      const tasks = source.plan(random, ENVIRONMENTS);
      for (const { task } of [...tasks.episodes, ...tasks.screenings]) expect(isHeldOut(gameKey(task))).toBe(false);
      source.report(resultsOf(tasks));
    }
  });

  it('refuses the state of nothing', () => {
    expect(() => make(curriculum).restore({})).toThrow(/^This is not the state of .*\.$/);
  });
});

describe('settings', () => {
  it.each([
    ['plr', { replay: 0 }, /\/replay must be a number from 0.01 to 0.99, not 0\.$/],
    ['plr', { archive: 10, minimum: 20 }, /\/minimum must be at most \/archive, 10, not 20/],
    ['plr', { temperature: 'hot' as unknown as number }, /\/temperature .* not "hot"/],
    ['learnability', { plays: 1 }, /\/plays must be a whole number of at least 2, not 1/],
    ['learnability', { measure: 'luck' as 'success' }, /\/measure must be one of variance, success, not "luck"/],
    ['no-op-filter', { epsilon3: 0.5 }, /\/epsilon3 must be a whole number/],
  ] as const)('of %s: refuses %j', (curriculum, changes, sentence) => {
    expect(() => make(curriculum, changes)).toThrow(sentence);
  });

  it('an iteration must have room for proposals', () => {
    const settings = curriculumDefaults('plr');
    expect(() => makeTaskSource('plr', settings, { environments: 8, episodesPerUpdate: 8 })).toThrow(/16, not 8\.$/);
  });
});

describe('a task of an archive', () => {
  it.each(FAMILIES)('of %s is made again from its draw, bit for bit', (family) => {
    const settings = curriculumDefaults('plr');
    const random = new Random(7);
    for (let i = 0; i < 5; i++) {
      const first = drawTask(random, family, settings);
      expect(redrawTask(JSON.parse(JSON.stringify(first.draw)), settings)).toEqual(first);
    }
  });
});
