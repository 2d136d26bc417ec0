import { type Side, sampleTask } from '@open-ada/curriculum';
import {
  formatTask,
  gameKey,
  gameKeyIsHeldOut,
  type ObjectType,
  parseTask,
  sha256Hex,
  type Task,
  taskToFile,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const SIDES: Side[] = ['training', 'held-out'];
const tasks = Array.from({ length: 3000 }, (_, seed) =>
  sampleTask(seed, { side: SIDES[seed % 2], tiles: 4 + (seed % 3) }),
);

const objectsOf = (given: readonly string[]): string[] => given.filter((argument) => argument !== 'me');

/** Share of the tasks of which something holds. */
const share = (holds: (task: Task) => boolean): number => tasks.filter(holds).length / tasks.length;

/** Whether the rules can make what a list of types needs, from the objects at the start, using each object once. */
function canMake(types: readonly string[], { rules }: Task, present: string[], depth = 3): boolean {
  return types.every((type) => {
    const at = present.indexOf(type);
    if (at >= 0) {
      present.splice(at, 1);
      return true;
    }
    return rules.some(
      ({ condition, spawns }) =>
        depth > 0 &&
        spawns.includes(type as ObjectType) &&
        canMake(objectsOf(condition.arguments), { rules } as Task, present, depth - 1),
    );
  });
}

describe('sampled tasks', () => {
  it('are valid, and their games on the side asked for', () => {
    tasks.forEach((task, seed) => {
      expect(parseTask(formatTask(task))).toEqual(task);
      expect(gameKeyIsHeldOut(gameKey(task))).toBe(seed % 2 === 1);
    });
  });

  it('have 0, 1 and 2 rules and all predicates as goals and conditions, each often', () => {
    for (const count of [0, 1, 2])
      expect(Math.abs(share(({ rules }) => rules.length === count) - 1 / 3)).toBeLessThan(0.04);
    for (const name of ['near', 'touching', 'hold', 'see']) {
      expect(Math.abs(share(({ goal }) => goal[0].name === name) - 1 / 4)).toBeLessThan(0.04);
      const conditions = tasks.flatMap(({ rules }) => rules.map(({ condition }) => condition));
      const count = conditions.filter((condition) => condition.name === name).length;
      expect(Math.abs(count / conditions.length - 1 / 4)).toBeLessThan(0.04);
    }
    for (const player of [true, false]) {
      expect(
        share(({ goal }) => goal[0].name === 'near' && (goal[0].arguments[0] === 'me') === player),
      ).toBeGreaterThan(0.09);
    }
    expect(share(({ goal }) => goal[0].negated)).toBeGreaterThan(0.02);
  });

  it('hide nothing, rules, types or predicates', () => {
    expect(share(({ rules }) => rules.some(({ hidden }) => hidden))).toBeGreaterThan(0.05);
    expect(share(({ hiding }) => hiding.types.length > 0)).toBeGreaterThan(0.1);
    expect(share(({ hiding }) => hiding.predicates.length > 0)).toBeGreaterThan(0.1);
    for (const { hiding } of tasks)
      expect(Math.max(hiding.types.length, hiding.predicates.length)).toBeLessThanOrEqual(2);
  });

  it('can be solved by their rules, and not without them', () => {
    for (const task of tasks) {
      const wanted = objectsOf(task.goal[0].arguments);
      const present = task.objects.map(({ type }) => type);
      expect(canMake(wanted, task, [...present])).toBe(true);
      if (task.rules.length > 0) expect(wanted.every((type) => present.includes(type as ObjectType))).toBe(false);
    }
  });

  it('freeze nothing that the solution has to move', () => {
    for (const { objects, goal, rules } of tasks) {
      const used = [goal[0], ...rules.map(({ condition }) => condition)].flatMap((predicate) =>
        objectsOf(predicate.arguments),
      );
      for (const { type, frozen } of objects) if (frozen) expect(used).not.toContain(type);
    }
    expect(share(({ objects }) => objects.some(({ frozen }) => frozen))).toBeGreaterThan(0.2);
  });

  it('start a goal of moving two objects apart with these near each other, and no other goal met by where things are', () => {
    let close = 0;
    for (const { goal, objects } of tasks) {
      const [{ name, negated, arguments: given }] = goal;
      const [a, b] = objectsOf(given).map((type) => objects.find((object) => object.type === type)?.at);
      if (name !== 'near' || a === undefined || b === undefined) continue;
      const distance = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (negated) {
        close++;
        expect(distance).toBeLessThan(0.95);
        expect(distance).toBeGreaterThan(0.72);
      } else expect(distance).toBeGreaterThanOrEqual(1.25);
    }
    expect(close).toBeGreaterThan(10);
  });

  it('are the same for the same seed, and as they have always been', () => {
    expect(sampleTask(7, { side: 'training' })).toEqual(sampleTask(7, { side: 'training' }));
    expect(sha256Hex(JSON.stringify(tasks.slice(0, 200).map(taskToFile)))).toMatchSnapshot();
  });

  it('do as the options say', () => {
    const task = sampleTask(5, { side: 'training', rules: 2, tiles: 7, complexity: 0, trialSeconds: 12 });
    expect([task.rules.length, task.trialSeconds, task.world.rows]).toEqual([2, 12, Array(7).fill('0000000')]);
  });

  it('differ from seed to seed', () => {
    expect(new Set(tasks.map((task) => JSON.stringify({ ...task, name: '' }))).size).toBe(tasks.length);
  });
});
