import { readFileSync } from 'node:fs';
import {
  AVATAR_RADIUS,
  OBJECT_SIZE,
  OBJECT_SIZE_FACTORS,
  type PlayerStart,
  parsePredicate,
  RuleEngine,
} from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { makeEngine } from './make-engine.js';
import { PlainWorld } from './plain-world.js';
import { RULE_ROWS } from './rule-rows.js';

/** Objects: black cube at 0 and at 5, yellow sphere at 5.8, purple slab at 20. The player is at 0 with cube 0 in hand. */
function world(): PlainWorld {
  const made = new PlainWorld();
  made.hands[0] = made.add('black cube', 0);
  made.add('black cube', 5);
  made.add('yellow sphere', 5.8);
  made.add('purple slab', 20);
  return made;
}

const GOAL_ROWS: [of: string, goal: string[], holds: boolean][] = [
  ['P1', ['near(black cube, yellow sphere)'], true],
  ['P1', ['near(yellow sphere, black cube)'], true],
  ['P1', ['near(black cube, purple slab)'], false],
  ['P1', ['near(me, black cube)'], true],
  ['P1', ['near(black cube, me)'], true],
  ['P1', ['near(me, yellow sphere)'], false],
  ['P2', ['touching(black cube, yellow sphere)'], false],
  ['P2', ['touching(me, black cube)'], true],
  ['P2', ['touching(black cube, me)'], true],
  ['P3', ['hold(me, black cube)'], true],
  ['P3', ['hold(me, yellow sphere)'], false],
  ['P3', ['hold(other, black cube)'], false],
  ['P4', ['see(me, black cube)'], true],
  ['P5', ['see(black cube, purple slab)'], true],
  ['P6', ['near(me, yellow pyramid)'], false],
  ['P7', ['not hold(me, yellow sphere)'], true],
  ['P7', ['not hold(me, black cube)'], false],
  ['P7', ['not near(black cube, yellow sphere)'], false],
  ['P7', ['not near(black cube, purple slab)'], true],
  ['P7', ['not near(me, yellow pyramid)'], true],
  ['P8', ['near(black cube, black cube)'], false],
  ['P8', ['near(yellow sphere, yellow sphere)'], false],
  ['P8', ['see(black cube, black cube)'], true],
  ['P8', ['see(yellow sphere, yellow sphere)'], false],
  ['P9', ['hold(me, black cube)', 'near(black cube, yellow sphere)'], true],
  ['P9', ['hold(me, black cube)', 'not near(black cube, yellow sphere)'], false],
  ['P9', ['near(black cube, purple slab)', 'hold(me, black cube)'], false],
];

describe('the goal', () => {
  it.each(GOAL_ROWS)('%s: %j is %s', (_, goal, holds) => {
    const engine = new RuleEngine({ rules: [], goal: goal.map(parsePredicate) });
    expect(engine.goalHolds(world())).toBe(holds);
  });
});

describe('rules', () => {
  it.each(RULE_ROWS)('$of: $sentence', ({ rules, objects, physicsSteps, after, blocked }) => {
    const line = new PlainWorld();
    for (const [type, x] of objects) line.add(type, x);
    const engine = makeEngine(rules);
    engine.reset();
    physicsSteps.forEach((change, physicsStep) => {
      change(line);
      engine.step(line);
      expect(line.inventory(), `physics step ${physicsStep}`).toEqual([...after[physicsStep]].sort());
    });
    if (blocked) expect([...engine.blocked]).toEqual(blocked);
  });
});

const OTHER_ROWS: [of: string, sentence: string, check: () => void][] = [
  [
    'R4',
    'the first spawn takes place and grip of the first object that the condition names',
    () => {
      const line = new PlainWorld();
      const sphere = line.add('purple sphere', 5.5);
      const cube = line.add('black cube', 5);
      line.hands[0] = cube;
      const engine = makeEngine(['near(black cube, purple sphere) -> yellow pyramid, black slab']);
      expect(engine.step(line)).toBe(1);
      expect(line.log).toEqual([[cube, sphere]]);
      expect(line.typeOf(line.hands[0])).toBe(8);
    },
  ],
  [
    'R14',
    'the goal sees what the rules of its physics step made',
    () => {
      const line = new PlainWorld();
      line.hands[0] = line.add('black cube', 5);
      const engine = makeEngine(['hold(me, black cube) -> yellow sphere'], 'hold(me, yellow sphere)');
      expect(engine.goalHolds(line)).toBe(false);
      engine.step(line);
      expect(engine.goalHolds(line)).toBe(true);
    },
  ],
  [
    'R14',
    'each player is judged by its own goal',
    () => {
      const line = new PlainWorld();
      line.hands[1] = line.add('black cube', 5);
      const goal = [parsePredicate('hold(other, black cube)')];
      const players = [{ at: [0, 0] }, { at: [0, 0], goal: [parsePredicate('hold(me, black cube)')] }] as PlayerStart[];
      const own = new RuleEngine({ rules: [], goal, players });
      expect([own.goalCount, own.goalHolds(line), own.goalHolds(line, 1)]).toEqual([2, true, false]);
      expect(new RuleEngine({ rules: [], goal, players: players.slice(0, 1) }).goalCount).toBe(1);
    },
  ],
  [
    'R14',
    'what a rule consumes at contact pays nothing, and one physics step if it leaves a mark for one',
    () => {
      const paid = (...rules: string[]): boolean[] => {
        const line = new PlainWorld();
        const lemon = line.add('yellow sphere', 5);
        const engine = makeEngine(rules, `touching(me, ${rules.length > 1 ? 'purple sphere' : 'yellow sphere'})`);
        return [0, 4.6, 4.6, 4.6].map((x) => {
          line.playerX[0] = x;
          engine.step(line);
          expect(line.inventory().length <= 1 && lemon === 0).toBe(true);
          return engine.goalHolds(line);
        });
      };
      expect(paid('touching(me, yellow sphere) -> nothing')).toEqual([false, false, false, false]);
      const mark = ['touching(me, yellow sphere) -> purple sphere', 'touching(me, purple sphere) -> nothing'];
      expect(paid(...mark)).toEqual([false, true, false, false]);
      expect(paid(...mark.reverse())).toEqual([false, true, false, false]);
    },
  ],
  [
    'P10',
    'objects of the largest size can come within 1 m of each other and of the avatar',
    () => {
      const width = OBJECT_SIZE * OBJECT_SIZE_FACTORS.max;
      // Side by side: the centre of the flattest and of the tallest shape differ most in height, by less than half a width.
      expect(Math.hypot(width, width / 2)).toBeLessThanOrEqual(1);
      expect(Math.hypot(AVATAR_RADIUS + width / 2, 0.5)).toBeLessThanOrEqual(1);
    },
  ],
];

describe('and', () => {
  it.each(OTHER_ROWS)('%s: %s', (_of, _sentence, check) => check());
});

describe('every sentence of docs/task-files.md', () => {
  it('has a row, and every row a sentence', () => {
    const page = readFileSync(new URL('../../../docs/task-files.md', import.meta.url), 'utf8');
    const sentences = [...page.matchAll(/^\| ([PR]\d+) \|/gm)].map(([, of]) => of);
    const shown = [...GOAL_ROWS, ...OTHER_ROWS].map(([of]) => of).concat(RULE_ROWS.map(({ of }) => of));
    expect(new Set(sentences).size).toBe(sentences.length);
    expect([...new Set(shown)].sort()).toEqual(sentences.sort());
  });
});
