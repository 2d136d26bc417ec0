import { describe, expect, it } from 'vitest';
import { COMPACT, crowdNote, roomFault } from '../src/index.js';

const list = (length: number) => Array.from({ length }) as never[];
const task = (rules: number, goal: number, objects: number, own?: number) => ({
  name: 't',
  players: [{ at: [1, 1] as [number, number] }, ...(own ? [{ at: [3, 1] as [number, number], goal: list(own) }] : [])],
  rules: list(rules),
  goal: list(goal),
  objects: list(objects),
});

describe('a task has room in an observation', () => {
  const { maxRules, goalSlots, maxEntities } = COMPACT;

  it('up to the limits of the settings', () => {
    expect(roomFault(task(maxRules, goalSlots, maxEntities), COMPACT)).toBeUndefined();
  });

  it.each([
    [task(maxRules + 1, 1, 1), 'can be told of 8 rules, but the task "t" has 9'],
    [task(1, goalSlots + 1, 1), 'can be told of 1 goals, but the task "t" has 2'],
  ])('and not beyond them', (crowded, fault) => {
    expect(roomFault(crowded, COMPACT)).toBe(fault);
  });

  it('for two players if it is told of the other one, and each goal has room', () => {
    const pair = { ...COMPACT, players: 2 };
    expect(roomFault(task(1, 1, 1, 1), pair)).toBeUndefined();
    expect(roomFault(task(1, 1, 1, 2), pair)).toBe('can be told of 1 goals, but the task "t" has 2');
    expect(roomFault(task(1, 1, 1, 1), COMPACT)).toBe('knows of no other player, but the task "t" has two');
  });

  it('with more objects than it holds, and a note that says so, but for an agent that is told of none', () => {
    expect(roomFault(task(1, 1, maxEntities + 1), COMPACT)).toBeUndefined();
    expect(crowdNote(task(1, 1, maxEntities), COMPACT)).toBeUndefined();
    const note = 'is told of the nearest 12 objects that it sees, and the task "t" has 13';
    expect(crowdNote(task(1, 1, maxEntities + 1), COMPACT)).toBe(note);
    expect(crowdNote(task(1, 1, 100), { maxEntities: 0 })).toBeUndefined();
  });
});
