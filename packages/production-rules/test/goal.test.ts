import { parsePredicate, RuleEngine } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { PlainWorld } from './plain-world.js';

/** Objects: black cube at 0 and at 5, yellow sphere at 5.8, purple slab at 20. The player is at 0 with cube 0 in hand. */
function world(): PlainWorld {
  const made = new PlainWorld();
  made.hands[0] = made.add('black cube', 0);
  made.add('black cube', 5);
  made.add('yellow sphere', 5.8);
  made.add('purple slab', 20);
  return made;
}

const ROWS: [goal: string[], holds: boolean][] = [
  [['hold(me, black cube)'], true],
  [['hold(me, yellow sphere)'], false],
  [['not hold(me, yellow sphere)'], true],
  [['not hold(me, black cube)'], false],
  // for some pair
  [['near(black cube, yellow sphere)'], true],
  [['near(yellow sphere, black cube)'], true],
  [['touching(black cube, yellow sphere)'], false],
  [['near(black cube, purple slab)'], false],
  // no pair satisfies it
  [['not near(black cube, yellow sphere)'], false],
  [['not near(black cube, purple slab)'], true],
  // two distinct objects
  [['near(black cube, black cube)'], false],
  [['near(yellow sphere, yellow sphere)'], false],
  [['see(black cube, black cube)'], true],
  [['see(yellow sphere, yellow sphere)'], false],
  // a type that is not there
  [['near(me, yellow pyramid)'], false],
  [['not near(me, yellow pyramid)'], true],
  [['near(me, black cube)'], true],
  [['near(black cube, me)'], true],
  [['touching(me, black cube)'], true],
  [['see(me, black cube)'], true],
  [['hold(other, black cube)'], false],
  // conjunction
  [['hold(me, black cube)', 'near(black cube, yellow sphere)'], true],
  [['hold(me, black cube)', 'not near(black cube, yellow sphere)'], false],
];

describe('goals', () => {
  it.each(ROWS)('%j is %s', (goal, holds) => {
    const engine = new RuleEngine({ rules: [], goal: goal.map(parsePredicate) });
    expect(engine.goalHolds(world())).toBe(holds);
  });
});
