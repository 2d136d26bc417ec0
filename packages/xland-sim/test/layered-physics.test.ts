import { OBJECT_TYPES, Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import type { Scene } from '../src/scene/scene.js';
import { MAPS } from './maps.js';
import { sceneOf } from './scenes.js';

const SHAPES = ['cube', 'sphere', 'pyramid', 'slab'] as const;

/** Frames until the first object sleeps, at most `most`. */
function stepsToSleep(scene: Scene, most: number): number {
  let physicsSteps = 0;
  while (!scene.items[0].sleeping && physicsSteps < most) {
    scene.physicsStep();
    physicsSteps++;
  }
  return physicsSteps;
}

describe('a ramp', () => {
  const rows = ['00000', '0>>22', '0>>22', '00000'];

  function dropped(shape: (typeof SHAPES)[number], x: number, height: number): Scene {
    const scene = sceneOf({ rows, objects: [[`black ${shape}`, 1, 1]], at: [9, 1] });
    const [item] = scene.items;
    item.position.set(x, scene.terrain.height(x, 3.9) + height, 3.9);
    item.settled = false;
    item.wake();
    return scene;
  }

  it.each(SHAPES.filter((shape) => shape !== 'sphere'))('lets a %s come to rest on it, asleep', (shape) => {
    const scene = dropped(shape, 4.2, 0.35);
    expect(stepsToSleep(scene, 200)).toBeLessThan(100);
    const { x, y, z } = scene.items[0].position;
    expect(x).toBeGreaterThan(2.5);
    const above = (y - scene.terrain.height(x, z)) / Math.sqrt(1.25);
    expect(Math.abs(above - scene.items[0].shape.restHeight)).toBeLessThan(0.02);
    // Woken, it stays.
    scene.items[0].wake();
    for (let k = 0; k < 60; k++) scene.physicsStep();
    expect(Math.hypot(scene.items[0].position.x - x, scene.items[0].position.z - z)).toBeLessThan(0.03);
    expect(scene.items[0].sleeping).toBe(true);
  });

  it.each(SHAPES)('leaves a %s clear of it that takes the place of a slab which lies there', (shape) => {
    const scene = dropped('slab', 4.2, 0.3);
    stepsToSleep(scene, 200);
    const { x } = scene.items[0].position;
    expect(scene.consume(0, -1, [OBJECT_TYPES.indexOf(`yellow ${shape}`)])).toBe(true);
    const [item] = scene.items;
    expect(item.depth(scene.terrain)).toBeLessThan(1e-9);
    scene.physicsStep();
    expect(item.position.x).toBeCloseTo(x, 1);
    expect(item.velocity.length()).toBeLessThan(1);
  });

  it('lets a sphere roll down to the floor, where it comes to rest', () => {
    const scene = dropped('sphere', 4.2, 0.3);
    expect(stepsToSleep(scene, 400)).toBeLessThan(300);
    const { x, y } = scene.items[0].position;
    expect(x).toBeLessThan(2);
    expect(y).toBeCloseTo(0.25, 2);
  });

  it.each(SHAPES.flatMap((shape) => [1.8, 2.2, 5.8, 6.2].map((x) => [shape, x] as const)))(
    'holds up a %s at its ends: x = %d',
    (shape, x) => {
      const scene = dropped(shape, x, 0.4);
      const [item] = scene.items;
      expect(stepsToSleep(scene, 400)).toBeLessThan(400);
      expect(item.depth(scene.terrain)).toBeLessThan(0.02);
      expect(item.velocity.length()).toBeLessThan(0.1);
    },
  );

  it('carries an object from one tile of a slope to the next without a bump', () => {
    const scene = dropped('sphere', 5.5, 0.28);
    let lowest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 60 && scene.items[0].position.x > 2.5; k++) {
      scene.physicsStep();
      expect(scene.items[0].position.x).toBeLessThanOrEqual(lowest + 1e-9);
      lowest = scene.items[0].position.x;
    }
    expect(lowest).toBeLessThan(3.9);
  });
});

describe('an object', () => {
  it.each([
    ['the side of a ramp', '0>1100'],
    ['a step', '111100'],
    ['a wall', '##1100'],
  ])('is stopped by %s', (_, second) => {
    const scene = sceneOf({ rows: ['000000', second], objects: [['black cube', 3.7, 1]], at: [11, 1] });
    const [item] = scene.items;
    item.wake();
    item.velocity.set(0, 0, 4);
    for (let k = 0; k < 60; k++) {
      scene.physicsStep();
      expect(item.position.z).toBeLessThan(1.8);
    }
    // The solver has moved it out of what it ran into.
    expect(item.position.z).toBeLessThan(1.76);
    expect(item.position.z).toBeGreaterThan(1.5);
  });

  it.each(SHAPES)('that is a %s tips over an edge or stays wholly on the plateau', (shape) => {
    const rows = ['0000', '0000', '1111', '1111'];
    for (const past of [-0.3, -0.1, 0.05, 0.2]) {
      const scene = sceneOf({ rows, objects: [[`black ${shape}`, 4, 6]], at: [1, 7] });
      const [item] = scene.items;
      item.position.set(4, 1.4, 4 - past);
      item.settled = false;
      item.wake();
      expect(stepsToSleep(scene, 400)).toBeLessThan(400);
      const { x, y, z } = item.position;
      const rest = y - scene.terrain.height(x, z);
      expect(rest).toBeGreaterThan(0.05);
      // A corner of a body may lean on the face of the step.
      expect(rest).toBeLessThan(0.5);
      if (past > 0.1) expect(z).toBeLessThan(4);
    }
  });

  it.each(MAPS)('stays out of the ground, whatever throws it about in %j', (...rows) => {
    const random = new Random(6);
    const width = 2 * rows[0].length;
    const depth = 2 * rows.length;
    for (let k = 0; k < 30; k++) {
      const shape = random.pick(SHAPES);
      const scene = sceneOf({ rows, objects: [[`black ${shape}`, 1, 1]], at: [1, 1] });
      scene.players[0].x = -10;
      const [item] = scene.items;
      const x = random.range(0.4, width - 0.4);
      const z = random.range(0.4, depth - 0.4);
      item.position.set(x, Math.min(scene.terrain.height(x, z) + random.range(0.5, 2), 4), z);
      item.velocity.set(random.range(-6, 6), random.range(-4, 2), random.range(-6, 6));
      item.body.angularVelocity.set(random.normal(), random.normal(), random.normal());
      item.settled = false;
      item.wake();
      for (let physicsStep = 0; physicsStep < 400 && !item.sleeping; physicsStep++) {
        scene.physicsStep();
        const { position } = item;
        expect(position.y).toBeGreaterThanOrEqual(scene.terrain.height(position.x, position.z) - 1e-9);
        expect(position.x > 0 && position.x < width && position.z > 0 && position.z < depth).toBe(true);
      }
      expect(item.sleeping).toBe(true);
    }
  });
});
