import { AVATAR_DISTANCE, generateTask, generateTasks, OBJECT_DISTANCE, type Side } from '@open-ada/curriculum';
import {
  formatTask,
  gameKey,
  gameKeyIsHeldOut,
  parseTask,
  sha256Hex,
  type Task,
  taskToFile,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const SIDES: Side[] = ['training', 'held-out'];
const COUNT = 2000;
const tasks: Task[] = Array.from({ length: COUNT }, (_, seed) =>
  generateTask('bring', seed, { side: SIDES[seed % 2] }),
);
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
/** Distance of the two objects of the goal. */
const gapOf = ({ goal, objects }: Task): number => {
  const [a, b] = goal[0].arguments.map((type) => objects.find((object) => object.type === type)!.at);
  return distance(a, b);
};

describe('family bring', () => {
  it('gives valid tasks of the side asked for: near or touching of two that are there, and no rules', () => {
    const keys = new Set<string>();
    tasks.forEach((task, seed) => {
      expect(parseTask(formatTask(task))).toEqual(task);
      const key = gameKey(task);
      keys.add(key);
      expect(gameKeyIsHeldOut(key)).toBe(seed % 2 === 1);
      const [goal] = task.goal;
      expect([goal.negated, task.rules]).toEqual([false, []]);
      expect(['near', 'touching']).toContain(goal.name);
      const types: string[] = task.objects.map(({ type }) => type);
      for (const type of goal.arguments) expect(types.filter((other) => other === type)).toHaveLength(1);
      expect(task.objects.some(({ frozen }) => frozen)).toBe(false);
    });
    // 66 pairs by two predicates.
    expect(keys.size).toBe(132);
  });

  it('has half its rooms of 4 m with two or three objects, the others of 6 and 8 m with up to five', () => {
    const share = (side: number) => tasks.filter(({ world }) => world.rows.length === side).length / COUNT;
    for (const [side, part] of [
      [2, 0.5],
      [3, 0.25],
      [4, 0.25],
    ]) {
      expect(Math.abs(share(side) - part)).toBeLessThan(0.05);
    }
    const counts = (small: boolean) =>
      new Set(tasks.filter(({ world }) => (world.rows.length === 2) === small).map(({ objects }) => objects.length));
    expect([...counts(true)].sort()).toEqual([2, 3]);
    expect([...counts(false)].sort()).toEqual([3, 4, 5]);
  });

  it('starts with nothing near anything, and with the two often close together but not always', () => {
    for (const { objects, players } of tasks) {
      objects.forEach(({ at }, i) => {
        expect(distance(at, players[0].at)).toBeGreaterThanOrEqual(AVATAR_DISTANCE);
        for (const other of objects.slice(0, i)) expect(distance(at, other.at)).toBeGreaterThanOrEqual(OBJECT_DISTANCE);
      });
    }
    const gaps = tasks.map(gapOf).sort((a, b) => a - b);
    expect(gaps[COUNT / 4]).toBeLessThan(1.5);
    expect(gaps[(COUNT * 9) / 10]).toBeGreaterThan(3);
  });

  it('does as the options say, and gives the tasks it has always given', () => {
    const { world, trialSeconds } = generateTask('bring', 4, {
      side: 'training',
      tiles: 5,
      complexity: 1,
      trialSeconds: 9,
    });
    expect([world.rows.length, trialSeconds]).toEqual([5, 9]);
    expect(world.rows.join('')).not.toMatch(/^0*$/);
    const files = SIDES.flatMap((side) => generateTasks('bring', 50, 0, { side })).map(taskToFile);
    expect(sha256Hex(JSON.stringify(files))).toMatchSnapshot();
  });
});
