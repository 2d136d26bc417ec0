import { PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { LONG_ARM, Player } from './player.js';
import { taskOf } from './tasks.js';

const repeat = (times: number, action: () => void): void => {
  for (let k = 0; k < times; k++) action();
};

describe('walking', () => {
  it('covers 3 m in a second along -z at heading 0, and turns left for positive headings', () => {
    const player = new Player(taskOf({ at: [4, 6] }));
    repeat(5, () => player.play('forward'));
    expect(player.state.players[0].z).toBeCloseTo(3, 6);
    expect(player.state.players[0].x).toBeCloseTo(4, 6);
    player.play('large left');
    expect(player.state.players[0].heading).toBeCloseTo(Math.PI / 6, 6);
    player.play('forward');
    expect(player.state.players[0].x).toBeLessThan(4);
  });

  it('stops at the outer walls and at wall tiles', () => {
    const player = new Player(taskOf({ rows: ['0000', '0##0', '0000', '0000'] }));
    repeat(10, () => player.play('forward'));
    // The tile's near side is at z = 4.
    expect(player.state.players[0].z).toBeCloseTo(4.35, 6);
    repeat(20, () => player.play('back'));
    expect(player.state.players[0].z).toBeCloseTo(8 - 0.35, 6);
  });

  it('does not walk through a frozen object', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 3, { frozen: true }]] }));
    repeat(10, () => player.play('forward'));
    const { z } = player.state.players[0];
    expect(z).toBeGreaterThan(3.55);
    expect(player.state.objects[0].position).toEqual([4, 0.25, 3]);
  });

  it('strafes and looks where these groups are enabled', () => {
    const player = new Player(taskOf({}), PAPER);
    player.play('right', 'up');
    expect(player.state.players[0].x).toBeCloseTo(4 + (3 * 4) / 30, 6);
    expect(player.state.players[0].look).toBeCloseTo((10 * Math.PI) / 180, 6);
    expect(new Player(taskOf({}), LONG_ARM).environment.actionSpec.groups.map(({ name }) => name)).toEqual([
      'move',
      'turn',
      'hand',
    ]);
  });
});

describe('pushing', () => {
  it.each(['black cube', 'black sphere', 'black pyramid', 'black slab'] as const)('moves a %s ahead', (type) => {
    const player = new Player(taskOf({ objects: [[type, 4, 5]], at: [4, 6.5] }));
    repeat(6, () => player.play('forward'));
    const [x, , z] = player.state.objects[0].position;
    expect(z).toBeLessThan(3.7);
    expect(Math.abs(x - 4)).toBeLessThan(0.3);
    expect(player.state.players[0].z - z).toBeGreaterThan(0.4);
  });

  it('lets an object come to rest, and sleep', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 5]], at: [4, 6.5] }));
    repeat(3, () => player.play('forward'));
    repeat(8, () => player.play());
    const before = player.state.objects[0].position;
    repeat(5, () => player.play());
    expect(player.state.objects[0].position).toEqual(before);
  });

  it('is blocked by an object against a wall', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 0.3]], at: [4, 2] }));
    repeat(10, () => player.play('forward'));
    const [cube] = player.state.objects;
    const [me] = player.state.players;
    expect(Math.hypot(me.x - cube.position[0], me.z - cube.position[2])).toBeGreaterThan(0.55);
  });
});

describe('the hand', () => {
  const near = () => new Player(taskOf({ objects: [['black cube', 4, 2.5]] }));

  it('grabs what is in the cone and within reach, carries it, and lets it fall', () => {
    const player = near();
    player.play('grab');
    repeat(2, () => player.play());
    let { players, objects } = player.state;
    expect(players[0].held).toBe(0);
    expect(players[0].z - objects[0].position[2]).toBeCloseTo(LONG_ARM.hand.start, 3);
    repeat(3, () => player.play('large left'));
    ({ players, objects } = player.state);
    expect(players[0].x - objects[0].position[0]).toBeCloseTo(LONG_ARM.hand.start, 3);
    player.play('release');
    repeat(6, () => player.play());
    ({ players, objects } = player.state);
    expect(players[0].held).toBe(-1);
    expect(objects[0].position[1]).toBeCloseTo(0.25, 2);
  });

  it.each([
    ['behind', 4, 5.5],
    ['out of reach', 4, 1.4],
    ['beside the cone', 5, 2.6],
  ])('does not grab what is %s', (_, x, z) => {
    const player = new Player(taskOf({ objects: [['black cube', x, z]] }));
    player.play('grab');
    expect(player.state.players[0].held).toBe(-1);
  });

  it('does not grab a frozen object, nor through a wall', () => {
    const frozen = new Player(taskOf({ objects: [['black cube', 4, 2.5, { frozen: true }]] }));
    frozen.play('grab');
    expect(frozen.state.players[0].held).toBe(-1);
    const rows = ['0000', '0#00', '0000', '0000'];
    const walled = new Player(taskOf({ objects: [['black cube', 3, 1.7]], rows, at: [3, 4.4] }), {
      ...LONG_ARM,
      reach: 5,
    });
    walled.play('grab');
    expect(walled.state.players[0].held).toBe(-1);
  });

  it('keeps what it holds inside the room and out of other objects', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 1.5]], at: [4, 3] }));
    repeat(10, () => player.play('forward', 'grab'));
    expect(player.state.objects[0].position[2]).toBeGreaterThan(0.24);
    const crowded = new Player(
      taskOf({
        objects: [
          ['black cube', 4, 4.5],
          ['purple cube', 4, 2, { frozen: true }],
        ],
        at: [4, 6],
      }),
    );
    repeat(10, () => crowded.play('forward', 'grab'));
    const [held, other] = crowded.state.objects;
    expect(held.position[2] - other.position[2]).toBeGreaterThan(0.499);
    expect(held.position[2] - other.position[2]).toBeLessThan(0.52);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('with swap %s and a full hand, a grab leaves slot %i in it', (swap, slot) => {
    const objects: Parameters<typeof taskOf>[0]['objects'] = [
      ['black cube', 4, 2.6],
      ['purple cube', 4, 1.6],
    ];
    const player = new Player(taskOf({ objects }), { ...LONG_ARM, swap });
    player.play('grab');
    expect(player.state.players[0].held).toBe(0);
    player.play('forward');
    player.play('grab');
    expect(player.state.players[0].held).toBe(slot);
  });

  it('a full hand keeps what it has where there is nothing to swap for', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 2.6]] }));
    repeat(3, () => player.play('grab'));
    expect(player.state.players[0].held).toBe(0);
  });

  it('moves nearer and farther where the group is enabled', () => {
    const player = new Player(taskOf({ objects: [['black sphere', 4, 2.6]] }), {
      ...LONG_ARM,
      groups: { ...LONG_ARM.groups, reach: true },
    });
    player.play('grab');
    repeat(10, () => player.play('farther'));
    const { players, objects } = player.state;
    expect(players[0].handDistance).toBe(LONG_ARM.hand.max);
    expect(players[0].z - objects[0].position[2]).toBeCloseTo(LONG_ARM.hand.max, 3);
  });
});
