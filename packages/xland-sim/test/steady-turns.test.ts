import type { ObjectType } from '@open-ada/production-rules';
import { type BatchedEnvironment, Explorer, Oracle, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { playing } from './explorer-scenes.js';
import { randomTask, type Sketch } from './tasks.js';

const SCRIPTS = [
  ['oracle', (steady: boolean) => new Oracle({ steady })],
  ['explorer', (steady: boolean) => new Explorer({ steady })],
] as const;

describe.each(SCRIPTS)('a steady %s', (_, make) => {
  it('turns on to the side to which someone else turned, until its way comes into view', () => {
    const sides = turnsAsked(make(true), 12);
    const [first, ...then] = sides;
    expect(then.slice(0, 3)).toEqual([-first, -first, -first]);
    expect(sides).toContain(0);
  });

  it('would otherwise turn back', () => {
    const [first, second] = turnsAsked(make(false), 2);
    expect(second).toBe(first);
  });
});

describe('a steady oracle', () => {
  it('plays by itself as it always does', () => {
    for (const task of [4, 5, 6].map(randomTask)) {
      const play = (steady: boolean) => solve(task, { player: new Oracle({ steady }), trials: 2, seed: 1 }).rewards;
      expect(play(true)).toEqual(play(false));
    }
  });
});

describe('a steady explorer', () => {
  const hidden = {
    rows: ['000000', '0000##', '000000'],
    at: [6, 1] as [number, number],
    heading: { mean: 1.57, spread: 0 },
  };

  /** What it wants after a look round and one step that the avatar makes straight on. */
  const wanted = (steady: boolean, onward: readonly string[]): string[] => {
    const explorer = new Explorer({ steady });
    const { environment, rewards, events } = playing({ ...hidden, objects: [['black cube', 11, 5]] });
    const { groups } = environment.actionSpec;
    const actions = new Int32Array(groups.length);
    const turns = Array<string[]>(12).fill(['large left']);
    for (const words of [...turns, onward]) {
      explorer.act(environment, 0, actions);
      environment.step(optionsOf(environment, words), rewards, events);
    }
    explorer.act(environment, 0, actions);
    expect(explorer.explain(environment, 0)).toContain('looking for');
    return groups.map(({ options }, g) => options[actions[g]]);
  };

  it('has the avatar walk on where it walks straight on in a search, instead of turning it back', () => {
    expect(wanted(true, ['forward'])).toEqual(['forward', 'stay', 'keep']);
    expect(wanted(false, ['forward'])[1]).not.toBe('stay');
    expect(wanted(true, [])[1]).not.toBe('stay');
  });

  it('chooses anew what to try where the avatar goes elsewhere, and prefers what is ahead', () => {
    const rules = ['hidden: hold(me, purple slab) -> yellow sphere'];
    const objects: Sketch['objects'] = [
      ['black cube', 4, 2.6],
      ['purple slab', 4, 5.8],
    ];
    const task = { goal: ['hold(me, yellow sphere)'], rules, objects, heading: { mean: 0, spread: 0 } };
    const typesTried = (steady: boolean) => {
      const explorer = new Explorer({ steady });
      const { environment, actions, rewards, events } = playing({ ...task, at: [4, 4] });
      const tried = new Set<unknown>();
      for (let step = 0; step < 30; step++) {
        explorer.act(environment, 0, actions);
        if (step > 14) tried.add(explorer.intent(environment, 0)?.first);
        const words = step < 6 ? ['large left'] : [];
        environment.step(optionsOf(environment, words), rewards, events);
      }
      return [...tried];
    };
    expect(typesTried(false)).toEqual(['black cube']);
    expect(typesTried(true)).toEqual(['purple slab']);
  });

  const rules = ['hidden: hold(me, purple slab) -> yellow sphere'];
  /** The type that is to be tried after a look round and some more turns. */
  const triedAfter = (steady: boolean, objects: Sketch['objects'], more: readonly string[]): unknown => {
    const explorer = new Explorer({ steady });
    const task = { goal: ['hold(me, yellow sphere)'], rules, objects, heading: { mean: 0, spread: 0 } };
    const { environment, actions, rewards, events } = playing({ ...task, at: [4, 4] });
    for (const words of [...Array<string>(12).fill('large left'), ...more]) {
      explorer.act(environment, 0, actions);
      environment.step(optionsOf(environment, [words]), rewards, events);
    }
    explorer.act(environment, 0, actions);
    return explorer.intent(environment, 0)?.first;
  };

  it('tries what whoever acts means to try, where that is about as good, and nothing that has been tried', () => {
    const objects: Sketch['objects'] = [
      ['black cube', 2.4, 3],
      ['purple slab', 5.6, 3],
    ];
    const task = { goal: ['hold(me, yellow sphere)'], rules, objects, heading: { mean: 0, spread: 0 } };
    const triedFor = (steady: boolean, wish: readonly ObjectType[]) => {
      const explorer = new Explorer({ steady });
      const { environment, actions, rewards, events } = playing({ ...task, at: [4, 6] });
      const tried: (string | undefined)[] = [];
      for (let step = 0; step < 70; step++) {
        explorer.act(environment, 0, actions, 0, wish);
        environment.step(actions, rewards, events);
        const { kind, first } = explorer.intent(environment, 0)!;
        if (kind === 'take' && tried.at(-1) !== first) tried.push(first);
      }
      return tried.slice(0, 2);
    };
    for (const wish of ['black cube', 'purple slab'] as const) {
      const other = wish === 'black cube' ? 'purple slab' : 'black cube';
      expect(triedFor(true, [wish])[0]).toBe(wish);
      if (wish === 'black cube') expect(triedFor(true, [wish])).toEqual([wish, other]);
    }
    expect(triedFor(false, ['black cube'])).toEqual(triedFor(false, ['purple slab']));
  });

  it('carries along what the avatar has taken, instead of asking to let go of it', () => {
    const objects: Sketch['objects'] = [
      ['yellow slab', 4, 3.2],
      ['black cube', 4, 6.5],
    ];
    const handsWanted = (steady: boolean) => {
      const explorer = new Explorer({ steady });
      const task = { goal: ['hold(me, black cube)'], objects, heading: { mean: 0, spread: 0 } };
      const { environment, actions, rewards, events } = playing({ ...task, at: [4, 4.1] });
      const hand = environment.actionSpec.groups.findIndex(({ name }) => name === 'hand');
      const wanted = new Set<string>();
      for (let step = 0; step < 30; step++) {
        explorer.act(environment, 0, actions);
        if (step > 0) wanted.add(environment.actionSpec.groups[hand].options[actions[hand]]);
        environment.step(step === 0 ? optionsOf(environment, ['grab']) : actions, rewards, events);
        if (step === 0) expect(environment.state(0).players[0].held).toBeGreaterThanOrEqual(0);
      }
      expect(rewards[0]).toBe(1);
      return wanted;
    };
    expect(handsWanted(false)).toContain('release');
    expect(handsWanted(true)).not.toContain('release');
  });

  it('chooses anew as soon as the avatar turns past what was meant', () => {
    const objects: Sketch['objects'] = [
      ['black cube', 6, 4],
      ['purple slab', 1.6, 4],
    ];
    const meant = triedAfter(true, objects, []);
    const past = Array<string>(6).fill('large left');
    expect(triedAfter(false, objects, past)).toBe(triedAfter(false, objects, []));
    expect(triedAfter(true, objects, past)).not.toBe(meant);
  });
});

/** Options of all groups: those named, else what changes nothing. */
const optionsOf = ({ actionSpec }: BatchedEnvironment, words: readonly string[]): Int32Array =>
  Int32Array.from(actionSpec.groups, ({ options }) => {
    const chosen = options.findIndex((option) => words.includes(option));
    return chosen >= 0 ? chosen : (options.length - 1) / 2;
  });

/**
 * Sides to which a script wants to turn (1 left, -1 right, 0 neither) while what it wants lies behind the avatar. In the
 * first step the avatar turns to the other side, then it does as the script says.
 */
function turnsAsked(script: Explorer | Oracle, steps: number): number[] {
  const heading = { mean: 2, spread: 0 };
  const { environment, actions, rewards, events } = playing({ objects: [['black cube', 4, 0.8]], heading });
  const turn = environment.actionSpec.groups.findIndex(({ name }) => name === 'turn');
  const sides: number[] = [];
  for (let step = 0; step < steps; step++) {
    script.act(environment, 0, actions);
    sides.push(Math.sign(2 - actions[turn]));
    if (step === 0) actions[turn] = 4 - actions[turn];
    environment.step(actions, rewards, events);
  }
  return sides;
}
