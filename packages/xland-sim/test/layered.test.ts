import { COMPACT, PAPER, type SimulationSettings, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Player } from './player.js';
import { sceneOf } from './scenes.js';
import { type Sketch, taskOf } from './tasks.js';

/** Towards +x, +z, -x and -z on the map. */
const FACING = { right: -Math.PI / 2, down: Math.PI, left: Math.PI / 2, up: 0 } as const;

const repeat = (times: number, action: () => void): void => {
  for (let k = 0; k < times; k++) action();
};

function playerOf(facing: keyof typeof FACING, sketch: Sketch, settings: SimulationSettings = COMPACT): Player {
  return new Player(taskOf({ heading: { mean: FACING[facing], spread: 0 }, ...sketch }), settings);
}

const me = (player: Player) => player.state.players[0];

describe('walking on layers', () => {
  const rows = ['0000', '0>11', '0011', '0000'];

  it('starts on the floor of the level that is there', () => {
    expect(me(playerOf('left', { rows, at: [7, 3] })).y).toBe(1);
  });

  it('goes up a ramp and down again, its feet on the surface', () => {
    const player = playerOf('right', { rows, at: [1, 3] });
    const { environment } = player;
    const terrain = terrainOf({ rows });
    const heights: number[] = [];
    for (const word of [...Array(9).fill('forward'), ...Array(9).fill('back')]) {
      player.play(word);
      const { x, y, z, grounded } = me(player);
      expect([y, grounded]).toEqual([terrain.height(x, z), true]);
      heights.push(y);
    }
    expect(heights.slice(0, 5).map((y) => Math.round(y * 100) / 100)).toEqual([0, 0.1, 0.4, 0.7, 1]);
    expect(heights[8]).toBe(1);
    expect(heights[17]).toBe(0);
    expect(environment.state(0).players[0].x).toBeCloseTo(1, 6);
  });

  it('tells its speed upwards', () => {
    const player = playerOf('right', { rows, at: [1, 3] });
    repeat(3, () => player.play('forward'));
    const [, up, forward] = player.feature('body', 'velocity');
    expect(up).toBeCloseTo(0.5, 5);
    expect(forward).toBeCloseTo(1, 5);
  });

  it('is stopped by a step of one level', () => {
    const player = playerOf('down', { rows, at: [5, 1] });
    repeat(10, () => player.play('forward'));
    expect(me(player)).toMatchObject({ x: 5, y: 0, z: expect.closeTo(2 - 0.35, 6), grounded: true });
  });

  it('is stopped by the high side of a ramp, but steps onto its low part', () => {
    const high = playerOf('down', { rows, at: [3.4, 1] });
    repeat(10, () => high.play('forward'));
    expect(me(high).z).toBeLessThan(1.7);
    const low = playerOf('down', { rows, at: [2.2, 1] });
    repeat(4, () => low.play('forward'));
    expect(me(low).z).toBeGreaterThan(2.5);
    expect(me(low).y).toBeCloseTo(0.1, 6);
  });

  it('slides along a step of several tiles without catching on the corners between them', () => {
    const long = ['00000000', '11111111'];
    const player = new Player(taskOf({ rows: long, at: [1, 1], heading: { mean: (-3 * Math.PI) / 4, spread: 0 } }));
    repeat(20, () => player.play('forward'));
    expect(me(player).x).toBeCloseTo(1 + 12 * Math.SQRT1_2, 5);
    expect(me(player).z).toBeCloseTo(1.65, 5);
  });

  it('drops off a plateau, falls freely, lands unharmed and cannot come back', () => {
    const player = playerOf('up', { rows: ['0000', '0000', '3333', '3333'], at: [4, 5] });
    const flight: number[] = [];
    repeat(6, () => {
      player.play('forward');
      flight.push(me(player).y);
      if (!me(player).grounded) {
        expect(player.feature('body', 'grounded')).toEqual([0]);
        expect(player.feature('body', 'velocity')[1]).toBeLessThan(0);
      }
    });
    expect(flight[0]).toBe(3);
    expect(flight.at(-1)).toBe(0);
    expect(flight.filter((y) => y > 0 && y < 3).length).toBeGreaterThanOrEqual(2);
    expect(player.feature('body', 'grounded')).toEqual([1]);
    const { z } = me(player);
    player.play('forward');
    expect(me(player).z).toBeCloseTo(z - 0.6, 6);
    repeat(10, () => player.play('back'));
    expect(me(player)).toMatchObject({ y: 0, z: expect.closeTo(4 - 0.35, 6) });
  });

  it('falls for as long as a stone does', () => {
    const player = playerOf('up', { rows: ['0000', '0000', '9999', '9999'], at: [4, 4.05] }, PAPER);
    let physicsSteps = 0;
    while (me(player).y > 0) {
      player.play(physicsSteps === 0 ? 'forward' : 'stay');
      physicsSteps += PAPER.actionRepeat;
    }
    // sqrt(2 * 9 / 9.81) = 1.35 s; the first physics step is still on the floor.
    expect(physicsSteps / 30).toBeGreaterThan(1.3);
    expect(physicsSteps / 30).toBeLessThan(1.52);
  });

  it('never stands inside the step it fell from', () => {
    const player = playerOf('up', { rows: ['0000', '0000', '1111', '1111'], at: [4, 4.05] });
    player.play('forward');
    repeat(5, () => player.play());
    const { y, z } = me(player);
    expect(y).toBe(0);
    expect(z).toBeLessThan(4 - 0.35 + 1e-9);
  });

  it('is moved out of that step no faster than it walks', () => {
    const scene = sceneOf({ rows: ['0000', '0000', '1111', '1111'], at: [4, 4.05] });
    const [player] = scene.players;
    player.walk = 3;
    for (let k = 0; k < 30; k++) {
      const { z } = player;
      scene.physicsStep();
      expect(Math.abs(player.z - z)).toBeLessThan(0.1 + 1e-9);
      player.walk = 0;
    }
    expect(player.z).toBeCloseTo(4 - 0.35, 6);
  });

  it('climbs five levels by ramps and drops from the highest', () => {
    const player = playerOf('right', { rows: ['0>>2>3>>500', '00000000000'], at: [1, 1] });
    let highest = 0;
    repeat(40, () => {
      player.play('forward');
      highest = Math.max(highest, me(player).y);
    });
    expect(highest).toBe(5);
    expect(me(player)).toMatchObject({ y: 0, x: expect.closeTo(22 - 0.35, 6) });
  });
});

describe('objects on layers', () => {
  const rows = ['0000', '0>11', '0011', '0000'];

  it('start on their plateau, and stay there when they wake', () => {
    const player = playerOf('left', { rows, objects: [['black cube', 6, 4]], at: [7, 3] });
    expect(player.state.objects[0].position).toEqual([6, 1.25, 4]);
    // Pushed a little from the side.
    repeat(10, () => player.play('forward'));
    const [x, y] = player.state.objects[0].position;
    expect(y).toBeCloseTo(1.25, 1);
    expect(x).toBeGreaterThan(4);
  });

  it('are pushed over an edge and come to rest below', () => {
    const player = playerOf('up', {
      rows: ['0000', '0000', '1111', '1111'],
      objects: [['black cube', 4, 4.6]],
      at: [4, 6],
    });
    repeat(4, () => player.play('forward'));
    repeat(12, () => player.play());
    const { position } = player.state.objects[0];
    expect(position[1]).toBeCloseTo(0.25, 1);
    expect(position[2]).toBeLessThan(4 - 0.2);
    repeat(5, () => player.play());
    expect(player.state.objects[0].position).toEqual(position);
  });

  it('are carried up a ramp and put down on the plateau', () => {
    const player = playerOf('right', { rows, objects: [['black cube', 2, 3]], at: [1, 3] });
    player.play('grab');
    repeat(9, () => player.play('forward'));
    expect(me(player).held).toBe(0);
    expect(me(player).y).toBe(1);
    player.play('release');
    repeat(8, () => player.play());
    const [x, y] = player.state.objects[0].position;
    expect(x).toBeGreaterThan(4);
    expect(y).toBeCloseTo(1.25, 1);
  });

  it('stop before a step when carried low, and are lifted onto it when carried high', () => {
    const sketch: Sketch = { rows: ['000', '000', '111'], objects: [['black cube', 3, 2.5]], at: [3, 1.5] };
    const low = playerOf('down', sketch);
    low.play('grab');
    repeat(6, () => low.play('forward'));
    expect(low.state.objects[0].position[2]).toBeLessThan(4 - 0.25);
    const high = playerOf('down', sketch, { ...PAPER, cone: COMPACT.cone });
    high.play('grab');
    repeat(6, () => high.play('forward', 'up', 'farther'));
    repeat(6, () => high.play('forward', 'farther'));
    expect(high.state.objects[0].position[2]).toBeGreaterThan(4.3);
    high.play('release');
    repeat(12, () => high.play());
    expect(high.state.objects[0].position[1]).toBeCloseTo(1.25, 1);
  });

  it('fall from the hand beyond an edge', () => {
    const player = playerOf('up', {
      rows: ['0000', '0000', '2222', '2222'],
      objects: [['black sphere', 4, 5]],
      at: [4, 6],
    });
    player.play('grab');
    repeat(2, () => player.play('forward'));
    expect(player.state.objects[0].position[2]).toBeLessThan(4);
    expect(me(player).y).toBe(2);
    player.play('release');
    repeat(20, () => player.play());
    expect(player.state.objects[0].position[1]).toBeCloseTo(0.25, 1);
    expect(me(player).y).toBe(2);
  });
});
