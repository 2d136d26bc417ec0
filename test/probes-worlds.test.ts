import { gameKey, OBJECT_TYPES, type ObjectType, taskWarnings } from '@open-ada/production-rules';
import { COMPACT, observationSpec, PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { fewestFirings } from './kit/fewest-firings.js';
import { firstObservation, hidingPlaces, mostInView, partOf, probe, reachableFrom, seenFrom } from './probe-worlds.js';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

/** Rules that are shown, of the probes in which any are. */
const SHOWN = new Map([
  [2, 2],
  [4, 6],
  [10, 5],
  [12, 3],
  [13, 3],
]);

it.each(Array.from({ length: 30 }, (_, k) => 1 + k))(
  'probe %i fits the laptop world and says what it tests',
  (number) => {
    const task = probe(number);
    expect(taskWarnings(task)).toEqual([]);
    expect(task.rules.length).toBeLessThanOrEqual(COMPACT.maxRules);
    expect(task.goal).toHaveLength(1);
    expect(task.objects.length).toBeLessThanOrEqual(number === 16 ? 16 : COMPACT.maxEntities);
    expect(task.rules.filter(({ hidden }) => !hidden)).toHaveLength(SHOWN.get(number) ?? 0);
    expect(task.tests).toMatch(/^[A-Z].*\.$/);
  },
);

it('of the 16 objects of probe 16 no more are ever in view than the laptop world shows', () => {
  expect(mostInView(probe(16))).toBeLessThanOrEqual(COMPACT.maxEntities);
});

describe('probes that are the same but for what is told', () => {
  const ofTwo = (numbers: [number, number]) =>
    numbers.map(probe).map(({ name: _n, tests: _t, rules, hiding, ...world }) => ({ rules, hiding, world }));

  it.each([
    [1, 2],
    [3, 4],
    [9, 10],
  ])('%i and %i: the same rules, hidden and shown, in the same world', (...numbers) => {
    const [hidden, shown] = ofTwo(numbers);
    expect(shown.world).toEqual(hidden.world);
    expect(shown.rules).toEqual(hidden.rules.map((rule) => ({ ...rule, hidden: false })));
    expect(gameKey(probe(numbers[0]))).toBe(gameKey(probe(numbers[1])));
  });

  it.each([
    [1, 2],
    [3, 4],
    [9, 10],
    [12, 13],
  ])('%i and %i look the same at the first step but for the rules', (...numbers) => {
    const spec = observationSpec(COMPACT);
    for (const seed of SEEDS) {
      const [one, other] = numbers.map((number) => firstObservation(probe(number), seed));
      const different = [...one.keys()].filter((i) => !Object.is(one[i], other[i]));
      expect([...new Set(different.map((i) => partOf(spec, i)))]).toEqual(['rules']);
    }
  });

  it('2 names the goal and numbers everything that the rules need', () => {
    const { hiding, rules, goal } = probe(2);
    const needed = new Set(rules.flatMap(({ condition }) => condition.arguments));
    expect(new Set<string>(hiding.types)).toEqual(needed);
    expect(hiding.types).not.toContain(goal[0].arguments[1]);
  });

  it('12 and 13: the same, and in 13 one hidden rule more', () => {
    const [recipe, shortcut] = ofTwo([12, 13]);
    expect(shortcut.world).toEqual(recipe.world);
    expect(shortcut.rules.slice(0, 3)).toEqual(recipe.rules);
    expect(shortcut.rules.slice(3).map(({ hidden }) => hidden)).toEqual([true]);
  });
});

/**
 * By what there is alone, wherever it is: that a pair must not be touched or seen, or is across a step, can take more.
 */
const FEWEST_FIRINGS = [1, 1, 1, 1, 0, 0, 0, 0, 5, 5, 7, 3, 1, 0, 0, 1, 0, 1, 0, 1, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0];

it.each(FEWEST_FIRINGS.map((firings, i) => [i + 1, firings]))(
  'probe %i takes at least %i firings',
  (number, firings) => {
    expect(fewestFirings(probe(number))).toBe(firings);
  },
);

describe('the ways of probes 1 to 15', () => {
  const tiles = (map: string[]): number => map.join('').split('*').length - 1;

  it('1: from either passage there is no way back, and what lies at its end is not seen from the plateau', () => {
    const task = probe(1);
    const [left, right] = [reachableFrom(task, [1, 7]), reachableFrom(task, [13, 7])];
    expect(left).toEqual(['**.....', '*......', '*......', '***....', '.......']);
    expect(right).toEqual(left.map((row) => [...row].reverse().join('')));
    for (const type of ['purple sphere', 'black sphere'] as const) {
      expect(seenFrom(task, type).map((row) => row[3])).toEqual(['.', '.', '.', '.', '.']);
    }
  });

  it('3: three ways off the plateau, each without return', () => {
    const task = probe(3);
    for (const { at } of task.objects.slice(2)) {
      const reached = reachableFrom(task, at);
      expect(tiles(reached)).toBeLessThanOrEqual(7);
      expect(reached.slice(0, 2).map((row) => row[3])).toEqual(['.', '.']);
    }
  });

  it('8: the cube is a level below the pyramid', () => {
    const { world, objects } = probe(8);
    const level = ({ at: [x, z] }: (typeof objects)[number]) => world.rows[Math.floor(z / 2)][Math.floor(x / 2)];
    expect([level(objects[0]), level(objects[1])]).toEqual(['0', '1']);
  });

  it('9: who has left the plateau does not come back up', () => {
    const task = probe(9);
    expect(tiles(reachableFrom(task, task.players[0].at))).toBe(49);
    expect(reachableFrom(task, [1, 1]).slice(2, 5)).toEqual(Array(3).fill('**...**'));
  });

  it('14 and 15: yellow sees the whole floor, and goes on when any one of the four is gone', () => {
    for (const number of [14, 15]) {
      const task = probe(number);
      expect(hidingPlaces(task)).toEqual([]);
      const yellow = task.objects.filter(({ type }) => type === 'yellow sphere');
      expect(yellow.map(({ frozen }) => frozen)).toEqual([true, true, true, true]);
      for (const gone of yellow) {
        expect(hidingPlaces({ ...task, objects: task.objects.filter((object) => object !== gone) })).toEqual([]);
      }
    }
  });
});

describe('probes 20 to 23, the same signature', () => {
  const probes = [20, 21, 22, 23].map(probe);

  it('differ in the three hidden rules, and in nothing else', () => {
    const rest = probes.map(({ name: _n, tests: _t, rules: _r, ...task }) => task);
    for (const other of rest) expect(other).toEqual(rest[0]);
    for (const { rules } of probes) expect(rules.map(({ hidden }) => hidden)).toEqual([true, true, true]);
    expect(new Set(probes.map(gameKey)).size).toBe(4);
  });

  it('look the same to the last bit at the first step', () => {
    for (const settings of [COMPACT, PAPER]) {
      for (const seed of SEEDS) {
        const [first, ...others] = probes.map((task) => Buffer.from(firstObservation(task, seed, settings).buffer));
        for (const other of others) expect(other.equals(first)).toBe(true);
      }
    }
  });
});

describe('probes 29 and 30, object permanence', () => {
  const [right, left] = [probe(29), probe(30)];
  const spec = observationSpec(COMPACT);

  it('are the same but for the cube, which the goal names, and its place: mirrored', () => {
    const width = 2 * right.world.rows[0].length;
    const mirrored = JSON.parse(JSON.stringify(right).replaceAll('yellow cube', 'black cube'));
    mirrored.objects[0].at[0] = width - right.objects[0].at[0];
    const { name: _n, tests: _t, ...rest } = left;
    const { name: _m, tests: _u, ...expected } = mirrored;
    expect(rest).toEqual(expected);
    for (const row of right.world.rows) expect([...row].reverse().join('')).toBe(row);
  });

  it('look the same at the first step but for colour and place of the cube, and the goal', () => {
    const cube = OBJECT_TYPES.length;
    expect(cube).toBe(12);
    for (const seed of SEEDS) {
      const [one, other] = [right, left].map((task) => firstObservation(task, seed));
      const different = [...one.keys()].filter((i) => !Object.is(one[i], other[i]));
      const entity = spec.parts[0].shape[1];
      for (const i of different.filter((i) => partOf(spec, i) !== 'goal')) {
        // The slab in the hall is nearer, so it is the first entity.
        expect([partOf(spec, i), Math.floor(i / entity)]).toEqual(['entities', 1]);
      }
      expect(different.filter((i) => partOf(spec, i) === 'goal')).toHaveLength(1);
    }
  });

  it('let the cube be seen at the start and in its alcove, and nowhere else', () => {
    expect(seenFrom(right, 'yellow cube')).toEqual([
      '...###***',
      '.#.###*#*',
      '^#.....#^',
      '^#.....#^',
      '^#.....#^',
      '.........',
      '###...###',
      '####*####',
    ]);
    const mirror = seenFrom(right, 'yellow cube').map((row) => [...row].reverse().join(''));
    expect(seenFrom(left, 'black cube')).toEqual(mirror);
  });

  it('allow one door in a trial: from behind it, and from the pits, there is no way to the other', () => {
    const behindTheLeft = ['***......', '*.*......', '*.**.....', '*.**.....', '*........', '**.......', '.........'];
    expect(reachableFrom(right, [3, 11])).toEqual([...behindTheLeft, '.........']);
    const mirror = behindTheLeft.map((row) => [...row].reverse().join(''));
    expect(reachableFrom(right, [15, 11])).toEqual([...mirror, '.........']);
    expect(reachableFrom(right, [5, 5]).join('').match(/\*/g)).toHaveLength(4);
  });
});

const FIRST_SIGHTS: [number: number, type: ObjectType, seen: boolean][] = [
  [27, 'purple cube', true],
  [29, 'yellow cube', true],
  [30, 'black cube', true],
  [25, 'black pyramid', true],
  [25, 'purple sphere', false],
  [25, 'yellow cube', false],
];

it.each(FIRST_SIGHTS)(
  'probe %i: whichever way one looks at the start, that a %s is seen is %s',
  (number, type, seen) => {
    const task = probe(number);
    const some = { ...task, objects: task.objects.filter((object) => object.type === type) };
    for (const seed of SEEDS) expect(firstObservation(some, seed)[0]).toBe(seen ? 1 : 0);
  },
);

const SEEN: [number: number, type: ObjectType, map: string[]][] = [
  [19, 'yellow sphere', ['####.####', '####.####', '.........', '*#######.', '***###...', '#**###..#']],
  [26, 'purple cube', ['...#**##', '##.##*##', '...##...', '^#.####.', '.#..>.#.', '.####.#.', '........']],
  [
    27,
    'purple cube',
    ['.##***##', '..#*#^##', '#.#.#...', '#.#.###.', '#^#.###^', '......>.', '.##.#.##', '..#.#..#', '###*####'],
  ],
  [28, 'purple pyramid', ['.......', '....<..', '.v###..', '.***#..', '..###^.', '..>....', '.......']],
];

it.each(SEEN)('probe %i: the %s is seen from the last bit of the way (and 27 from the start)', (number, type, map) => {
  expect(seenFrom(probe(number), type)).toEqual(map);
});

it('probe 18: who steps into a pit reaches no other', () => {
  const task = probe(18);
  const pits = task.objects.map(({ at }) => reachableFrom(task, at).join(''));
  expect(pits.map((pit) => pit.match(/\*/g)?.length)).toEqual([3, 3, 3]);
  expect(new Set(pits).size).toBe(3);
});

it('probe 19: who drops off the ledge reaches one room, and not the other', () => {
  const task = probe(19);
  const mirror = (map: string[]) => map.map((row) => [...row].reverse().join(''));
  const left = reachableFrom(task, [7, 5]);
  expect(left).toEqual(['.........', '.........', '****.....', '*........', '***......', '.**......']);
  expect(reachableFrom(task, [11, 5])).toEqual(mirror(left));
});

it('probe 27: off the first ledge leads no way back, and below the cube none up', () => {
  const task = probe(27);
  const map = reachableFrom(task, [7, 15]);
  expect(map[8]).toBe('........');
  const bottom = { ...task, world: { rows: task.world.rows.map((row) => row.replace('0>1', '0#1')) } };
  expect(reachableFrom(bottom, [7, 15])[0]).toBe('*.......');
});
