import { OBJECT_TYPES } from '@open-ada/production-rules';
import { SURFACE, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import type { Scene } from '../src/scene/scene.js';
import { Player } from './player.js';
import { sceneOf } from './scenes.js';
import { type Sketch, taskOf } from './tasks.js';

const repeat = (times: number, action: () => void): void => {
  for (let k = 0; k < times; k++) action();
};

const RULE = 'near(me, black cube) -> yellow cube, yellow sphere, yellow pyramid';

/** What has been made when the avatar has come near the black cube, and its height above the ground there. */
function spawned(sketch: Sketch) {
  const player = new Player(taskOf({ rules: [RULE], ...sketch }));
  player.play('forward');
  const made = player.state.objects.filter(({ type }) => type.startsWith('yellow'));
  const terrain = terrainOf({ rows: sketch.rows! });
  return made.map(({ position: [x, y, z] }) => ({
    x,
    z,
    above: y - terrain.height(x, z),
    ground: terrain.height(x, z),
  }));
}

describe('spawns', () => {
  it('appear on the plateau where what they replace was, not beyond its edge', () => {
    const rows = ['0000', '0000', '1111', '1111'];
    const made = spawned({ rows, objects: [['black cube', 4, 4.4]], at: [4, 5.6] });
    expect(made).toHaveLength(3);
    for (const { z, ground, above } of made) {
      expect(ground).toBe(1);
      expect(z).toBeGreaterThan(4.2);
      expect(above).toBeGreaterThan(0.1);
      expect(above).toBeLessThan(0.27);
    }
  });

  it('rather appear farther away than on another level', () => {
    const big = { size: 1.5 };
    const objects: Sketch['objects'] = [
      ['black cube', 3.4, 2],
      ['purple cube', 3.4, 3.1, big],
      ['yellow cube', 2.4, 2, big],
      ['purple slab', 3.4, 0.9, big],
    ];
    const scene = sceneOf({ rows: ['1100', '1100'], objects, at: [0.5, 0.5] });
    scene.consume(0, -1, [0, 1]);
    const { x, y } = scene.items[4].position;
    // The lower floor is free from 1.1 m on, the plateau only on a diagonal.
    expect(y).toBe(1.25);
    expect(x).toBeLessThan(3);
  });

  it('appear on another level where their own has no room, and never on a ramp or across a step', () => {
    const rows = ['000', '010', '0^0', '000'];
    const big = { size: 1.5 };
    const objects: Sketch['objects'] = [
      ['black cube', 3, 3],
      ['purple cube', 2.45, 2.45, big],
      ['purple sphere', 3.55, 2.45, big],
      ['purple slab', 3.55, 3.55, big],
      ['purple pyramid', 2.45, 3.55, big],
    ];
    const scene = sceneOf({ rows, objects, at: [0.5, 0.5] });
    expect(scene.consume(0, -1, [0, 1, 2])).toBe(true);
    expect(scene.indexCount).toBe(7);
    const { terrain } = scene;
    for (const { position, shape } of scene.items.slice(5)) {
      const { x, y, z } = position;
      expect(y).toBe(shape.restHeight);
      const tile = terrain.surfaceUnder(x, z, shape.footRadius);
      expect(tile).toBeGreaterThanOrEqual(0);
      expect(terrain.kinds[tile]).toBe(SURFACE.floor);
    }
  });

  it('do not appear, and the rule does not fire, where nothing is free', () => {
    const big = { size: 1.5 };
    const objects: Sketch['objects'] = [
      ['black cube', 3, 1],
      ['purple cube', 2.45, 0.45, big],
      ['purple sphere', 3.55, 0.45, big],
      ['purple slab', 3.55, 1.55, big],
      ['purple pyramid', 2.45, 1.55, big],
    ];
    const scene = sceneOf({ rows: ['#1#', '#^#', '#0#'], objects, at: [3, 5] });
    const before = scene.items.map(({ type, position }) => [type, position.x, position.y, position.z]);
    expect(scene.consume(0, -1, [0, 1])).toBe(false);
    expect(scene.items.map(({ type, position }) => [type, position.x, position.y, position.z])).toEqual(before);
    // Without company it finds its place.
    expect(scene.consume(0, -1, [0])).toBe(true);
  });

  it('keep apart from each other and from the rest', () => {
    const rows = ['1111', '1111', '^00^', '0000'];
    const player = new Player(
      taskOf({
        rows,
        rules: [RULE],
        objects: [
          ['black cube', 4, 2],
          ['purple cube', 4.7, 2],
        ],
        at: [4, 3.2],
      }),
    );
    player.play('forward');
    const { objects } = player.state;
    expect(objects).toHaveLength(4);
    for (const a of objects) {
      for (const b of objects.filter(({ objectIndex }) => objectIndex > a.objectIndex)) {
        expect(Math.hypot(a.position[0] - b.position[0], a.position[2] - b.position[2])).toBeGreaterThan(0.4);
      }
    }
  });
});

describe('the first spawn', () => {
  it('keeps the height at which what it replaces was held', () => {
    const player = new Player(
      taskOf({
        rows: ['222', '222'],
        rules: ['hold(me, black cube) -> yellow sphere'],
        objects: [['black cube', 3, 1.5]],
        at: [3, 3],
      }),
    );
    player.play('grab');
    repeat(2, () => player.play());
    const [{ type, position, holder }] = player.state.objects;
    expect([type, holder]).toEqual(['yellow sphere', 0]);
    expect(position[1]).toBeCloseTo(2.3, 2);
  });
});

describe('what takes the place of an object beside a step', () => {
  it('stays at its foot, though its corners would be in the step', () => {
    const scene = sceneOf({ rows: ['00', '00', '11'], objects: [['black slab', 2, 3.65]], at: [1, 1] });
    const [item] = scene.items;
    item.wake();
    item.body.quaternion.setFromEuler(0, Math.PI / 4, 0);
    scene.consume(0, -1, [OBJECT_TYPES.indexOf('black cube')]);
    expect(item.position.y).toBeLessThan(0.3);
  });
});

describe('what stands on another object', () => {
  function tower() {
    const scene = sceneOf({
      rows: ['111', '111'],
      objects: [
        ['black cube', 3, 1.5],
        ['purple cube', 5, 1.5],
      ],
      at: [3, 2.6],
    });
    const [, upper] = scene.items;
    // Far enough back that the hand aims at the lower one.
    upper.position.set(3, 1.749, 1.28);
    upper.settled = false;
    return { scene, upper };
  }

  it.each([
    ['is lifted', 1, (scene: Scene) => scene.hand.grab(scene, 0)],
    ['vanishes', 1, (scene: Scene) => scene.consume(0, -1, [])],
    ['becomes a slab', 1.15, (scene: Scene) => scene.consume(0, -1, [OBJECT_TYPES.indexOf('black slab')])],
  ])('falls when the lower one %s', (_, floor, change) => {
    const { scene, upper } = tower();
    for (let k = 0; k < 20; k++) scene.physicsStep();
    expect(upper.position.y).toBeCloseTo(1.749, 3);
    change(scene);
    for (let k = 0; k < 30; k++) scene.physicsStep();
    expect(upper.position.y).toBeCloseTo(floor + 0.25, 1);
  });
});
