import {
  describeTask,
  parseTask,
  type Task,
  taskFromSeat,
  taskHash,
  taskToFile,
  taskWarnings,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { VALID } from './valid-file.js';

/** The valid file with a second player. */
const forTwo = (second: object, more: object = {}): Task =>
  parseTask(JSON.stringify({ ...VALID, players: [...VALID.players, { at: [1.6, 2.2], ...second }], ...more }));

const FOR_TWO = forTwo(
  { goal: 'near(me, yellow sphere)', hiding: { rules: [1], types: ['black cube'] }, heading: { mean: 1, spread: 0 } },
  { hiding: { predicates: ['near'] } },
);

describe('a task from the second seat', () => {
  it('names that player me and puts it first, with its own goal and what is hidden from it', () => {
    const { goal, rules, hiding, players, ...rest } = taskToFile(taskFromSeat(FOR_TWO, 1));
    expect(goal).toBe('near(other, yellow sphere)');
    expect(rules).toEqual([
      { rule: 'hold(other, black cube) -> yellow sphere', hidden: true },
      'near(black cube, black slab) -> nothing',
    ]);
    expect(hiding).toEqual({ types: ['black cube'], predicates: [] });
    expect(players).toEqual([
      { at: [1.6, 2.2], heading: { mean: 1, spread: 0 } },
      { at: [1, 3], goal: 'hold(other, yellow sphere)', hiding: { rules: [2], predicates: ['near'] } },
    ]);
    const { goal: _g, rules: _r, hiding: _h, players: _p, ...same } = taskToFile(FOR_TWO);
    expect(rest).toEqual(same);
  });

  it('is the task again from its second seat, and from the first', () => {
    expect(taskFromSeat(taskFromSeat(FOR_TWO, 1), 1)).toEqual(FOR_TWO);
    expect(taskFromSeat(FOR_TWO, 0)).toBe(FOR_TWO);
    expect(taskFromSeat(FOR_TWO, 1)).toBe(taskFromSeat(FOR_TWO, 1));
  });

  it('hides and rewards the same where the second player has nothing of its own', () => {
    const plain = taskFromSeat(forTwo({}), 1);
    expect(plain.rules.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(taskToFile(plain).goal).toBe('hold(other, yellow sphere)');
    expect(plain.players).toEqual([{ at: [1.6, 2.2] }, { at: [1, 3] }]);
  });

  it('shows all where the second player has an empty hiding', () => {
    const seeing = forTwo({ hiding: {} }, { hiding: { types: ['black cube'] } });
    expect(taskFromSeat(seeing, 1).rules.map(({ hidden }) => hidden)).toEqual([false, false]);
    expect(taskFromSeat(seeing, 1).hiding).toEqual({ types: [], predicates: [] });
  });

  it('is refused for a player that is not there', () => {
    const alone = parseTask(JSON.stringify({ ...VALID, name: 'alone' }));
    expect(() => taskFromSeat(alone, 1)).toThrow('Task "alone" has no player 2.');
  });
});

describe('what is of the second player only', () => {
  it('is kept by its file, and changes the hash', () => {
    const variants = [{}, { goal: 'near(me, yellow sphere)' }, { hiding: {} }, { hiding: { rules: [1] } }].map(
      (second) => forTwo(second),
    );
    for (const task of variants) expect(parseTask(JSON.stringify(taskToFile(task)))).toEqual(task);
    expect(new Set(variants.map(taskHash)).size).toBe(variants.length);
  });

  it('is told in words', () => {
    const words = describeTask(FOR_TWO);
    expect(words).toContain(
      'Goal: I hold a yellow sphere.\nGoal of the other player: I am within 1 m of a yellow sphere.',
    );
    expect(words).toContain(
      '1. When I hold a black cube, it turns into a yellow sphere. (hidden from the other player)',
    );
    expect(words).toContain('2. When a black cube is within 1 m of a black slab, both vanish. (hidden from me)');
    expect(words).toContain('In the rules I see numbers: predicate 1 for near.');
    expect(words).toContain('In the rules the other player sees numbers: type 1 for black cube.');
    expect(describeTask(forTwo({}))).toContain('(hidden from the agent)');
  });

  it('is warned of where it does nothing', () => {
    const useless = forTwo({
      goal: 'hold(other, purple slab)',
      hiding: { types: ['purple slab'], predicates: ['see'] },
    });
    expect(taskWarnings(useless).map(({ path }) => path)).toEqual([
      '/players/1/goal/0',
      '/players/1/hiding/types/0',
      '/players/1/hiding/predicates/0',
    ]);
  });
});
