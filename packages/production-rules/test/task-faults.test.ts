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
  ['an unknown predicate', '/goal', 'eat(me, black cube)', '/goal/0', /"eat" is not a predicate/],
  ['a goal that is no predicate', '/goal', ['yellow sphere'], '/goal/0', /is not a predicate such as/],
  ['an unknown type in a goal', '/goal', 'hold(me, green cube)', '/goal/0', /"green cube" is neither/],
  ['a hold without a player', '/goal', 'hold(black cube, black cube)', '/goal/0', /must be a player/],
  ['a hold of a player', '/goal', 'hold(me, other)', '/goal/0', /names no object/],
  ['a see with the player second', '/goal', 'see(black cube, me)', '/goal/0', /put the player first/],
  ['a goal of an absent player', '/goal', 'hold(other, black cube)', '/goal/0', /one player/],
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
  ['a trial of no seconds', '/trialSeconds', 0, '/trialSeconds', /0/],
  ['a negative trial', '/trialSeconds', -1, '/trialSeconds', /0/],
  ['a spread beyond the circle', '/players/0/heading', { mean: 0, spread: 4 }, '/players/0/heading/spread', /./],
  ['an unknown tile', '/world/rows/0', '0x', '/world/rows/0', /only "0"/],
  ['uneven rows', '/world/rows/1', '0', '/world/rows/1', /as many tiles/],
  ['no rows', '/world/rows', [], '/world/rows', /./],
  ['an unknown key', '/objects/0/colour', 'red', '/objects/0/colour', /not part of a task/],
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

  it.each(FAULTS)('with %s is refused with the JSON path', (_, at, value, path, message) => {
    const faults = faultsOf(JSON.stringify(withValue(at, value)));
    expect(faults.map((fault) => fault.path)).toContain(path);
    expect(faults.find((fault) => fault.path === path)!.message).toMatch(message);
  });
});
