import { COMPACT, PAPER } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Motion } from '../src/physics/motion.js';
import { Scene } from '../src/scene/scene.js';
import { Player } from './player.js';
import { sceneOf } from './scenes.js';
import { type Sketch, taskOf } from './tasks.js';

const rounded = (floats: number[]) => floats.map((float) => Math.round(float * 1e6) / 1e6);

describe('an avatar sees', () => {
  it('what lies on a plateau as high as its eye, not on a higher one', () => {
    const rows = ['00000', '00000', '11111', '11111'];
    const sketch: Sketch = { rows, at: [5, 1], heading: { mean: Math.PI, spread: 0 } };
    const seen = (sketch: Sketch) => sceneOf(sketch).playerSees(0, 0);
    expect(seen({ ...sketch, objects: [['black slab', 5, 7]] })).toBe(true);
    const higher = ['00000', '00000', '22222', '22222'];
    expect(seen({ ...sketch, rows: higher, objects: [['black slab', 5, 7]] })).toBe(false);
  });

  it('over the edge of its own plateau what is far below, not what is right under it', () => {
    const rows = ['00000', '00000', '00000', '33333', '33333'];
    const seen = (z: number, from: number) =>
      sceneOf({ rows, objects: [['black cube', 5, z]], at: [5, from] }).playerSees(0, 0);
    // The eye is 4 m up; 1 m behind the edge at z = 6 it looks down at 45 degrees at most: to z = 3.25 at .25 m.
    expect(seen(3, 7)).toBe(true);
    expect(seen(4, 7)).toBe(false);
    expect(seen(4, 6.4)).toBe(true);
  });

  it('nothing through a ramp from the low side, and over it from its top', () => {
    const rows = ['0000', '0000', '1111', '^^^^', '0000', '0000'];
    const down = { mean: Math.PI, spread: 0 };
    const behind: Sketch = { rows, objects: [['black cube', 4, 11]], heading: down };
    expect(sceneOf({ ...behind, at: [4, 1] }).playerSees(0, 0)).toBe(false);
    expect(sceneOf({ ...behind, at: [4, 5.6] }).playerSees(0, 0)).toBe(true);
  });

  it('what another avatar stands before only where that one is lower', () => {
    const seen = (rows: string[]) => {
      const task = taskOf({ rows, objects: [['black cube', 3, 1]], at: [3, 7] });
      task.players.push({ at: [3, 3] });
      const scene = new Scene(COMPACT, new Motion());
      scene.load(task);
      scene.begin(task, [0, 0]);
      return scene.playerSees(0, 0);
    };
    expect(seen(['000', '000', '000', '000'])).toBe(false);
    expect(seen(['222', '000', '222', '222'])).toBe(true);
  });

  it('and grabs nothing through the edge of a step', () => {
    const rows = ['000', '000', '222'];
    const sketch: Sketch = { rows, objects: [['black cube', 3, 3.4]], at: [3, 4.9] };
    const player = new Player(taskOf(sketch), { ...COMPACT, reach: 4, cone: { azimuth: 15, elevation: 89 } });
    player.play('grab');
    expect(player.state.players[0].held).toBe(-1);
  });
});

describe('two objects see each other', () => {
  const sees = (sketch: Sketch) => sceneOf(sketch).sees(0, 1);
  const pair = (a: [number, number], b: [number, number]): Sketch['objects'] => [
    ['black cube', ...a],
    ['yellow sphere', ...b],
  ];

  it('not through a plateau between them', () => {
    const objects = pair([1, 1], [9, 1]);
    expect(sees({ rows: ['00000', '00000'], objects, at: [5, 3] })).toBe(true);
    expect(sees({ rows: ['00100', '00000'], objects, at: [5, 3] })).toBe(false);
    expect(sees({ rows: ['0>1<0', '00000'], objects, at: [5, 3] })).toBe(false);
  });

  it('over a step where the line between them clears its edge', () => {
    const rows = ['0001', '0001'];
    expect(sees({ rows, objects: pair([1, 1], [7.7, 1]), at: [1, 3] })).toBe(false);
    expect(sees({ rows, objects: pair([1, 1], [6.2, 1]), at: [1, 3] })).toBe(true);
  });

  it('not through an avatar between them, but over one that stands lower and under one that stands higher', () => {
    const objects = pair([1, 1], [7, 1]);
    expect(sees({ rows: ['0000', '0000'], objects, at: [4, 1] })).toBe(false);
    expect(sees({ rows: ['0000', '0000'], objects, at: [4, 2] })).toBe(true);
    expect(sees({ rows: ['2002', '2002'], objects, at: [4, 1] })).toBe(true);
    // Its body overhangs the edge that it stands at: the line passes below its feet.
    const below = pair([1, 1.85], [7, 1.85]);
    expect(sees({ rows: ['0000', '1111'], objects: below, at: [4, 2.1] })).toBe(true);
    expect(sees({ rows: ['0000', '0000'], objects: below, at: [4, 2.1] })).toBe(false);
  });
});

describe('near and touching', () => {
  it('count the height', () => {
    const rows = ['00', '22'];
    const scene = sceneOf({ rows, objects: [['black cube', 2, 2.3]], at: [2, 1.6] });
    expect(scene.playerNear(0, 0)).toBe(false);
    expect(scene.playerTouching(0, 0)).toBe(false);
    const level = sceneOf({ rows: ['00', '00'], objects: [['black cube', 2, 2.23]], at: [2, 1.6] });
    expect(level.playerNear(0, 0)).toBe(true);
    expect(level.playerTouching(0, 0)).toBe(true);
  });

  it('of two objects too', () => {
    const objects: Sketch['objects'] = [
      ['black cube', 2, 1.7],
      ['purple cube', 2, 2.3],
    ];
    expect(sceneOf({ rows: ['00', '11'], objects, at: [1, 1] }).near(0, 1)).toBe(false);
    expect(sceneOf({ rows: ['00', '00'], objects, at: [1, 1] }).near(0, 1)).toBe(true);
  });
});

describe('rays', () => {
  const rays = (sketch: Sketch, heights: number[]) =>
    rounded(new Player(taskOf(sketch), { ...COMPACT, rays: { count: 1, heights } }).part('rays'));

  it('meet steps as walls and ramps as what can be walked on, at both heights above the feet', () => {
    const heading = { mean: Math.PI, spread: 0 };
    expect(rays({ rows: ['00', '00', '11'], at: [2, 1], heading }, [0.25, 0.75])).toEqual([
      ...[3 / 16, 1, 0],
      ...[3 / 16, 1, 0],
    ]);
    expect(rays({ rows: ['00', '00', 'vv', '11'], at: [2, 1], heading }, [0.25, 0.75])).toEqual([
      ...[3.5 / 16, 0.5, 0],
      ...[4.5 / 16, 0.5, 0],
    ]);
    // From the plateau, the far wall.
    expect(rays({ rows: ['11', '11', '00', '00'], at: [2, 1], heading }, [0.25])).toEqual([7 / 16, 1, 0]);
  });

  it('meet what stands at their height, not what lies below the plateau', () => {
    const heading = { mean: Math.PI, spread: 0 };
    const objects: Sketch['objects'] = [['black sphere', 2, 5]];
    expect(rays({ rows: ['11', '11', '11'], at: [2, 1], heading, objects }, [0.25])).toEqual([3.75 / 16, 0, 1]);
    expect(rays({ rows: ['11', '11', '00'], at: [2, 1], heading, objects }, [0.25])).toEqual([5 / 16, 1, 0]);
  });
});

describe('the ground before the feet', () => {
  const heading = { mean: Math.PI, spread: 0 };
  const ground = (rows: string[], directions: number, distances: number[], at: [number, number] = [2, 1]) => {
    const settings = { ...COMPACT, ground: { directions, distances } };
    return rounded(new Player(taskOf({ rows, at, heading }), settings).part('ground'));
  };

  it('is told against the feet: up a ramp, onto a plateau, over an edge, at most 2 m either way', () => {
    expect(ground(['00', '00', 'vv', '11'], 1, [1, 4, 6])).toEqual([0, 0.25, 0.5]);
    expect(ground(['11', '11', '00', '00'], 1, [1, 4])).toEqual([0, -0.5]);
    expect(ground(['44', '44', '00', '00'], 1, [1, 4])).toEqual([0, -1]);
  });

  it('ends at walls, and where the room does', () => {
    expect(ground(['00', '00', '##', '00'], 1, [1, 4, 6, 7.5])).toEqual([0, 1, 0, 1]);
  });

  it('is told from right to left', () => {
    // Facing +z, the right is towards smaller x.
    expect(ground(['100', '100'], 2, [3], [3, 1])).toEqual([0.5, 0]);
    expect(ground(['001', '001'], 2, [3], [3, 1])).toEqual([0, 0.5]);
  });

  it('is left out where the settings do not ask for it', () => {
    const { ground: _, ...without } = COMPACT;
    expect(() => new Player(taskOf({ rows: ['00', '00'] }), without).part('ground')).toThrow('no part');
  });
});

describe('entities', () => {
  it('tell the height over the eye', () => {
    const sketch: Sketch = { rows: ['00', '00', '11'], objects: [['black cube', 2, 5]], at: [2, 1] };
    const heading = { mean: Math.PI, spread: 0 };
    const looking = new Player(taskOf({ ...sketch, heading }));
    const up = looking.at('entities', 'position') + 1;
    const [above] = looking.entities();
    expect(above[up]).toBeCloseTo(0.25 / 4, 6);
    const from = { ...sketch, rows: ['33', '33', '11'], heading };
    expect(new Player(taskOf(from)).entities()).toEqual([]);
    const [below] = new Player(taskOf({ ...from, at: [2, 3.5] }), PAPER).entities();
    expect(below).toBeUndefined();
    const [lower] = new Player(taskOf({ ...from, at: [2, 3.5] })).entities();
    expect(lower[up]).toBeCloseTo((1.25 - 4) / 4, 6);
  });
});
