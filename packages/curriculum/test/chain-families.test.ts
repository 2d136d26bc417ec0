import {
  AVATAR_DISTANCE,
  CHAIN_FAMILIES,
  type ChainTask,
  generateChainTask,
  generateGame,
  generateTask,
  isHeldOut,
  OBJECT_DISTANCE,
  type Side,
  TRIAL_LENGTHS,
} from '@open-ada/curriculum';
import {
  formatTask,
  gameKey,
  parseTask,
  sha256Hex,
  type Task,
  taskToFile,
  taskWarnings,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { fewestFirings } from '../../../test/kit/fewest-firings.js';

const SIDES: Side[] = ['training', 'held-out'];
const COUNT = 600;
/** Rules that must fire, all rules, and objects that nobody needs: least and most. */
const RANGES = {
  trivial: { chain: [0, 0], rules: [0, 0], distractors: [1, 5] },
  small: { chain: [0, 1], rules: [0, 2], distractors: [1, 6] },
  medium: { chain: [0, 2], rules: [0, 4], distractors: [1, 8] },
  full: { chain: [1, 4], rules: [1, 6], distractors: [0, 10] },
} as const;

const objectsOf = (given: readonly string[]): string[] => given.filter((argument) => argument !== 'me');
const numbers = ([min, max]: readonly [number, number]) => Array.from({ length: max - min + 1 }, (_, i) => min + i);
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0] - b[0], a[1] - b[1]);

describe.each(CHAIN_FAMILIES)('family %s', (family) => {
  const made: ChainTask[] = Array.from({ length: COUNT }, (_, seed) =>
    generateChainTask(family, seed, { side: SIDES[seed % 2] }),
  );
  const tasks = made.map(({ task }) => task);
  const share = (holds: (task: Task) => boolean): number => tasks.filter(holds).length / COUNT;
  const range = RANGES[family];

  it('gives valid tasks of the side asked for, all of whose rules can fire', () => {
    tasks.forEach((task, seed) => {
      expect(parseTask(formatTask(task))).toEqual(task);
      expect(taskWarnings(task)).toEqual([]);
      expect(isHeldOut(gameKey(task))).toBe(seed % 2 === 1);
    });
  });

  it('has chains, rules and distractors of every number in its ranges, and no others', () => {
    const seen = (numberOf: (made: ChainTask) => number) => [...new Set(made.map(numberOf))].sort((a, b) => a - b);
    expect(seen(({ game }) => game.rules.length)).toEqual(numbers(range.chain));
    expect(seen(({ task }) => task.rules.length)).toEqual(numbers(range.rules));
    const distractors = seen(({ task, game }) => task.objects.length - game.needed.length);
    expect(distractors).toEqual(numbers(range.distractors).filter((n) => n >= distractors[0]));
    const lengths = numbers(range.chain);
    for (const length of lengths) {
      const part = made.filter(({ game }) => game.rules.length === length).length / COUNT;
      // Four standard errors of a uniform share.
      expect(Math.abs(part - 1 / lengths.length)).toBeLessThan(0.08);
    }
  });

  it('needs exactly the firings of its chain', () => {
    for (const { task, game } of made) {
      expect(fewestFirings(task)).toBe(game.rules.length);
    }
  });

  it('has no more than 12 objects, however far the chain has fired', () => {
    for (const { task, game } of made) {
      let count = task.objects.length;
      expect(count).toBeLessThanOrEqual(12);
      for (const { condition, spawns } of game.rules) {
        count += spawns.length - objectsOf(condition.arguments).length;
        expect(count).toBeLessThanOrEqual(12);
      }
    }
  });

  it('has distractors that neither goal nor chain names, and dead ends that make nothing but such', () => {
    for (const { task, game } of made) {
      const predicates = [game.goal, ...game.rules.map(({ condition }) => condition)];
      const named = new Set(predicates.flatMap((predicate) => objectsOf(predicate.arguments)));
      const needed = new Set<string>(game.needed);
      for (const { type } of task.objects) expect(needed.has(type)).toBe(named.has(type));
      for (const rule of task.rules) {
        if (game.rules.includes(rule)) continue;
        for (const type of rule.spawns) expect(named.has(type)).toBe(false);
        const same = predicates.filter((predicate) => predicate.name === rule.condition.name);
        const given = [...rule.condition.arguments].sort();
        for (const predicate of same) expect([...predicate.arguments].sort()).not.toEqual(given);
      }
    }
  });

  it('starts with nothing near anything, but the two that the goal wants apart', () => {
    for (const { task, game } of made) {
      const together = new Set<string>(game.goal.negated ? game.needed.slice(0, 2) : []);
      task.objects.forEach(({ at, type, frozen }, i) => {
        expect(distance(at, task.players[0].at)).toBeGreaterThanOrEqual(AVATAR_DISTANCE);
        expect(frozen).toBe(together.has(type) && game.rules.length > 0);
        for (const other of task.objects.slice(0, i)) {
          const apart = distance(at, other.at);
          if (together.has(type) && together.has(other.type)) expect(apart).toBeLessThan(0.95);
          else expect(apart).toBeGreaterThanOrEqual(OBJECT_DISTANCE);
        }
      });
      // Two objects that see each other would fire a rule by themselves.
      for (const { condition } of task.rules) {
        expect(condition.negated).toBe(false);
        if (condition.name === 'see') expect(condition.arguments[0]).toBe('me');
      }
    }
  });

  it('has each predicate as goal as often, about the player and about two objects, negated too', () => {
    const training = tasks.filter((_, seed) => seed % 2 === 0);
    const goals = training.map(({ goal }) => goal[0]);
    for (const name of ['near', 'touching', 'hold', 'see']) {
      const part = goals.filter((goal) => goal.name === name).length / goals.length;
      expect(Math.abs(part - 1 / 4)).toBeLessThan(0.1);
    }
    for (const of of [1, 2]) {
      expect(
        goals.filter(({ name, arguments: given }) => name === 'near' && objectsOf(given).length === of).length,
      ).toBeGreaterThan(10);
    }
    expect(goals.filter(({ negated }) => negated).length / goals.length).toBeGreaterThan(0.04);
  });

  it('hides nothing, whole rules, types or predicates, each as often where there are rules', () => {
    const ruled = made.filter(({ task }) => task.rules.length > 0).map(({ task }) => task);
    const hidesRules = (task: Task) => task.rules.some(({ hidden }) => hidden);
    const ways: ((task: Task) => boolean)[] = [
      ({ hiding }) => hiding.types.length > 0,
      ({ hiding }) => hiding.predicates.length > 0,
      hidesRules,
    ];
    for (const way of ways) {
      if (ruled.length > 0) expect(Math.abs(ruled.filter(way).length / ruled.length - 1 / 4)).toBeLessThan(0.09);
      expect(tasks.filter((task) => task.rules.length === 0).some(way)).toBe(false);
    }
    for (const task of ruled) expect(ways.filter((way) => way(task)).length).toBeLessThanOrEqual(1);
  });

  it('has trials of the stated lengths and worlds of which a fifth are flat', () => {
    for (const { trialSeconds } of tasks) expect(TRIAL_LENGTHS).toContain(trialSeconds);
    expect(Math.abs(share(({ world }) => world.rows.every((row) => /^0*$/.test(row))) - 0.2)).toBeLessThan(0.07);
  });

  it('gives a game alone as it is in the task', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { goal, all } = generateGame(family, seed, 'training');
      const task = generateTask(family, seed, { side: 'training', trialSeconds: 8 });
      expect(gameKey({ goal: [goal], rules: all })).toBe(gameKey(task));
    }
  });

  it('gives the tasks it has always given', () => {
    expect(sha256Hex(JSON.stringify(tasks.map(taskToFile)))).toMatchSnapshot();
  });

  it('differs from seed to seed', () => {
    expect(new Set(tasks.map((task) => JSON.stringify({ ...task, name: '' }))).size).toBe(COUNT);
  });
});

describe('generateTask of a chain family', () => {
  it('does as the options say', () => {
    const options = { side: 'training', tiles: 7, complexity: 0, trialSeconds: 9.5 } as const;
    const { world, trialSeconds } = generateTask('full', 5, options);
    expect([world.rows, trialSeconds]).toEqual([Array(7).fill('0000000'), 9.5]);
  });

  it('keeps what the solution and the dead ends need where a room is too small for all distractors', () => {
    let fewer = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { task, game } = generateChainTask('medium', seed, { side: 'training', tiles: 2, complexity: 0 });
      const types = task.objects.map(({ type }) => type);
      for (const type of [...game.needed, ...game.distractors.slice(0, game.baits)]) expect(types).toContain(type);
      fewer += game.needed.length + game.distractors.length - types.length;
      expect(taskWarnings(task)).toEqual([]);
    }
    expect(fewer).toBeGreaterThan(20);
  });

  it('shares no data between tasks', () => {
    const task = generateTask('medium', 3, { side: 'training' });
    const copy = structuredClone(task);
    task.rules.length = 0;
    task.objects[0].at[0] = -1;
    expect(generateTask('medium', 3, { side: 'training' })).toEqual(copy);
  });
});
