import { OBJECT_TYPES } from '@open-ada/production-rules';
import { featureOf, observationSpec, PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { LONG_ARM, Player } from './player.js';
import { type Sketch, taskOf } from './tasks.js';

const [ENTITIES] = observationSpec(LONG_ARM).parts;
const [POSITION, DISTANCE, BEARING, HELD, VELOCITY] = ['position', 'distance', 'bearing', 'held', 'velocity'].map(
  (name) => featureOf(ENTITIES, name).offset,
);

describe('layout', () => {
  it.each([LONG_ARM, PAPER])('is gapless, with the parts of an episode last', (settings) => {
    const spec = observationSpec(settings);
    let at = 0;
    for (const { offset, shape, perEpisode } of spec.parts) {
      expect(offset).toBe(at);
      expect(perEpisode).toBe(at >= spec.stepSize);
      at += shape.reduce((product, n) => product * n, 1);
    }
    expect(spec.size).toBe(at);
  });
});

describe('entities', () => {
  it('lists what is in view, nearest first, in the body frame', () => {
    const player = new Player(
      taskOf({
        objects: [
          ['black cube', 4, 6],
          ['yellow sphere', 5, 1],
          ['purple pyramid', 3.2, 2.4, { frozen: true }],
        ],
      }),
    );
    const [first, second, ...none] = player.entities();
    expect(none).toEqual([]);
    expect(first.slice(0, 11)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0]);
    expect(second.slice(1, 8)).toEqual([0, 1, 0, 0, 0, 0, 1]);
    // Left and ahead; right and ahead; both below the eye.
    expect(first[POSITION]).toBeCloseTo(-0.8 / 4, 6);
    expect(first[POSITION + 2]).toBeCloseTo(1.6 / 4, 6);
    expect(second[POSITION]).toBeCloseTo(1 / 4, 6);
    expect(second[POSITION + 1]).toBeCloseTo(-0.75 / 4, 6);
    expect(second[POSITION + 2]).toBeCloseTo(3 / 4, 6);
    const distance = Math.hypot(1, 3);
    expect(second[DISTANCE]).toBeCloseTo(distance / 8, 6);
    expect(second[BEARING]).toBeCloseTo(1 / distance, 6);
    expect(second[BEARING + 1]).toBeCloseTo(3 / distance, 6);
  });

  it('leaves out what another object or a wall hides', () => {
    const behind = (size: number) =>
      new Player(
        taskOf({
          objects: [
            ['black cube', 4, 3.2, { size }],
            ['yellow slab', 4, 2.4],
          ],
        }),
      ).entities().length;
    expect(behind(1.5)).toBe(1);
    expect(behind(0.5)).toBe(2);
    const rows = ['0000', '00#0', '0000', '0000'];
    const walled = new Player(taskOf({ objects: [['black cube', 5, 1.5]], rows, at: [5, 5] }));
    expect(walled.entities()).toEqual([]);
  });

  it('turns with the avatar', () => {
    const task = taskOf({ objects: [['black cube', 2, 4]], heading: { mean: Math.PI / 2, spread: 0 } });
    const [entity] = new Player(task).entities();
    expect(entity[POSITION]).toBeCloseTo(0, 6);
    expect(entity[POSITION + 2]).toBeCloseTo(2 / 4, 6);
  });

  it('always shows what is held', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 2.5]] }));
    player.play('grab');
    player.play('forward');
    const [entity] = player.entities();
    expect(entity[HELD]).toBe(1);
    expect(entity[VELOCITY + 2]).toBeGreaterThan(0.5);
    expect(player.feature('body', 'holding')).toEqual([1]);
    expect(player.feature('body', 'velocity')[2]).toBeCloseTo(1, 5);
  });
});

describe('rays', () => {
  it('tell walls from objects', () => {
    const player = new Player(taskOf({ objects: [['black sphere', 4, 2]] }), {
      ...LONG_ARM,
      rays: { count: 1, heights: [0.25, 1] },
    });
    expect(player.part('rays').map((float) => Math.round(float * 1e6) / 1e6)).toEqual([1.75 / 16, 0, 1, 4 / 16, 1, 0]);
  });
});

describe('time', () => {
  const task = taskOf({ trialSeconds: 8 });

  it('counts seconds and trials', () => {
    const player = new Player(task, LONG_ARM, { trials: 3, seed: 1 });
    player.play();
    const time = player.part('time').map((float) => Math.round(float * 1e4) / 1e4);
    expect(time).toEqual([0.78, 0.8, 0, 0, 1, 0, 0, 0, 0, (7.8 + 8) / 40]);
    const long = new Player(task, LONG_ARM, { trials: 9, seed: 1 });
    expect(long.part('time').slice(2, 9)).toEqual([0, 0, 0, 0, 0, 1, 0]);
  });

  it('hides the trial index on request', () => {
    const player = new Player(task, LONG_ARM, { trials: 3, seed: 1, hideTrialIndex: true });
    expect(player.part('time').slice(2)).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
  });
});

describe('goal and rules', () => {
  it('are tokens; hidden rules, types and predicates are masked in rules only', () => {
    const task = taskOf({
      goal: ['not near(black cube, yellow slab)'],
      rules: [
        'hidden: hold(me, black cube) -> yellow sphere',
        'see(purple cube, black cube) -> yellow sphere, black slab',
      ],
    });
    task.hiding = { types: ['yellow sphere', 'black cube'], predicates: ['see'] };
    const player = new Player(task);
    expect(player.part('goal')).toEqual([1, 1, 3, 14]);
    const rules = player.part('rules');
    expect(rules.slice(0, 8)).toEqual([2, 0, 0, 0, 0, 0, 0, 0]);
    expect(rules.slice(8, 16)).toEqual([1, 0, 5, 4, 16, 15, 12, 0]);
    expect(rules.slice(16)).toEqual(new Array((LONG_ARM.maxRules - 2) * 8).fill(0));
  });

  it('refuses a task with more rules than fit', () => {
    const rules = Array.from({ length: 5 }, () => 'hold(me, black cube) -> nothing');
    const narrow = { ...LONG_ARM, maxRules: 4 };
    expect(() => new Player(taskOf({ rules }), narrow)).toThrow('Task "test" has 5 rules, these settings allow 4.');
  });
});

describe('previous', () => {
  it('says what the hand took, even where a rule consumed it at once', () => {
    const rules = ['hidden: hold(me, purple cube) -> yellow sphere'];
    const player = new Player(taskOf({ rules, objects: [['purple cube', 4, 2.6]] }));
    const took = () => player.feature('previous', 'taken').indexOf(1);
    expect(took()).toBe(-1);
    player.play('grab');
    // Types are numbered colour by colour within a shape: the purple cube is the second.
    expect(took()).toBe(1);
    expect(player.state.objects.map(({ type }) => type)).toEqual(['yellow sphere']);
    player.play('grab');
    expect(took()).toBe(-1);
  });
});

describe('events', () => {
  /** Types seen to vanish and to appear in the last step. */
  const seen = (player: Player) => {
    const floats = player.part('events');
    const types = (row: number) => OBJECT_TYPES.filter((_, type) => floats[12 * row + type] === 1);
    return { vanished: types(0), appeared: types(1) };
  };
  const nothing = { vanished: [], appeared: [] };

  it('says which types a rule took away and brought about before the eyes, for one step', () => {
    const rules = ['hold(me, purple cube) -> yellow sphere, black slab'];
    const player = new Player(taskOf({ rules, objects: [['purple cube', 4, 2.6]] }));
    expect(seen(player)).toEqual(nothing);
    player.play('grab');
    expect(seen(player)).toEqual({ vanished: ['purple cube'], appeared: ['yellow sphere', 'black slab'] });
    player.play();
    expect(seen(player)).toEqual(nothing);
  });

  it('says nothing of what happens behind the back', () => {
    const rules = ['near(black cube, yellow cube) -> black slab'];
    const objects: Sketch['objects'] = [
      ['black cube', 3, 1],
      ['yellow cube', 3.7, 1],
    ];
    const player = new Player(taskOf({ rules, objects }));
    player.play();
    expect(seen(player)).toEqual({ vanished: ['black cube', 'yellow cube'], appeared: ['black slab'] });
    const turned = new Player(taskOf({ rules, objects, heading: { mean: Math.PI, spread: 0 } }));
    turned.play();
    expect(turned.state.objects.map(({ type }) => type)).toEqual(['black slab']);
    expect(seen(turned)).toEqual(nothing);
  });

  it('is forgotten with the previous action, survives a snapshot, and is not there without the setting', () => {
    const task = taskOf({ rules: ['hold(me, purple cube) -> nothing'], objects: [['purple cube', 4, 2.6]] });
    const player = new Player(task);
    player.play('grab');
    const snapshot = player.environment.snapshot(0);
    player.environment.forget(0);
    expect(seen(player)).toEqual(nothing);
    player.environment.restore(0, snapshot);
    expect(seen(player)).toEqual({ vanished: ['purple cube'], appeared: [] });
    const { parts } = observationSpec({ ...LONG_ARM, events: false });
    expect(parts.map(({ name }) => name)).not.toContain('events');
  });
});

describe('forgetting', () => {
  it('zeroes the previous action and reward', () => {
    const player = new Player(taskOf({ goal: ['not hold(me, black cube)'] }));
    player.play('forward');
    expect(player.part('previous')).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, ...new Array(12).fill(0), 1]);
    player.environment.forget(0);
    expect(player.part('previous')).toEqual(new Array(24).fill(0));
  });
});
