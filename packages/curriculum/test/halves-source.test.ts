import { curriculumDefaults, HalvesSource, type IterationResults, makeTaskSource } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const make = () => {
  const settings = { ...curriculumDefaults('no-op-filter'), shares: undefined };
  const source = (family: 'hold' | 'pairs') =>
    makeTaskSource('no-op-filter', { ...settings, families: [family] }, { environments: 8, episodesPerUpdate: 4 });
  return new HalvesSource(source('hold'), source('pairs'));
};

/** Each family gets results of its own kind. */
function resultsOf({ episodes, screenings }: ReturnType<HalvesSource['plan']>): IterationResults {
  return {
    episodes: episodes.map(({ family, trials }) => ({
      family,
      rewardByTrial: new Array(trials).fill(family === 'hold' ? 1 : 0),
      trialSteps: 10,
      tdError: 0.5,
    })),
    screenings: screenings.map(({ family }, i) => ({ agent: family === 'hold' ? i % 7 : 0, noop: 0 })),
  };
}

describe('half of each source', () => {
  it('gives them in turns, and each its own results', () => {
    const source = make();
    const random = new Random(2);
    for (let i = 0; i < 4; i++) {
      const tasks = source.plan(random, 8);
      expect(tasks.episodes.map(({ family }) => family)).toEqual(
        Array.from({ length: 8 }, (_, e) => (e % 2 === 0 ? 'hold' : 'pairs')),
      );
      expect(tasks.screenings.length).toBeGreaterThan(0);
      source.report(resultsOf(tasks));
    }
    expect(source.summary()).toMatch(/hold 100% \(score 0\.\d\d\).*; pairs 100% \(score 0\.00\)/);
  });

  it('goes on from its state', () => {
    const first = make();
    const random = new Random(3);
    for (let i = 0; i < 3; i++) first.report(resultsOf(first.plan(random, 8)));
    const second = make();
    second.restore(JSON.parse(JSON.stringify(first.state())));
    expect(second.plan(Random.fromState(random.state()), 8)).toEqual(first.plan(random, 8));
    expect(() => make().restore(undefined)).toThrow(/is not the state of/);
  });
});
