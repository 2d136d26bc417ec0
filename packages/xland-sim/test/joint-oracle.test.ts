import { BatchedEnvironment, COMPACT, Explorer, JointOracle, Oracle, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { taskForTwo } from './pair.js';
import { type Sketch, taskOf } from './tasks.js';

const TWO = { ...COMPACT, players: 2 };

/** What two players make of a sketch, and what the first alone makes of it. The second starts at (6, 4). */
function solutionsOf(sketch: Sketch) {
  const task = taskForTwo({ trialSeconds: 20, ...sketch }, {});
  return { both: solve(task, { players: 2, trials: 2, seed: 5 }), alone: solve(task, { trials: 2, seed: 5 }) };
}

describe('the joint oracle', () => {
  it.each<[string, Sketch]>([
    [
      'hands over what only the first can make and only the second is to hold',
      {
        goal: ['hold(other, purple sphere)'],
        rules: ['hidden: hold(me, black cube) -> purple sphere'],
        objects: [['black cube', 2, 2]],
      },
    ],
    [
      'lets the second carry what turns to nothing in the hand of the first',
      {
        goal: ['near(black cube, purple slab)'],
        rules: ['hold(me, black cube) -> nothing', 'hold(me, purple slab) -> nothing'],
        objects: [
          ['black cube', 1, 1],
          ['purple slab', 2, 6],
        ],
      },
    ],
    [
      'has each hold what is its own, at the same time',
      {
        goal: ['hold(me, black cube)', 'hold(other, purple sphere)'],
        objects: [
          ['black cube', 2, 2],
          ['purple sphere', 6, 6],
        ],
      },
    ],
    [
      'does not take a rule of the second player for the end of a goal of the first',
      {
        goal: ['hold(me, black cube)'],
        rules: ['hold(other, black cube) -> nothing'],
        objects: [['black cube', 2, 2]],
      },
    ],
  ])('%s', (_, sketch) => {
    const { both } = solutionsOf(sketch);
    expect(both.reason).toBeUndefined();
    expect(both.solved).toBe(true);
  });

  it('needs both where each has something to make', () => {
    const { both, alone } = solutionsOf({
      goal: ['near(purple sphere, yellow sphere)'],
      rules: ['hold(me, black cube) -> purple sphere', 'hold(other, purple cube) -> yellow sphere'],
      objects: [
        ['black cube', 2, 2],
        ['purple cube', 6, 6],
      ],
    });
    expect([both.solved, alone.solved]).toEqual([true, false]);
  });

  it('works on two rules at the same time', () => {
    const task = taskForTwo(
      {
        goal: ['near(purple sphere, yellow sphere)'],
        rules: ['hold(me, black cube) -> purple sphere', 'hold(other, purple cube) -> yellow sphere'],
        objects: [
          ['black cube', 1, 1],
          ['purple cube', 7, 7],
        ],
      },
      {},
    );
    const environment = new BatchedEnvironment(TWO, 1);
    environment.reset(0, task, { trials: 1, seed: 1 });
    const oracle = new JointOracle();
    const actions = new Int32Array(2 * environment.actionSpec.groups.length);
    for (let step = 0; step < 8; step++) {
      for (const seat of [0, 1]) oracle.act(environment, 0, actions, seat);
      environment.step(actions, new Float32Array(2), new Uint8Array(1));
    }
    const [first, second] = environment.state(0).players;
    expect(Math.hypot(first.x - 1, first.z - 1)).toBeLessThan(3);
    expect(Math.hypot(second.x - 7, second.z - 7)).toBeLessThan(3);
  });

  it('says for both what is in the way', () => {
    const { both } = solutionsOf({
      goal: ['hold(other, black cube)'],
      objects: [['black cube', 2, 2, { frozen: true }]],
    });
    expect(both.solved).toBe(false);
    expect(both.reason).toBe(
      'the first player: waits; the second: hold(me, black cube): the black cube is frozen and cannot be held',
    );
  });

  it('is the oracle in a task for one player', () => {
    const task = taskOf({
      rules: ['near(me, purple cube) -> black cube'],
      objects: [['purple cube', 2, 2]],
    });
    const [one, joint] = [new Oracle(), new JointOracle()].map((player) => solve(task, { player, record: true }));
    expect(joint).toEqual(one);
    expect(one.solved).toBe(true);
  });
});

describe('two explorers', () => {
  it.each([0, 1])('count on each other, and let go of what the other is to hold (made by player %i)', (seat) => {
    const [maker, holder] = seat === 0 ? ['me', 'other'] : ['other', 'me'];
    const task = taskForTwo(
      {
        goal: [`hold(${holder}, purple sphere)`],
        rules: [`hold(${maker}, black cube) -> purple sphere`],
        objects: [['black cube', 2, 2]],
        trialSeconds: 30,
      },
      {},
    );
    expect(solve(task, { players: 2, trials: 2, seed: 5, player: new Explorer() }).solved).toBe(true);
  });
});
