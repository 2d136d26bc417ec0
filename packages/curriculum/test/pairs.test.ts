import { generatePairTask, generateTask, isHeldOut, type Side } from '@open-ada/curriculum';
import {
  formatTask,
  gameKey,
  type Predicate,
  parseTask,
  type Rule,
  sha256Hex,
  type Task,
  taskToFile,
  taskWarnings,
  typesOf,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { fewestFirings } from '../../../test/kit/fewest-firings.js';

const SIDES: Side[] = ['training', 'held-out'];
const COUNT = 400;
const made = Array.from({ length: COUNT }, (_, seed) => generatePairTask(seed, { side: SIDES[seed % 2] }));
const tasks = made.map(({ task }) => task);

const alone = ({ arguments: [a, b], ...rest }: Predicate): Predicate => ({
  ...rest,
  arguments: [a === 'other' ? 'me' : a, b === 'other' ? 'me' : b],
});
const aloneRules = (rules: readonly Rule[]) => rules.map((rule) => ({ ...rule, condition: alone(rule.condition) }));
const references = (task: Task) =>
  [...task.goal, ...task.rules.map(({ condition }) => condition)].flatMap(({ arguments: given }) =>
    given.filter((argument) => argument === 'me' || argument === 'other'),
  );

describe('family pairs', () => {
  it('gives valid tasks for two of the side asked for, all of whose rules can fire', () => {
    tasks.forEach((task, seed) => {
      expect(parseTask(formatTask(task))).toEqual(task);
      expect(taskWarnings(task)).toEqual([]);
      expect(task.players).toHaveLength(2);
      expect(isHeldOut(gameKey(task))).toBe(seed % 2 === 1);
    });
  });

  it('is made from games for one of the same side, and needs as many firings', () => {
    made.forEach(({ task, game }, seed) => {
      const single = { ...task, goal: task.goal.map(alone), rules: aloneRules(task.rules) };
      expect(isHeldOut(gameKey({ goal: single.goal, rules: single.rules }))).toBe(seed % 2 === 1);
      expect(fewestFirings(single)).toBe(game.rules.length);
    });
  });

  it.each(SIDES)(
    'names either player as often on the %s side, and tasks whose key is that of a game for one are not favoured',
    (side) => {
      const own = tasks.filter((_, seed) => SIDES[seed % 2] === side);
      const all = own.flatMap(references);
      const swapped = all.filter((name) => name === 'other').length / all.length;
      // Four standard errors of a share of about 250 references.
      expect(Math.abs(swapped - 1 / 2)).toBeLessThan(0.13);
      const two = own.filter((task) => references(task).length === 2);
      const mixed = two.filter((task) => new Set(references(task)).size === 2).length / two.length;
      expect(two.length).toBeGreaterThan(30);
      expect(Math.abs(mixed - 1 / 2)).toBeLessThan(0.25);
    },
  );

  it('has the same goal for both, and hides things from each independently', () => {
    const ruled = tasks.filter(({ rules }) => rules.length > 0);
    const hidesFromFirst = ({ rules, hiding }: Task) =>
      rules.some(({ hidden }) => hidden) || hiding.types.length + hiding.predicates.length > 0;
    const hidesFromSecond = ({ players: [, { hiding }] }: Task) =>
      hiding !== undefined && hiding.rules.length + hiding.types.length + hiding.predicates.length > 0;
    for (const { players } of tasks) expect(players[1].goal).toBeUndefined();
    const share = (holds: (task: Task) => boolean) => ruled.filter(holds).length / ruled.length;
    expect(Math.abs(share(hidesFromFirst) - 3 / 4)).toBeLessThan(0.1);
    expect(Math.abs(share(hidesFromSecond) - 3 / 4)).toBeLessThan(0.1);
    expect(Math.abs(share((task) => hidesFromFirst(task) && hidesFromSecond(task)) - 9 / 16)).toBeLessThan(0.12);
  });

  it('freezes whole types, never what must be held, and never both objects of a predicate', () => {
    let some = 0;
    for (const { task, game } of made) {
      const frozen = new Set(task.objects.flatMap(({ type, frozen }) => (frozen ? [type] : [])));
      const pair = game.goal.negated && game.rules.length > 0 ? game.needed.slice(0, 2) : [];
      const drawn = [...frozen].filter((type) => !pair.includes(type));
      if (drawn.length > 0) some++;
      for (const { type, frozen: isFrozen } of task.objects) expect(isFrozen).toBe(frozen.has(type));
      for (const predicate of [game.goal, ...game.rules.map(({ condition }) => condition)]) {
        const types = typesOf(predicate);
        if (types.length === 1 && predicate.name === 'hold') expect(frozen.has(types[0])).toBe(false);
        if (types.length === 2 && !pair.includes(types[0])) expect(types.every((type) => frozen.has(type))).toBe(false);
      }
    }
    // Half of the tasks have a draw for each type; with three to six types it freezes some in about two of three.
    expect(some / COUNT).toBeGreaterThan(0.2);
    expect(some / COUNT).toBeLessThan(0.5);
  });

  it('starts with the players apart from each other and from every object', () => {
    for (const { players, objects } of tasks) {
      const [a, b] = players.map(({ at }) => at);
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(1);
      for (const { at } of objects) expect(Math.hypot(b[0] - at[0], b[1] - at[1])).toBeGreaterThan(1);
    }
  });

  it('gives the tasks it has always given, and the same by its name', () => {
    expect(sha256Hex(JSON.stringify(tasks.map(taskToFile)))).toMatchSnapshot();
    expect(generateTask('pairs', 7, { side: 'held-out' })).toEqual(made[7].task);
  });
});
