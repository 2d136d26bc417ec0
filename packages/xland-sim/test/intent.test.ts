import { OBJECT_TYPES } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer, INTENT_DIMS, Oracle, writeIntent } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { randomTask, type Sketch, taskOf } from './tasks.js';

type Script = Oracle | Explorer;

/** What a script that plays one trial of a sketch means to do, in words; repetitions are left out. */
function intents(script: Script, sketch: Sketch): string[] {
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, taskOf({ trialSeconds: 20, ...sketch }), { trials: 1, seed: 1 });
  expect(script.intent(environment, 0)).toBeUndefined();
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const events = new Uint8Array(1);
  const said: string[] = [];
  while (events[0] !== 2) {
    script.act(environment, 0, actions);
    const { kind, first = '', second = '' } = script.intent(environment, 0)!;
    const words = [kind, first, second].filter((word) => word !== '').join(', ');
    if (words !== said.at(-1)) said.push(words);
    environment.step(actions, new Float32Array(1), events);
  }
  expect(script.intent(environment, 0)).toBeUndefined();
  return said;
}

const PAIR: Sketch['objects'] = [
  ['black cube', 3.5, 3],
  ['purple slab', 5, 3],
];
const SLAB_FIRST: Sketch['objects'] = [
  ['black cube', 3.5, 2],
  ['purple slab', 5, 4.5],
];
const SIDE_BY_SIDE: Sketch['objects'] = [
  ['black cube', 3.6, 2],
  ['purple slab', 4.4, 2],
];
const TOGETHER = ['take, black cube, purple slab', 'near, black cube, purple slab', 'wait'];
const APART = ['take, black cube, purple slab', 'part, black cube, purple slab', 'wait'];

const GOALS: [goal: string, objects: Sketch['objects'], at: [number, number], expected: string[]][] = [
  ['hold(me, black cube)', PAIR, [4, 4], ['take, black cube', 'wait']],
  ['near(me, black cube)', PAIR, [4, 6], ['near, black cube']],
  ['touching(me, black cube)', PAIR, [4, 6], ['take, black cube', 'touch, black cube']],
  ['see(me, black cube)', PAIR, [4, 4], ['see, black cube']],
  ['near(black cube, purple slab)', PAIR, [3.5, 6.5], TOGETHER],
  [
    'near(purple slab, black cube)',
    SLAB_FIRST,
    [5, 7],
    ['take, purple slab, black cube', 'near, purple slab, black cube', 'wait'],
  ],
  ['not near(me, black cube)', PAIR, [3.5, 3.9], ['leave, black cube']],
  ['not see(me, black cube)', [['black cube', 4, 2]], [4, 5], ['turn away, black cube']],
  ['not near(black cube, purple slab)', SIDE_BY_SIDE, [3.6, 4], APART],
];

describe.each([
  ['oracle', () => new Oracle()],
  ['explorer', () => new Explorer()],
])('the %s says what it means to do', (name, make) => {
  it.each(GOALS)('for %s', (goal, objects, at, expected) => {
    // The explorer takes what it is to touch and holds it against a wall; the oracle walks up to it.
    const walksUp = name === 'oracle' && goal.startsWith('touching(me');
    expect(intents(make(), { goal: [goal], objects, at })).toEqual(walksUp ? expected.slice(1) : expected);
  });

  it('while it touches: it goes on when it lets go of the one to push it against the other', () => {
    const said = intents(make(), { goal: ['touching(black cube, purple slab)'], objects: PAIR, at: [3.5, 6.5] });
    expect(said.slice(0, 2)).toEqual(['take, black cube, purple slab', 'touch, black cube, purple slab']);
  });

  it('through a rule: first what the rule needs, then what the goal asks for', () => {
    const rules = ['near(black cube, purple slab) -> yellow sphere, yellow cube'];
    const goal = ['hold(me, yellow cube)'];
    const said = intents(make(), { goal, rules, objects: PAIR, at: [3.5, 6.5] });
    expect(said).toEqual([...TOGETHER.slice(0, 2), 'take, yellow cube', 'wait']);
  });
});

it('the explorer says that it searches while it knows of nothing to take', () => {
  const said = intents(new Explorer(), { goal: ['hold(me, black cube)'], objects: [['black cube', 4, 7]], at: [4, 1] });
  expect(said).toEqual(['search', 'take, black cube', 'wait']);
});

it('the explorer says what one of a pair is for before it has seen the other', () => {
  const objects: Sketch['objects'] = [
    ['black cube', 4, 2],
    ['purple slab', 4, 7.5],
  ];
  const said = intents(new Explorer(), { goal: ['near(black cube, purple slab)'], objects, at: [4, 5] });
  expect(said).toEqual(['take, black cube, purple slab', 'search', 'near, black cube, purple slab', 'wait']);
});

it('intents are numbers within their options, and what is taken exists', () => {
  const environment = new BatchedEnvironment(COMPACT, 1);
  const [oracle, actions, events] = [new Oracle(), new Int32Array(3), new Uint8Array(1)];
  const numbers = Int32Array.of(7, 7, 7, 7);
  for (const seed of [1, 2, 3, 4]) {
    environment.reset(0, randomTask(seed), { trials: 1, seed });
    for (events[0] = 0; events[0] !== 2; environment.step(actions, new Float32Array(1), events)) {
      oracle.act(environment, 0, actions);
      const intent = oracle.intent(environment, 0)!;
      writeIntent(intent, numbers, 1);
      expect(numbers[0]).toBe(7);
      numbers.slice(1).forEach((option, part) => {
        expect(option).toBeGreaterThanOrEqual(0);
        expect(option).toBeLessThan(INTENT_DIMS[part]);
      });
      expect(OBJECT_TYPES[numbers[2]]).toBe(intent.first);
      if (intent.kind !== 'take') continue;
      expect(environment.state(0).objects.some(({ type, holder }) => type === intent.first && holder < 0)).toBe(true);
    }
  }
});
