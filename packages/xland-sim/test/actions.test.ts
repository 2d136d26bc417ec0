import { COMPACT, PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Player } from './player.js';
import { taskOf } from './tasks.js';

describe('actions that do not exist', () => {
  it.each([
    [[3, 2, 1], 'move', 3, 2],
    [[1, -1, 1], 'turn', -1, 4],
    [[1, 2, 99], 'hand', 99, 2],
  ])('%j are refused in one sentence, and nothing moves', (actions, group, option, last) => {
    const { environment } = new Player(taskOf({}));
    const digest = environment.digest(0);
    const step = () => environment.step(Int32Array.from(actions), new Float32Array(1), new Uint8Array(1));
    expect(step).toThrow(
      `Environment 0 has no option ${option} of the action group "${group}"; give a whole number from 0 to ${last}.`,
    );
    expect(environment.digest(0)).toBe(digest);
  });

  it.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY])('such as %d, from a caller without types', (option) => {
    const { environment } = new Player(taskOf({}));
    const actions = [option, 2, 1] as unknown as Int32Array;
    expect(() => environment.step(actions, new Float32Array(1), new Uint8Array(1))).toThrow(/has no option .* "move"/);
    const tooFew = new Int32Array(2);
    expect(() => environment.step(tooFew, new Float32Array(1), new Uint8Array(1))).toThrow(
      /option undefined .* "hand"/,
    );
  });

  it('are not looked at in a slot that idles', () => {
    const { environment } = new Player(taskOf({ trialSeconds: 0.2 }));
    environment.step(Int32Array.of(1, 2, 1), new Float32Array(1), new Uint8Array(1));
    environment.step(Int32Array.of(-1, -1, -1), new Float32Array(1), new Uint8Array(1));
  });
});

describe('groups that only some presets have', () => {
  it('strafe sideways at walking speed, and slower along each of two directions at once', () => {
    const player = new Player(taskOf({}), PAPER);
    player.play('left');
    expect(player.state.players[0]).toMatchObject({ x: expect.closeTo(4 - 0.4, 6), z: expect.closeTo(4, 6) });
    player.play('right', 'forward');
    const { x, z } = player.state.players[0];
    expect(x).toBeCloseTo(4 - 0.4 + 0.4 * Math.SQRT1_2, 6);
    expect(z).toBeCloseTo(4 - 0.4 * Math.SQRT1_2, 6);
  });

  it('look up and down as far as the limit', () => {
    const player = new Player(taskOf({}), PAPER);
    for (let k = 0; k < 10; k++) player.play('up');
    expect(player.state.players[0].look).toBeCloseTo((PAPER.look.limit * Math.PI) / 180, 6);
    expect(player.feature('body', 'look')[0]).toBeCloseTo(Math.sin((PAPER.look.limit * Math.PI) / 180), 6);
    for (let k = 0; k < 20; k++) player.play('down');
    expect(player.state.players[0].look).toBeCloseTo((-PAPER.look.limit * Math.PI) / 180, 6);
  });

  it('aim: the narrow cone grabs only what is looked at', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 3]] }), PAPER);
    player.play('grab');
    expect(player.state.players[0].held).toBe(-1);
    for (let k = 0; k < 4; k++) player.play('down');
    player.play('grab');
    expect(player.state.players[0].held).toBe(0);
  });

  it('raise what is held by looking up', () => {
    const player = new Player(taskOf({ objects: [['black cube', 4, 3]] }), { ...PAPER, cone: COMPACT.cone });
    player.play('grab');
    const low = player.state.objects[0].position[1];
    for (let k = 0; k < 6; k++) player.play('up');
    expect(player.state.objects[0].position[1]).toBeGreaterThan(low + 0.5);
  });
});

describe('the pose', () => {
  it('is told relative to the middle of the world, or left out', () => {
    const task = taskOf({ at: [6, 1], heading: { mean: Math.PI / 2, spread: 0 } });
    const told = new Player(task).part('body');
    expect(told).toHaveLength(12);
    expect(told.slice(8)).toEqual([2 / 8, -3 / 8, 1, expect.closeTo(0, 6)]);
    expect(new Player(task, { ...COMPACT, pose: false }).part('body')).toEqual(told.slice(0, 8));
  });
});
