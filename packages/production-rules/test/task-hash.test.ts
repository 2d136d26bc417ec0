import {
  gameKey,
  gameKeyIsHeldOut,
  parsePredicate,
  parseRule,
  Random,
  type Rule,
  sha256Hex,
  taskHash,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';

const key = (goal: string[], ...rules: string[]) =>
  gameKey({
    goal: goal.map(parsePredicate),
    rules: rules.map((text): Rule => ({ ...parseRule(text), hidden: false })),
  });

describe('gameKey', () => {
  it('gives the keys it has always given', () => {
    expect(key(['hold(me, black cube)'])).toBe('ffbe9d3bb62b70e8');
    expect(key(['hold(me, yellow sphere)'], 'near(black cube, purple slab) -> yellow sphere')).toMatchInlineSnapshot(
      `"ec34f6ce8edad990"`,
    );
  });

  it('does not depend on name, world, objects, players, timing, hiding or any order', () => {
    const random = new Random(1);
    for (let seed = 0; seed < 200; seed++) {
      const task = arbitraryTask(seed);
      const other = structuredClone({ ...arbitraryTask(seed + 1000), goal: task.goal, rules: task.rules });
      random.shuffle(other.goal);
      random.shuffle(other.rules);
      for (const rule of other.rules) {
        rule.hidden = !rule.hidden;
        random.shuffle(rule.spawns);
        const { name, arguments: given } = rule.condition;
        if (name !== 'hold' && !(name === 'see' && given[0] === 'me')) given.reverse();
      }
      expect(gameKey(other)).toBe(gameKey(task));
    }
  });

  it.each([
    ['another goal', ['hold(me, black slab)'], ['near(black cube, purple slab) -> yellow sphere']],
    ['a negated goal', ['not hold(me, yellow sphere)'], ['near(black cube, purple slab) -> yellow sphere']],
    ['another predicate', ['hold(me, yellow sphere)'], ['touching(black cube, purple slab) -> yellow sphere']],
    ['another argument', ['hold(me, yellow sphere)'], ['near(black cube, purple cube) -> yellow sphere']],
    ['another spawn', ['hold(me, yellow sphere)'], ['near(black cube, purple slab) -> yellow cube']],
    ['one spawn more', ['hold(me, yellow sphere)'], ['near(black cube, purple slab) -> yellow sphere, yellow sphere']],
    ['no rule', ['hold(me, yellow sphere)'], []],
  ])('changes with %s', (_, goal, rules) => {
    const same = key(['hold(me, yellow sphere)'], 'near(black cube, purple slab) -> yellow sphere');
    expect(key(goal, ...rules)).not.toBe(same);
  });

  it("is the same for both seats of a game for two, and knows the second one's own goal", () => {
    const rules = ['near(other, black cube) -> yellow sphere', 'hold(me, black slab) -> purple cube'];
    const mirror = ['near(me, black cube) -> yellow sphere', 'hold(other, black slab) -> purple cube'];
    expect(key(['hold(me, yellow sphere)'], ...rules)).toBe(key(['hold(other, yellow sphere)'], ...mirror));
    expect(key(['hold(me, yellow sphere)'], ...rules)).not.toBe(key(['hold(me, yellow sphere)'], ...mirror));
    expect(key(['hold(other, yellow sphere)'])).toBe(key(['hold(me, yellow sphere)']));
    const goals = ['hold(me, yellow sphere)', 'hold(other, black cube)'].map((text) => [parsePredicate(text)]);
    const both = (first: number, second: number) =>
      gameKey({ rules: [], goal: goals[first], players: [{ at: [0, 0] }, { at: [0, 0], goal: goals[second] }] });
    expect(both(0, 1)).not.toBe(key(['hold(me, yellow sphere)']));
    expect(both(0, 1)).not.toBe(both(1, 0));
  });

  it('is held out when it is divisible by ten', () => {
    for (const text of ['0', 'a', 'fffffffffffffffa', '14']) {
      expect(gameKeyIsHeldOut(text)).toBe(BigInt(`0x${text}`) % 10n === 0n);
    }
    expect([gameKeyIsHeldOut('0000000000000014'), gameKeyIsHeldOut('0000000000000015')]).toEqual([true, false]);
    const shares = Array.from({ length: 3000 }, (_, seed) => gameKeyIsHeldOut(gameKey(arbitraryTask(seed))));
    expect(Math.abs(shares.filter(Boolean).length / 3000 - 0.1)).toBeLessThan(0.025);
  });
});

describe('taskHash', () => {
  it('changes with everything in a task', () => {
    const task = arbitraryTask(1);
    const changed = [
      { ...task, name: 'x' },
      { ...task, trialSeconds: task.trialSeconds + 1 },
      { ...task, rules: task.rules.map((rule, i) => (i === 0 ? { ...rule, hidden: !rule.hidden } : rule)) },
      { ...task, players: [{ at: [1.01, 1] as [number, number] }] },
      { ...task, hiding: { types: [], predicates: ['see' as const] } },
    ];
    expect(task.rules.length).toBeGreaterThan(0);
    expect(new Set([task, ...changed].map(taskHash)).size).toBe(changed.length + 1);
    expect(taskHash(structuredClone(task))).toBe(taskHash(task));
  });

  it('is SHA-256', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
