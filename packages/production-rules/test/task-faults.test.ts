import { OBJECT_TYPES, PREDICATES } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { faultsOf, VALID } from './valid-file.js';

const cube = VALID.objects[0];
const four = ['black cube', 'black cube', 'black cube', 'black cube'];
const parts = (...spawns: string[]) => ({ condition: 'hold(me, black cube)', spawns });

/** What is wrong; where in the valid file a value is put (none: it is removed); the path of the fault; its message. */
const FAULTS: [what: string, at: string, value: unknown, path: string, message: RegExp][] = [
  ['a wrong version', '/version', 2, '/version', /1/],
  ['no goal', '/goal', undefined, '/goal', /./],
  ['an empty goal', '/goal', [], '/goal', /at least one/],
  ['an unknown predicate', '/goal', 'eat(me, black cube)', '/goal', /"eat" is not a predicate/],
  ['a goal that is no predicate', '/goal', ['yellow sphere'], '/goal/0', /is not a predicate such as/],
  ['an unknown type in a goal', '/goal', 'hold(me, green cube)', '/goal', /"green cube" is neither/],
  ['a hold without a player', '/goal', 'hold(black cube, black cube)', '/goal', /must be a player/],
  ['a hold of a player', '/goal', 'hold(me, other)', '/goal', /names no object/],
  ['a see with the player second', '/goal', 'see(black cube, me)', '/goal', /put the player first/],
  ['a goal of an absent player', '/goal', 'hold(other, black cube)', '/goal', /one player/],
  ['a rule of an absent player', '/rules/0', 'near(other, black cube) -> nothing', '/rules/0', /one player/],
  ['a rule without arrow', '/rules/0', 'hold(me, black cube)', '/rules/0', /is not a rule such as/],
  ['a rule without spawn', '/rules/0', 'hold(me, black cube) ->', '/rules/0', /"" is not an object type/],
  ['an unknown spawn', '/rules/0', 'hold(me, black cube) -> red ball', '/rules/0', /red ball" is not an object type/],
  ['more than three spawns', '/rules/0', `hold(me, black cube) -> ${four}`, '/rules/0', /at most 3 spawns, not 4/],
  ['a bad hidden rule', '/rules/1/rule', 'not -> nothing', '/rules/1/rule', /not a predicate/],
  ['an unknown spawn in parts', '/rules/0', parts('black cube', 'red ball'), '/rules/0/spawns/1', /"red ball" is not/],
  ['four spawns in parts', '/rules/0', parts(...four), '/rules/0/spawns', /at most 3/],
  ['a rule that is a number', '/rules/0', 5, '/rules/0', /./],
  ['more than 16 rules', '/rules', Array(17).fill(VALID.rules[0]), '/rules', /at most 16/],
  ['an unknown type of an object', '/objects/1/type', 'cube', '/objects/1/type', /"cube" is not an object type/],
  ['an object outside the room', '/objects/0/at', [1, 4.1], '/objects/0/at', /not inside the room/],
  ['an object that reaches outside', '/objects/0/at', [0.1, 1], '/objects/0/at', /not inside the room/],
  ['an object in a wall', '/objects/0/at', [3, 3], '/objects/0/at', /in a wall/],
  ['an object that reaches into a wall', '/objects/0/at', [3, 1.9], '/objects/0/at', /in a wall/],
  ['overlapping objects', '/objects/1/at', [1.3, 0.8], '/objects/1/at', /overlaps object 0 \(black cube\)/],
  ['a player in an object', '/players/0/at', [1.3, 1.3], '/players/0/at', /overlaps object 0/],
  ['a player in a wall', '/players/0/at', [3, 3], '/players/0/at', /in a wall/],
  ['no player', '/players', [], '/players', /at least one/],
  ['three coordinates', '/objects/0/at', [1, 1, 1], '/objects/0/at', /./],
  ['a coordinate that is text', '/objects/0/at/1', '1', '/objects/0/at/1', /number/],
  ['a size of zero', '/objects/0/size', 0, '/objects/0/size', /0.5/],
  ['a size with which near is out of reach', '/objects/0/size', 3, '/objects/0/size', /1.6/],
  ['more than 32 objects', '/objects', Array(33).fill(cube), '/objects', /at most 32/],
  ['a trial of no seconds', '/trialSeconds', 0, '/trialSeconds', /at least 1/],
  ['a negative trial', '/trialSeconds', -1, '/trialSeconds', /at least 1/],
  ['a spread beyond the circle', '/players/0/heading', { mean: 0, spread: 4 }, '/players/0/heading/spread', /./],
  ['an unknown tile', '/world/rows/0', '0x', '/world/rows/0', /Character 2, "x", is no tile/],
  ['uneven rows', '/world/rows/1', '000', '/world/rows/1', /as many tiles/],
  ['no rows', '/world/rows', [], '/world/rows', /./],
  ['an unknown key', '/objects/0/colour', 'red', '/objects/0/colour', /not part of a task/],
  ['a heading in degrees', '/players/0/heading', { mean: 90, spread: 0 }, '/players/0/heading/mean', /at most 6.28/],
  ['a heading without spread', '/players/0/heading', { mean: 0 }, '/players/0/heading/spread', /missing/],
  ['a negative spread', '/players/0/heading', { mean: 0, spread: -0.1 }, '/players/0/heading/spread', /at least 0/],
  [
    'a goal of the first player',
    '/players/0/goal',
    VALID.goal,
    '/players/0/goal',
    /Only the second .* own goal; write/,
  ],
  [
    'a hiding of the first player',
    '/players/0/hiding',
    {},
    '/players/0/hiding',
    /Only the second .* own hiding; write/,
  ],
  [
    'a goal that is no predicate, of the second player',
    '/players/1',
    { at: [1.6, 2.2], goal: 'win' },
    '/players/1/goal',
    /"win" is not a predicate/,
  ],
  [
    'a hidden rule that is not there',
    '/players/1',
    { at: [1.6, 2.2], hiding: { rules: [1, 3] } },
    '/players/1/hiding/rules/1',
    /There is no rule 3; the task has 2, and the first is number 1\./,
  ],
  [
    'a hidden rule 0',
    '/players/1',
    { at: [1.6, 2.2], hiding: { rules: [0] } },
    '/players/1/hiding/rules/0',
    /The first rule is number 1\./,
  ],
  [
    'a rule hidden twice',
    '/players/1',
    { at: [1.6, 2.2], hiding: { rules: [1, 1] } },
    '/players/1/hiding/rules',
    /named once/,
  ],
  ['a third player', '/players', Array(3).fill(VALID.players[0]), '/players', /at most two/],
  ['an overlapping other player', '/players/1', { at: [1.2, 3] }, '/players/1/at', /player 1 .* overlaps player 0/],
  ['a name of two lines', '/name', 'a\nb', '/name', /one line/],
  ['a goal of five', '/goal', Array(5).fill(VALID.goal), '/goal', /at most 4/],
  ['a bad predicate in a list', '/goal', [VALID.goal, 'hold(me, x)'], '/goal/1', /"x" is neither/],
  [
    'a list whose goal is of an absent player',
    '/goal',
    [VALID.goal, 'see(other, black cube)'],
    '/goal/1',
    /one player/,
  ],
  ['a goal that is a number', '/goal', 5, '/goal', /a predicate in quotes, or a list/],
  ['a type hidden twice', '/hiding', { types: ['black cube', 'black cube'] }, '/hiding/types', /named once/],
  ['a type hidden that there is not', '/hiding', { types: ['cube'] }, '/hiding/types/0', /not an object type/],
  ['five hidden types', '/hiding', { types: OBJECT_TYPES.slice(0, 5) }, '/hiding/types', /At most 4/],
  ['three hidden predicates', '/hiding', { predicates: PREDICATES.slice(0, 3) }, '/hiding/predicates', /At most 2/],
  ['a player hidden', '/hiding', { types: ['me'] }, '/hiding/types/0', /not an object type/],
  ['a hiding that is a word', '/rules/1/hidden', 'yes', '/rules/1/hidden', /true or false/],
  ['a trial without end', '/trialSeconds', 1e6, '/trialSeconds', /at most 600/],
  ['a key that needs escaping', '/a~1b~0', 1, '/a~1b~0', /not part of a task/],
  ['an unknown hidden predicate', '/hiding', { predicates: ['eat'] }, '/hiding/predicates/0', /./],
];

/** A copy of the valid file with `value` at a JSON pointer. */
function withValue(pointer: string, value: unknown): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const copy: unknown = structuredClone(VALID);
  const last = keys.pop()!;
  const parent = keys.reduce((node, key) => (node as Record<string, unknown>)[key], copy) as Record<string, unknown>;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('a task file', () => {
  it('is valid before anything is changed', () => {
    expect(faultsOf(JSON.stringify(VALID))).toEqual([]);
  });

  it('with a key given twice is refused: the two may contradict each other', () => {
    const text = JSON.stringify(VALID).replace('{', '{"goal":"hold(me, black slab)",\n');
    expect(faultsOf(text)).toEqual([{ path: '/goal', message: 'This key is given twice.', line: 2 }]);
  });

  it('with several faults names each with its line', () => {
    const text = JSON.stringify(withValue('/objects/1/type', 'cube'), null, 2).replace('"trialSeconds": 8', '"x": 1');
    const lines = text.split('\n');
    const line = (part: string) => 1 + lines.findIndex((one) => one.includes(part));
    expect(faultsOf(text).map(({ path, line }) => [path, line])).toEqual([
      ['/objects/1/type', line('"cube"')],
      ['/trialSeconds', 1],
      ['/x', line('"x"')],
    ]);
  });

  it.each(FAULTS)('with %s is refused with the JSON path', (_, at, value, path, message) => {
    const faults = faultsOf(JSON.stringify(withValue(at, value)));
    expect(faults.map((fault) => fault.path)).toContain(path);
    expect(faults.find((fault) => fault.path === path)!.message).toMatch(message);
  });
});
