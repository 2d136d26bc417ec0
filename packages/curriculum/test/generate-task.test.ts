import {
  AVATAR_DISTANCE,
  ENUMERATED_FAMILIES,
  gamesOf,
  generateTask,
  generateTasks,
  isHeldOut,
  OBJECT_DISTANCE,
  type Side,
} from '@open-ada/curriculum';
import { formatTask, gameKey, parseTask, sha256Hex, taskToFile } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const SIDES: Side[] = ['training', 'held-out'];
/** Least and most objects of a task. */
const OBJECTS = { hold: [3, 8], 'make-by-hold': [5, 8], 'make-by-near': [3, 6] };

describe.each(ENUMERATED_FAMILIES)('family %s', (family) => {
  it('never gives a game of one side on the other, over 20,000 tasks of each', () => {
    const started = performance.now();
    const keys = SIDES.map((side) => {
      const found = new Set<string>();
      for (let seed = 0; seed < 20_000; seed++) found.add(gameKey(generateTask(family, seed, { side })));
      return found;
    });
    console.info(`${family}: ${Math.round(40_000_000 / (performance.now() - started))} tasks/s with keys`);
    expect([...keys[0]].some(isHeldOut)).toBe(false);
    expect([...keys[1]].every(isHeldOut)).toBe(true);
    // All games occur: 12, 132 and 660 of them, but for those of probes.
    expect(keys.map((found) => found.size)).toEqual(SIDES.map((side) => gamesOf(family, side).length));
    // One game of the last is that of a probe for two players.
    expect(keys[0].size + keys[1].size).toBe({ hold: 12, 'make-by-hold': 132, 'make-by-near': 660 - 1 }[family]);
    expect(keys[1].size).toBeGreaterThan(0);
  });

  it('gives valid tasks: right objects, nothing near anything, the goal not met at the start', () => {
    for (let seed = 0; seed < 500; seed++) {
      const task = generateTask(family, seed, { side: SIDES[seed % 2] });
      expect(parseTask(formatTask(task))).toEqual(task);
      const types = task.objects.map(({ type }) => type);
      expect(new Set(types).size).toBe(types.length);
      expect(types.length).toBeGreaterThanOrEqual(OBJECTS[family][0]);
      expect(types.length).toBeLessThanOrEqual(OBJECTS[family][1]);
      const wanted = task.goal[0].arguments[1];
      expect(types.some((type) => type === wanted)).toBe(family === 'hold');
      expect(task.rules.length).toBe(family === 'hold' ? 0 : 1);
      for (const { condition, spawns, hidden } of task.rules) {
        expect(condition.name).toBe(family === 'make-by-hold' ? 'hold' : 'near');
        const consumed = condition.arguments.filter((argument) => argument !== 'me');
        for (const type of consumed) expect(types).toContain(type);
        expect(new Set([...consumed, wanted]).size).toBe(consumed.length + 1);
        expect(spawns).toEqual([wanted]);
        expect(hidden).toBe(true);
      }
      const [{ at: avatar }] = task.players;
      task.objects.forEach(({ at, frozen }, i) => {
        expect(frozen).toBe(false);
        expect(Math.hypot(at[0] - avatar[0], at[1] - avatar[1])).toBeGreaterThanOrEqual(AVATAR_DISTANCE);
        for (const other of task.objects.slice(0, i)) {
          expect(Math.hypot(at[0] - other.at[0], at[1] - other.at[1])).toBeGreaterThanOrEqual(OBJECT_DISTANCE);
        }
      });
    }
  });

  it('uses every number of objects and both orders of the needed ones', () => {
    const tasks = Array.from({ length: 400 }, (_, seed) => generateTask(family, seed, { side: 'training' }));
    const [least, most] = OBJECTS[family];
    const counts = Array.from({ length: most - least + 1 }, (_, i) => least + i);
    expect([...new Set(tasks.map((task) => task.objects.length))].sort()).toEqual(counts);
    const wantedOrNeeded = tasks.map(({ objects, rules, goal }) => {
      const type = (rules[0]?.condition ?? goal[0]).arguments[1];
      return objects.findIndex((object) => object.type === type);
    });
    expect(new Set(wantedOrNeeded).size).toBe(most);
  });

  it('gives the tasks it has always given', () => {
    const tasks = SIDES.flatMap((side) => generateTasks(family, 50, 0, { side }));
    expect(sha256Hex(JSON.stringify(tasks.map(taskToFile)))).toMatchSnapshot();
  });

  it('keeps the two sides and neighbouring seeds apart in their worlds too', () => {
    const places = new Set<string>();
    for (let seed = 0; seed < 500; seed++) {
      for (const side of SIDES) places.add(JSON.stringify(generateTask(family, seed, { side }).players));
    }
    expect(places.size).toBeGreaterThan(990);
  });
});

describe('generateTask', () => {
  it('does as the options say', () => {
    const task = generateTask('hold', 1, { side: 'training', trialSeconds: 6.4, tiles: 6 });
    expect([task.trialSeconds, task.world.rows]).toEqual([6.4, Array(6).fill('000000')]);
  });

  it('shares no data between tasks', () => {
    const task = generateTask('make-by-near', 1, { side: 'training' });
    const copy = structuredClone(task);
    const again = generateTask('make-by-near', 1, { side: 'training' });
    again.goal[0].arguments.reverse();
    again.rules[0].spawns.length = 0;
    again.rules[0].condition.arguments.reverse();
    expect(generateTask('make-by-near', 1, { side: 'training' })).toEqual(copy);
  });

  it('says so where a room is too small', () => {
    expect(() => {
      for (let seed = 0; seed < 50; seed++) generateTask('hold', seed, { side: 'training', tiles: 1 });
    }).toThrow(/A room of 2 x 2 m has no place for \d objects and an avatar\./);
  });
});
