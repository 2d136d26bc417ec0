import {
  curriculumDefaults,
  ENUMERATED_FAMILIES,
  EPISODE_DEFAULTS,
  type EpisodeResult,
  type Family,
  generateTask,
  makeTaskSource,
  type StagedCurriculumSettings,
  type TaskSource,
} from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const stagedSource = (changes: Partial<StagedCurriculumSettings> = {}): TaskSource =>
  makeTaskSource(
    'uniform',
    { ...curriculumDefaults('uniform'), ...changes },
    { environments: 8, episodesPerUpdate: 8 },
  );
const fixedSource = (family: Family, changes: Partial<StagedCurriculumSettings> = {}) =>
  stagedSource({ ...changes, families: [family] });
const next = (source: TaskSource, random: Random) => source.plan(random, 1).episodes[0];

const resultOf = (family: Family, rewardByTrial: number[]): EpisodeResult => ({
  family,
  rewardByTrial,
  trialSteps: Math.floor(160 / rewardByTrial.length),
  tdError: 0,
});
/** Four trials of 40 steps; the last with the given reward. */
const result = (family: Family, last: number) => resultOf(family, [0, 0, 0, last]);
const tell = (source: TaskSource, episodes: EpisodeResult[]) => source.report({ episodes, screenings: [] });
const report = (source: TaskSource, family: Family, last: number, count: number) =>
  tell(
    source,
    Array.from({ length: count }, () => result(family, last)),
  );

/** Share of each family among `n` episodes. */
function shares(source: TaskSource, n: number): Record<string, number> {
  const random = new Random(1);
  const counts: Record<string, number> = {};
  for (let i = 0; i < n; i++) {
    const { family } = next(source, random);
    counts[family] = (counts[family] ?? 0) + 1 / n;
  }
  return counts;
}

/** No ramp: a family has its full share at once. */
const settings = {
  families: ENUMERATED_FAMILIES,
  thresholds: [0.4],
  earlierFraction: 0.25,
  ramps: [0],
  horizon: 4,
  minimumEpisodes: 3,
};

describe('the staged curriculum', () => {
  it('starts with the first family alone', () => {
    expect(Object.keys(shares(stagedSource(settings), 200))).toEqual(['hold']);
  });

  it('opens the next family when the running last-trial score reaches the threshold, and not before', () => {
    const source = stagedSource(settings);
    // 15 of 40 steps = .375 < .4.
    report(source, 'hold', 15, 20);
    expect(Object.keys(shares(source, 50))).toEqual(['hold']);
    // Each step moves the mean a quarter of the way to 1: .375 -> .53.
    report(source, 'hold', 40, 1);
    const now = shares(source, 4000);
    // Three standard errors of a share of .25 over 4000.
    expect(Math.abs(now.hold - 0.25)).toBeLessThan(0.021);
    expect(Math.abs(now['make-by-hold'] - 0.75)).toBeLessThan(0.021);
  });

  it('parts the earlier share by the places of the earlier families', () => {
    const source = stagedSource(settings);
    report(source, 'hold', 40, 3);
    report(source, 'make-by-hold', 40, 3);
    const now = shares(source, 8000);
    expect(Math.abs(now.hold - 0.25 / 3)).toBeLessThan(0.012);
    expect(Math.abs(now['make-by-hold'] - 0.5 / 3)).toBeLessThan(0.014);
    expect(Math.abs(now['make-by-near'] - 0.75)).toBeLessThan(0.015);
  });

  it('does not wait longer than its patience for a family that is not learned', () => {
    const source = stagedSource({ ...settings, patience: 100 });
    report(source, 'hold', 0, 99);
    expect(source.summary()).not.toContain('make-by-hold');
    report(source, 'hold', 0, 1);
    expect(source.summary()).toContain('make-by-hold');
    report(source, 'make-by-hold', 0, 99);
    expect(source.summary()).not.toContain('make-by-near');
    report(source, 'hold', 0, 1);
    expect(source.summary()).toContain('make-by-near');
  });

  it('brings a new family from a tenth of its full share to all of it over the ramp', () => {
    const source = stagedSource({ ...settings, ramps: [100] });
    report(source, 'hold', 40, 3);
    expect(source.summary()).toContain('make-by-hold 8%');
    report(source, 'hold', 40, 50);
    // .75 (.1 + .9 / 2)
    expect(source.summary()).toContain('make-by-hold 41%');
    report(source, 'make-by-hold', 0, 50);
    expect(source.summary()).toContain('make-by-hold 75%');
    report(source, 'make-by-hold', 0, 50);
    expect(source.summary()).toContain('make-by-hold 75%');
    report(source, 'make-by-hold', 40, 50);
    expect(source.summary()).toContain('make-by-near 8%');
  });

  it('has a threshold and a ramp for each step, the last for all after it', () => {
    const source = stagedSource({ ...settings, thresholds: [0.1, 0.5], ramps: [0, 100] });
    report(source, 'hold', 4.2, 3);
    expect(source.summary()).toContain('make-by-hold 75%');
    report(source, 'make-by-hold', 19, 20);
    expect(source.summary()).not.toContain('near');
    report(source, 'make-by-hold', 40, 1);
    expect(source.summary()).toContain('make-by-near 8%');
  });

  it('waits for enough episodes of the newest family, and never goes back', () => {
    const source = stagedSource(settings);
    report(source, 'hold', 40, 2);
    expect(source.summary()).toBe('hold 100% (score 1.00)');
    report(source, 'hold', 40, 1);
    report(source, 'hold', 0, 50);
    expect(source.summary()).toBe('hold 25% (score 0.00), make-by-hold 75% (score 0.00)');
  });

  it("measures the last trial as a fraction of that episode's trial length", () => {
    const source = stagedSource({ ...settings, horizon: 1, minimumEpisodes: 100 });
    // 2 trials of 80 steps, then 5 of 32, then 3 of 53.
    tell(source, [resultOf('hold', [80, 20])]);
    expect(source.summary()).toContain('score 0.25');
    tell(source, [resultOf('hold', [0, 0, 0, 0, 16])]);
    expect(source.summary()).toContain('score 0.50');
    tell(source, [resultOf('hold', [0, 0, 53])]);
    expect(source.summary()).toContain('score 1.00');
  });

  it('weighs scores exponentially from the first episode on', () => {
    const source = stagedSource({ ...settings, minimumEpisodes: 100 });
    // Weights 1/4 and 3/16 of 7/16: (.75 * .25 * 0 + .25 * 1) / .4375 = .571.
    tell(source, [result('hold', 0), result('hold', 40)]);
    expect(source.summary()).toBe('hold 100% (score 0.57)');
  });

  it('continues from its state, given as JSON', () => {
    const source = stagedSource(settings);
    report(source, 'hold', 40, 3);
    report(source, 'make-by-hold', 10, 2);
    const copy = stagedSource(settings);
    copy.restore(JSON.parse(JSON.stringify(source.state())));
    expect(copy.summary()).toBe(source.summary());
    for (const each of [source, copy]) report(each, 'make-by-hold', 40, 2);
    expect(copy.state()).toEqual(source.state());
    expect(next(copy, new Random(5))).toEqual(next(source, new Random(5)));
  });

  it.each([undefined, null, 5, {}, { open: 4, scores: {} }, { open: 1, sinceOpened: 0, scores: { hold: [0, 0, 0] } }])(
    'refuses the state %j with one sentence',
    (state) => {
      expect(() => stagedSource(settings).restore(state)).toThrow(
        /^This is not the state of a staged curriculum .*\.$/,
      );
    },
  );

  it.each([
    [{ families: [] }, /: \/families must be a list of 1 or more, each one of hold, .*, not \[\]\.$/],
    [{ families: ['hard' as Family] }, /: \/families\/0 must be one of hold, .*, not "hard"\.$/],
    [{ earlierFraction: 2 }, /: \/earlierFraction must be a number from 0 to 1, not 2\.$/],
    [{ rampStart: -1 }, /: \/rampStart must be a number from 0 to 1, not -1\.$/],
    [{ thresholds: [] }, /: \/thresholds must be a list of 1 or more, .*, not \[\]\.$/],
    [{ ramps: [-1] }, /: \/ramps\/0 must be a number of at least 0, not -1\.$/],
    [{ patience: 0 }, /: \/patience must be a number of at least 1, not 0\.$/],
    [{ trialWeights: {} }, /: \/trialWeights must give at least one number of trials a weight above 0\.$/],
    [{ trialWeights: { 4: 0 } }, /: \/trialWeights must give at least one/],
    [{ trialWeights: { 0: 1 } }, /: \/trialWeights must be numbers of trials .*, not \{"0":1\}\.$/],
    [{ trialWeights: { 4: -1 } }, /: \/trialWeights\/4 must be a number of at least 0, not -1\.$/],
    [{ trialWeights: { 200: 1 } }, /: \/trialWeights must be .* from 1 to the 160 steps of an iteration, not 200\.$/],
    [{ worlds: { small: { tiles: [2], complexity: [2] } } }, /\/worlds\/small\/complexity\/0 must be .* 0 to 1, not 2/],
    [
      { worlds: { small: { tiles: [99], complexity: [0] } } },
      /\/worlds\/small\/tiles\/0 must be a whole number from 2/,
    ],
    [
      { worlds: { smal: { tiles: [2], complexity: [0] } } },
      /\/worlds\/smal is not a setting \(did you mean "small"\?\)/,
    ],
    [{ pool: { first: 0, size: 0 } }, /: \/pool\/size must be a whole number of at least 1, not 0\.$/],
    [{ hidetrialindex: 0 }, /: \/hidetrialindex is not a setting \(did you mean "hideTrialIndex"\?\)/],
  ] as [Partial<StagedCurriculumSettings>, RegExp][])('refuses the settings %j', (changes, sentence) => {
    expect(() => stagedSource(changes)).toThrow(sentence);
  });
});

describe('episodes', () => {
  it('fit the iteration, and are drawn with the frequencies of the settings', () => {
    const source = fixedSource('make-by-hold');
    const random = new Random(2);
    const n = 6000;
    const byTrials: Record<number, number> = {};
    let hidden = 0;
    let boundaries = 0;
    let cleared = 0;
    for (let i = 0; i < n; i++) {
      const { task, family, trials, hideTrialIndex, clearAt } = next(source, random);
      expect(family).toBe('make-by-hold');
      expect(trials * Math.round(task.trialSeconds * 5)).toBeLessThanOrEqual(160);
      expect(task.trialSeconds).toBe({ 2: 16, 3: 10.6, 4: 8, 5: 6.4 }[trials]);
      byTrials[trials] = (byTrials[trials] ?? 0) + 1 / n;
      hidden += hideTrialIndex ? 1 / n : 0;
      boundaries += trials - 1;
      cleared += clearAt.length;
      for (const trial of clearAt) expect(trial > 0 && trial < trials).toBe(true);
    }
    for (const [trials, weight] of Object.entries(EPISODE_DEFAULTS.trialWeights)) {
      expect(Math.abs(byTrials[Number(trials)] - weight)).toBeLessThan(0.02);
    }
    expect(Math.abs(hidden - 0.1)).toBeLessThan(0.013);
    expect(Math.abs(cleared / boundaries - EPISODE_DEFAULTS.resetMemoryFraction)).toBeLessThan(0.004);
  });

  it('give a task of a chain family as few trials as its length asks for, and fill the iteration', () => {
    const random = new Random(3);
    const source = fixedSource('medium');
    const seen = new Set<number>();
    for (let i = 0; i < 500; i++) {
      const { task, trials } = next(source, random);
      const steps = Math.round(task.trialSeconds * 5);
      expect(steps).toBe(Math.floor(160 / trials));
      const { length } = task.world.rows;
      // The same game needs what the generator says it needs, but for trials that an iteration cannot hold.
      const [, , seed] = task.name.split(' ');
      const [own] = [0, 0.5, 1]
        .map((complexity) => generateTask('medium', Number(seed), { side: 'training', tiles: length, complexity }))
        .filter(
          ({ world, objects }) => JSON.stringify([world, objects]) === JSON.stringify([task.world, task.objects]),
        );
      expect(steps).toBeGreaterThanOrEqual(Math.min(160, own.trialSeconds * 5));
      seen.add(trials);
    }
    expect([...seen].sort()).toEqual([1, 2, 3, 4]);
  });

  it('are in rooms of the sizes and complexities of the settings, each as often', () => {
    const random = new Random(4);
    const worlds = { small: { tiles: [2, 3], complexity: [0] }, hold: { tiles: [5], complexity: [0] } };
    const side = (family: Family) => next(fixedSource(family, { worlds }), random).task.world.rows.length;
    const sides = Array.from({ length: 400 }, () => side('small'));
    expect(Math.abs(sides.filter((length) => length === 2).length / 400 - 0.5)).toBeLessThan(0.1);
    expect(sides.filter((length) => length === 3).length).toBe(400 - sides.filter((length) => length === 2).length);
    expect([side('hold'), side('make-by-hold')]).toEqual([5, 4]);
  });

  it('are the same for the same generator', () => {
    const draw = () => {
      const random = new Random(9);
      return Array.from({ length: 20 }, () => next(stagedSource(), random));
    };
    expect(draw()).toEqual(draw());
  });
});
