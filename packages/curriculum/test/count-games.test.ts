import {
  CHAIN_FAMILIES,
  countGames,
  countSkeletons,
  GameSample,
  generateGame,
  PROBE_GAMES,
} from '@open-ada/curriculum';
import { gameKey, OBJECT_TYPES, type Predicate, parsePredicate, Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { buildChain } from '../src/games/chain.js';
import { distractorConditions } from '../src/games/count-games.js';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The games of a family, the two sides as often as without the split. */
function* games(family: (typeof CHAIN_FAMILIES)[number], size: number) {
  for (let seed = 0; seed < size; seed++) yield generateGame(family, seed, seed % 10 === 0 ? 'held-out' : 'training');
}

/** Predicate with the number of its object types. */
const formOf = ({ negated, name, arguments: given }: Predicate): string =>
  `${negated ? 'not ' : ''}${name}${given.filter((argument) => argument !== 'me').length}`;

/**
 * Games of one rule by hand, and how far an estimate from some thousand games may be from that: about me by one about me, 12 * 11; about me
 * by a pair, 12 * 55; a pair, one of which is made, by one about me, 66 * 2 * 10, and by a pair, 66 * 2 * 45; one of a pair destroyed, 66 * 2 * 10.
 */
const GAMES_OF_FORM = [
  { of: /^not/, count: 1320, tolerance: 0.1 },
  { of: /1 <- .*1$/, count: 132, tolerance: 0 },
  { of: /1 <- .*2$/, count: 660, tolerance: 0.1 },
  { of: /2 <- .*1$/, count: 1320, tolerance: 0.1 },
  { of: /2 <- .*2$/, count: 5940, tolerance: 0.3 },
];

describe('the formula of the number of games', () => {
  it('is 312 for goals without rules, and all of them occur', () => {
    expect(sum(countSkeletons(0))).toBe(4 * 12 + 4 * 66);
    expect(countGames('trivial')).toEqual({ least: 312, most: 312 });
    const goals = OBJECT_TYPES.flatMap((a, i) => [
      ...['hold', 'near', 'touching', 'see'].map((name) => `${name}(me, ${a})`),
      ...OBJECT_TYPES.slice(i + 1).flatMap((b) =>
        ['near', 'touching', 'not near', 'not see'].map((name) => `${name}(${a}, ${b})`),
      ),
    ]);
    const all = new Set(goals.map((goal) => gameKey({ goal: [parsePredicate(goal)], rules: [] })));
    expect(all.size).toBe(312);
    // The games of the probes are left out.
    for (const key of PROBE_GAMES) all.delete(key);
    const found = new Set<string>();
    for (const { goal } of games('trivial', 60_000)) found.add(gameKey({ goal: [goal], rules: [] }));
    expect(found).toEqual(all);
  });

  it('is for one rule what a sample of such games points to, for each form of goal and condition', () => {
    const samples = new Map<string, GameSample>();
    const random = new Random(1);
    for (let i = 0; i < 90_000; i++) {
      const { goal, rules } = buildChain(random, 1);
      const form = `${formOf(goal)} <- ${formOf(rules[0].condition)}`;
      const sample = samples.get(form) ?? new GameSample();
      samples.set(form, sample.add(gameKey({ goal: [goal], rules })));
    }
    // The generator gives away the same games, before it adds dead ends and more to spawn.
    for (const { goal, all, rules } of games('small', 5000)) {
      if (rules.length !== 1 || all.length !== 1 || rules[0].spawns.length !== (goal.negated ? 0 : 1)) continue;
      expect(samples.has(`${formOf(goal)} <- ${formOf(rules[0].condition)}`)).toBe(true);
    }
    let expected = 0;
    for (const [form, sample] of samples) {
      const { count, tolerance } = GAMES_OF_FORM.find(({ of }) => of.test(form))!;
      expected += count;
      expect(sample.distinct, form).toBeLessThanOrEqual(count);
      expect(Math.abs(sample.estimate() / count - 1), form).toBeLessThanOrEqual(tolerance);
    }
    expect(sum(countSkeletons(1))).toBe(expected);
  });

  it.each([4, 5, 7])('counts the sets of conditions on %d distractor types', (n) => {
    const atoms: number[][] = [];
    for (let a = 0; a < n; a++) {
      for (let form = 0; form < 4; form++) atoms.push([a]);
      for (let b = 0; b < a; b++) for (let form = 0; form < 2; form++) atoms.push([a, b]);
    }
    const sets = [[[]], atoms.map((atom) => [atom]), atoms.flatMap((a, i) => atoms.slice(0, i).map((b) => [a, b]))];
    sets.forEach((all, count) => {
      const byNamed = new Map<number, number>();
      for (const set of all as number[][][]) {
        const named = new Set(set.flat()).size;
        byNamed.set(named, (byNamed.get(named) ?? 0) + 1);
      }
      expect(new Map(distractorConditions(n, count))).toEqual(byNamed);
    });
  });

  it('grows from family to family, and its bounds are in order', () => {
    const counts = CHAIN_FAMILIES.map(countGames);
    for (const { least, most } of counts) expect(least).toBeLessThanOrEqual(most);
    for (let i = 1; i < counts.length; i++) expect(counts[i].least).toBeGreaterThan(100 * counts[i - 1].least);
    // AdA trains on pools of 2e8 and 2.5e10 games.
    expect(counts[2].least).toBeGreaterThan(2.5e10);
  });
});

describe('a sample of games', () => {
  it('estimates how many there are by Chao, and how many as likely ones would repeat as often', () => {
    const sample = new GameSample();
    for (const key of ['a', 'a', 'b', 'b', 'c', 'd', 'e', 'f']) sample.add(key);
    expect([sample.size, sample.distinct]).toEqual([8, 6]);
    // Four seen once, two twice: 6 + 4 * 3 / (2 * 3). Two of 28 pairs are alike.
    expect(sample.estimate()).toBe(8);
    expect(sample.effective()).toBe(14);
  });
});
