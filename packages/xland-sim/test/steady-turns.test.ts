import { Explorer, Oracle, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { playing } from './explorer-scenes.js';
import { randomTask } from './tasks.js';

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

  it('plays by itself as it always does', () => {
    for (const task of [4, 5, 6].map(randomTask)) {
      const play = (steady: boolean) => solve(task, { player: make(steady), trials: 2, seed: 1 }).rewards;
      expect(play(true)).toEqual(play(false));
    }
  });
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
