import { readdirSync, readFileSync } from 'node:fs';
import { describeTask, parseTask, type Task, taskWarnings } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';
import { VALID } from './valid-file.js';

const folder = new URL('../../../tasks/examples/', import.meta.url);
const example = (file: string) => parseTask(readFileSync(new URL(file, folder), 'utf8'), file);
const taskWith = (change: object): Task => parseTask(JSON.stringify({ ...VALID, ...change }));

const GOALS: [goal: string | string[], words: string][] = [
  ['hold(me, yellow sphere)', 'I hold a yellow sphere'],
  ['not hold(me, yellow sphere)', 'I do not hold any yellow sphere'],
  ['near(me, black cube)', 'I am within 1 m of a black cube'],
  ['not near(me, black cube)', 'I am not within 1 m of any black cube'],
  ['near(black cube, me)', 'a black cube is within 1 m of me'],
  ['not touching(black cube, me)', 'no black cube touches me'],
  ['see(me, purple slab)', 'I see a purple slab'],
  ['not see(me, purple slab)', 'I do not see any purple slab'],
  ['see(other, purple slab)', 'the other player sees a purple slab'],
  ['not near(other, purple slab)', 'the other player is not within 1 m of any purple slab'],
  ['touching(other, purple slab)', 'the other player touches a purple slab'],
  ['see(black sphere, yellow sphere)', 'a black sphere is in sight of a yellow sphere'],
  ['not near(yellow cube, black sphere)', 'no yellow cube is within 1 m of a black sphere'],
  ['near(black cube, black cube)', 'a black cube is within 1 m of another black cube'],
  [
    ['hold(me, black cube)', 'near(black cube, other)'],
    'I hold a black cube, and a black cube is within 1 m of the other player',
  ],
];

const RULES: [rule: unknown, words: string][] = [
  ['hold(me, black cube) -> yellow sphere', 'When I hold a black cube, it turns into a yellow sphere.'],
  ['near(me, black cube) -> nothing', 'When I am within 1 m of a black cube, it vanishes.'],
  ['touching(black cube, black slab) -> nothing', 'When a black cube touches a black slab, both vanish.'],
  [
    'near(black cube, black cube) -> yellow sphere, black slab',
    'When a black cube is within 1 m of another black cube, both turn into a yellow sphere and a black slab.',
  ],
  [
    'not hold(me, black cube) -> black slab',
    'As soon as it is no longer true that I hold a black cube, it turns into a black slab.',
  ],
  [
    { rule: 'see(me, black cube) -> nothing', hidden: true },
    'When I see a black cube, it vanishes. (hidden from the agent)',
  ],
];

describe('a task in words', () => {
  it.each(GOALS)('names the goal %j', (goal, words) => {
    const task = taskWith({ goal, players: [{ at: [1, 3] }, { at: [3, 3] }], world: { rows: ['00', '00'] } });
    expect(describeTask(task)).toContain(`\nGoal: ${words}.\n`);
  });

  it.each(RULES)('tells the rule %j', (rule, words) => {
    expect(describeTask(taskWith({ rules: [rule] }))).toContain(`\n  1. ${words}\n`);
  });

  it('has a map and all the rest', () => {
    const words = describeTask(example('up-the-ramp.jsonc'));
    expect(words).toBe(`up the ramp
Tests: Finding the way up to something that is only seen from a distance, and not falling off before.
Goal: I hold a yellow pyramid.
Rules, in the order in which they fire:
  1. When I see a purple sphere, it turns into a yellow pyramid. (hidden from the agent)
Timing: a trial lasts 20 s. I start each trial looking anywhere.
World: 12 x 12 m; floors up to 2 m high, walls (#), ramps (the arrow points uphill).
  +------------------------+
  |222222222222............|
  |22a222b22222............|
  |222222222222............|
  |222222222222..c.........|
  |^^^^################....|
  |^^^^################....|
  |11111111<<<<............|
  |11111111<<<<............|
  |11111111................|
  |11111111................|
  |........................|
  |..................@.....|
  +------------------------+
  @  me
  a  yellow pyramid
  b  black cube
  c  purple sphere`);
  });

  it('tells what is hidden by number, headings in degrees, sizes and frozen objects', () => {
    const words = describeTask(
      taskWith({
        hiding: { types: ['black slab', 'black cube'], predicates: ['hold'] },
        objects: [
          { type: 'black cube', at: [1, 1], size: 1.5, frozen: true },
          { type: 'black slab', at: [3, 1] },
          { type: 'black slab', at: [3, 1.6] },
        ],
        players: [{ at: [1, 3], heading: { mean: Math.PI / 2, spread: 0.5 } }],
      }),
    );
    expect(words).toContain(
      'the agent sees numbers: type 1 for black slab, type 2 for black cube, predicate 1 for hold.',
    );
    expect(words).toContain('looking 90 +- 29 degrees (0 is up the map, 90 to its left).');
    expect(words).toMatch(/a {2}frozen black cube of size 1.5\n {2}b c {2}black slab$/);
  });

  it('shows neighbours that share a character of the map beside each other', () => {
    const small = (x: number, z: number) => ({ type: 'black cube', at: [x, z], size: 0.5 });
    const lines = describeTask(taskWith({ objects: [small(1, 1), small(1.3, 1), small(1.3, 1.3)] })).split('\n');
    expect(lines.filter((line) => line.startsWith('  |'))[1]).toBe('  |.cab....|');
  });

  it('shows every object and player of any task on the map', () => {
    for (let seed = 0; seed < 200; seed++) {
      const task = arbitraryTask(seed);
      const lines = describeTask(task).split('\n');
      const map = lines.filter((line) => line.startsWith('  |')).join('');
      const marks = new Set(map.replace(/[.#^|\d ]/g, ''));
      expect(marks.size).toBe(task.objects.length + task.players.length);
    }
  });
});

const WARNINGS: [what: string, change: object, path: string | undefined, message: RegExp][] = [
  ['nothing to object to', {}, undefined, /./],
  [
    'a goal of what never is there',
    { goal: 'hold(me, purple slab)' },
    '/goal/0',
    /never be that I hold a purple slab: the objects/,
  ],
  ['a goal that a rule can reach', { goal: 'hold(me, yellow sphere)' }, undefined, /./],
  ['a goal of what only a dead rule makes', { rules: ['hold(me, purple cube) -> yellow sphere'] }, '/goal/0', /never/],
  ['a rule that never fires', { rules: [...VALID.rules, 'see(me, purple slab) -> nothing'] }, '/rules/2', /never/],
  ['a pair of which there is one', { goal: 'near(black cube, black cube)' }, '/goal/0', /never/],
  ['a negated goal of what never is there', { goal: 'not hold(me, purple slab)' }, undefined, /./],
  [
    'a frozen object to hold',
    { goal: 'hold(me, black cube)', rules: [], objects: [{ type: 'black cube', at: [1, 1], frozen: true }] },
    '/goal/0',
    /it is frozen/,
  ],
  [
    'the same condition twice',
    { rules: [...VALID.rules, 'near(black slab, black cube) -> yellow cube'] },
    '/rules/2',
    /Rule 2 has the same condition and fires first/,
  ],
  ['hiding of a type in no rule', { hiding: { types: ['purple slab'] } }, '/hiding/types/0', /changes nothing/],
  ['hiding of a predicate in no rule', { hiding: { predicates: ['see'] } }, '/hiding/predicates/0', /changes nothing/],
];

describe('warnings', () => {
  it.each(WARNINGS)('%s', (_, change, path, message) => {
    const warnings = taskWarnings(taskWith(change));
    if (path === undefined) expect(warnings).toEqual([]);
    else expect(warnings).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('are not given for the examples', () => {
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThanOrEqual(5);
    for (const file of files) expect(taskWarnings(example(file)), file).toEqual([]);
  });
});
