import type { Predicate, WorldMap } from '@open-ada/production-rules';
import { parsePredicate, parseTask } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import type { Chain } from '../src/games/chain.js';
import { solutionSeconds, trialLength, workOf } from '../src/tasks/trial-length.js';
import { WorldDistance } from '../src/worlds/world-distance.js';

const flat: WorldMap = { rows: ['0000', '0000', '0000', '0000'] };
const rule = (condition: string, ...spawns: Chain['free']) => ({
  condition: parsePredicate(condition),
  spawns,
  hidden: false,
});
const chain = (goal: Predicate, rules: Chain['rules'], ...needed: Chain['needed']): Chain => ({
  goal,
  rules,
  needed,
  free: [],
});
const nothing = { metres: 0, turns: 0, grabs: 0, brings: 0, touches: 0, screens: 0, firings: 0 };

describe('the work of a solution', () => {
  it('is a walk to an arm from what is to be held', () => {
    const game = chain(parsePredicate('hold(me, black cube)'), [], 'black cube');
    expect(workOf(game, [[1, 6]], [1, 1], new WorldDistance(flat))).toEqual({
      ...nothing,
      metres: 5 - 0.9,
      turns: 1,
      grabs: 1,
    });
  });

  it('is a walk to one of two, and with it to the other', () => {
    const game = chain(parsePredicate('near(black cube, purple slab)'), [], 'black cube', 'purple slab');
    // The slab is nearer, and the cube 4 m from it.
    const work = workOf(
      game,
      [
        [1, 7],
        [1, 3],
      ],
      [1, 1],
      new WorldDistance(flat),
    );
    expect(work).toEqual({ ...nothing, metres: 2 - 0.9 + (4 - 1.8), turns: 2, grabs: 1, brings: 1 });
  });

  it('goes on from where a rule has fired, with what it made in the hand where that replaces what was held', () => {
    const rules = [rule('hold(me, black cube)', 'yellow sphere')];
    const goal = parsePredicate('touching(yellow sphere, purple slab)');
    const work = workOf(
      chain(goal, rules, 'purple slab', 'black cube'),
      [
        [5, 3],
        [1, 3],
      ],
      [1, 1],
      new WorldDistance(flat),
    );
    expect(work).toEqual({
      ...nothing,
      metres: 2 - 0.9 + (4 - 1.8),
      turns: 2,
      grabs: 1,
      brings: 1,
      touches: 1,
      firings: 1,
    });
  });

  it('of two frozen objects that must not be near each other is to destroy one', () => {
    const rules = [rule('near(black cube, purple slab)')];
    const goal = parsePredicate('not near(black cube, yellow cube)');
    const work = workOf(
      { ...chain(goal, rules, 'black cube', 'yellow cube', 'purple slab'), together: 'frozen' },
      [
        [5, 5],
        [5, 5.8],
        [1, 5],
      ],
      [1, 1],
      new WorldDistance(flat),
    );
    expect(work).toEqual({ ...nothing, metres: 4 - 0.9 + (4 - 1.8), turns: 2, grabs: 1, brings: 1, firings: 1 });
  });
});

describe('ways', () => {
  it('are straight on a flat floor, and else lead over ramps and around walls', () => {
    const world = { rows: ['00#0', '00#0', '00#0', '0000'] };
    expect(new WorldDistance(flat).between([1, 1], [7, 1])).toBe(6);
    // Three tiles down, three across, three up again: nine steps.
    expect(new WorldDistance(world).between([1, 1], [7, 1])).toBeCloseTo(9 * 2 * 0.8, 10);
    expect(new WorldDistance(world).between([1, 1], [1.5, 1])).toBe(0.5);
    // Around by the low end of the ramp at the other side, since a step cannot be climbed: nine steps.
    const plateau = { rows: ['1111', '000^', '0000', '0000'] };
    expect(parseTask(JSON.stringify({ ...file, world: plateau })).world).toEqual(plateau);
    expect(new WorldDistance(plateau).between([1, 3], [1, 1])).toBeCloseTo(9 * 2 * 0.8, 10);
  });
});

const file = {
  version: 1,
  goal: 'see(me, black cube)',
  objects: [],
  players: [{ at: [1, 1] }],
  trialSeconds: 8,
};

describe('the length of a trial', () => {
  it('is the shortest that is 2.5 times the solution', () => {
    expect([0.5, 3.2, 3.3, 6.4, 9, 13, 16].map(trialLength)).toEqual([8, 8, 12, 16, 24, 40, 40]);
    expect(trialLength(16.01)).toBeUndefined();
  });

  it('grows with every part of the work', () => {
    const least = solutionSeconds(nothing);
    expect(least).toBeGreaterThan(0.3);
    for (const part of Object.keys(nothing)) {
      expect(solutionSeconds({ ...nothing, [part]: 2 })).toBeGreaterThan(least + 0.15);
    }
  });
});
