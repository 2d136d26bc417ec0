import {
  generateChainTask,
  generateTask,
  generateTasks,
  isHeldOut,
  MOST_OBJECTS,
  PRACTICE_FAMILIES,
  type Side,
} from '@open-ada/curriculum';
import {
  formatTask,
  gameKey,
  parseTask,
  sha256Hex,
  type Task,
  TILE_SIZE,
  taskToFile,
  taskWarnings,
  typesOf,
} from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Navigation, stepsIn, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';

const SIDES: Side[] = ['training', 'held-out'];
const COUNT = 300;
const made = PRACTICE_FAMILIES.filter((family) => family !== 'bring').map((family) => ({
  family,
  tasks: Array.from({ length: COUNT }, (_, seed) => generateTask(family, seed, { side: SIDES[seed % 2] })),
}));
const tasksOf = (name: string): Task[] => made.find(({ family }) => family === name)!.tasks;
const ofOneType = ({ objects }: Task): number =>
  Math.max(...objects.map(({ type }) => objects.filter((other) => other.type === type).length));

describe('families for practice', () => {
  it.each(made)(
    '$family: valid tasks of the side asked for, with no more objects than an agent can see',
    ({ family, tasks }) => {
      tasks.forEach((task, seed) => {
        expect(parseTask(formatTask(task))).toEqual(task);
        expect(taskWarnings(task)).toEqual([]);
        expect(isHeldOut(gameKey(task))).toBe(seed % 2 === 1);
        expect(task.objects.length).toBeLessThanOrEqual(MOST_OBJECTS);
      });
      const files = SIDES.flatMap((side) => generateTasks(family, 50, 0, { side })).map(taskToFile);
      expect(sha256Hex(JSON.stringify(files))).toMatchSnapshot();
    },
  );

  it('copies: mostly several objects of a type, but one of each that must be kept from another', () => {
    const tasks = tasksOf('copies');
    expect(tasks.filter((task) => ofOneType(task) > 1).length).toBeGreaterThan(0.7 * COUNT);
    for (const { goal, objects } of tasks.filter(({ goal }) => goal[0].negated)) {
      for (const type of goal[0].arguments) expect(objects.filter((object) => object.type === type)).toHaveLength(1);
    }
  });

  it('long: five or six rules must fire', () => {
    const lengths = Array.from(
      { length: 100 },
      (_, seed) => generateChainTask('long', seed, { side: 'training' }).game.rules.length,
    );
    expect([...new Set(lengths)].sort()).toEqual([5, 6]);
  });

  it('plateau: no way leads back to where the avatar starts, with an object that the first rule takes', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { task, game } = generateChainTask('plateau', seed, { side: 'training', complexity: (seed % 5) / 4 });
      const navigation = new Navigation(terrainOf(task.world));
      const columns = task.world.rows[0].length;
      const tileOf = ([x, z]: readonly [number, number]) =>
        Math.floor(z / TILE_SIZE) * columns + Math.floor(x / TILE_SIZE);
      const start = tileOf(task.players[0].at);
      const above = navigation.leadingTo(start);
      expect(above.reduce((sum, isAbove) => sum + isAbove, 0)).toBeLessThanOrEqual(4);
      expect(task.objects.every(({ at }) => navigation.reachable(start)[tileOf(at)] === 1)).toBe(true);
      const taken = task.objects.filter(({ at }) => above[tileOf(at)] === 1).map(({ type }) => type);
      expect(taken.length).toBeLessThanOrEqual(2);
      expect(taken.some((type) => typesOf(game.rules[0].condition).includes(type))).toBe(true);
    }
  });

  it('keep: the goal holds for one who does nothing, in nearly all tasks', () => {
    const tasks = tasksOf('keep').slice(0, 100);
    const environment = new BatchedEnvironment(COMPACT, tasks.length);
    tasks.forEach((task, i) => {
      environment.reset(i, task, { trials: 1, seed: i });
    });
    const idle = environment.actionSpec.groups.map(({ options }) =>
      options.findIndex((name) => /stay|keep/.test(name)),
    );
    const still = Int32Array.from(tasks.flatMap(() => idle));
    const rewards = new Float32Array(tasks.length);
    const paid = tasks.map(() => 0);
    for (let step = 0; step < stepsIn(8, COMPACT); step++) {
      environment.step(still, rewards, new Uint8Array(tasks.length));
      rewards.forEach((reward, i) => {
        paid[i] += reward;
      });
    }
    const whole = paid.filter((reward) => reward >= stepsIn(8, COMPACT) - 1).length;
    expect(whole).toBeGreaterThan(0.85 * tasks.length);
    // Something in the rest ends the goal, so it can be lost.
    expect(tasks.filter(({ rules }) => rules.length > 0).length).toBeGreaterThan(0.7 * tasks.length);
  });
});
