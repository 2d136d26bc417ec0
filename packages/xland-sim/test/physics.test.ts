import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { itemsTouch } from '../src/physics/contact.js';
import { Motion } from '../src/physics/motion.js';
import { segmentMeets } from '../src/physics/sight.js';
import { Scene } from '../src/scene/scene.js';
import { COMPACT } from '../src/settings/settings.js';
import { type Sketch, taskOf } from './tasks.js';

function sceneOf(sketch: Sketch): Scene {
  const task = taskOf(sketch);
  const scene = new Scene(COMPACT, new Motion());
  scene.load(task);
  scene.begin(task, [0]);
  return scene;
}

const SHAPES = ['cube', 'sphere', 'pyramid', 'slab'] as const;

describe('loose objects', () => {
  it.each(SHAPES)('a %s falls, rests at its height and sleeps', (shape) => {
    const scene = sceneOf({ objects: [[`black ${shape}`, 2, 2]] });
    const [item] = scene.items;
    item.position.y = 1.5;
    item.wake();
    for (let k = 0; k < 60 && !item.sleeping; k++) scene.physicsStep();
    expect(item.sleeping).toBe(true);
    expect(Math.abs(item.position.y - item.shape.restHeight)).toBeLessThan(0.01);
  });

  it('slide straight and stop after v^2 / (2 mu g)', () => {
    const scene = sceneOf({ objects: [['black cube', 6, 7]], at: [2, 4] });
    const [item] = scene.items;
    item.wake();
    item.velocity.set(0, 0, -3);
    for (let k = 0; k < 90; k++) scene.physicsStep();
    // 0.92 m with mu = .5, less what the air takes.
    expect(7 - item.position.z).toBeGreaterThan(0.6);
    expect(7 - item.position.z).toBeLessThan(0.92);
    expect(Math.abs(item.position.x - 6)).toBeLessThan(0.02);
  });

  it('wake what they run into', () => {
    const scene = sceneOf({
      objects: [
        ['black sphere', 6, 7],
        ['purple sphere', 6, 6],
      ],
      at: [2, 4],
    });
    scene.items[0].wake();
    scene.items[0].velocity.set(0, 0, -3);
    for (let k = 0; k < 30; k++) scene.physicsStep();
    expect(scene.items[1].position.z).toBeLessThan(5.8);
  });
});

describe('analytic geometry against sampling', () => {
  /** Whether a world point is inside an object, by the definition of its faces. */
  function inside(scene: Scene, slot: number, x: number, y: number, z: number): boolean {
    const { body, shape, position } = scene.items[slot];
    if (shape.faces.length === 0) {
      return Math.hypot(x - position.x, y - position.y, z - position.z) <= shape.boundingRadius;
    }
    const local = body.pointToLocalFrame(body.position.clone().set(x, y, z));
    for (let f = 0; f < shape.faces.length; f += 4) {
      const [nx, ny, nz, away] = shape.faces.subarray(f, f + 4);
      if (nx * local.x + ny * local.y + nz * local.z > away) return false;
    }
    return true;
  }

  function tumble(scene: Scene, slot: number, random: Random): void {
    const { quaternion } = scene.items[slot].body;
    quaternion.set(random.normal(), random.normal(), random.normal(), random.normal());
    quaternion.normalize();
  }

  it.each(SHAPES)('a segment meets a %s where one of its points is inside', (shape) => {
    const scene = sceneOf({ objects: [[`black ${shape}`, 2, 2]] });
    const random = new Random(4);
    let differing = 0;
    let meeting = 0;
    for (let k = 0; k < 1000; k++) {
      tumble(scene, 0, random);
      const [ax, ay, az] = [random.range(1, 3), random.range(-0.7, 1.2), random.range(1, 3)];
      const [bx, by, bz] = [random.range(1, 3), random.range(-0.7, 1.2), random.range(1, 3)];
      let sampled = false;
      for (let t = 0; t <= 1 && !sampled; t += 0.002) {
        sampled = inside(scene, 0, ax + t * (bx - ax), ay + t * (by - ay), az + t * (bz - az));
      }
      const meets = segmentMeets(scene.items[0], ax, ay, az, bx, by, bz);
      if (meets) meeting++;
      // A sample may miss a grazed edge, but never finds what is not there.
      if (sampled && !meets) throw new Error('missed');
      if (meets !== sampled) differing++;
    }
    expect(meeting).toBeGreaterThan(50);
    expect(differing).toBeLessThan(10);
  });

  it.each(SHAPES.flatMap((a) => SHAPES.map((b) => [a, b] as const)))('%s touches %s', (a, b) => {
    const scene = sceneOf({
      objects: [
        [`black ${a}`, 2, 2],
        [`purple ${b}`, 2.4, 2],
      ],
    });
    const random = new Random(9);
    for (let k = 0; k < 100; k++) {
      tumble(scene, 0, random);
      tumble(scene, 1, random);
      const [first, second] = scene.items;
      const direction = first.position.clone().set(random.normal(), random.normal(), random.normal());
      direction.normalize();
      const gap = random.range(0, 1);
      second.position.set(2 + gap * direction.x, 0.25 + gap * direction.y, 2 + gap * direction.z);
      first.position.set(2, 0.25, 2);
      // A point inside both proves contact; a gap between the bounding spheres excludes it.
      let shared = false;
      for (let s = 0; s < 300 && !shared; s++) {
        const x = 2 + random.range(-0.4, 0.4);
        const y = 0.25 + random.range(-0.4, 0.4);
        const z = 2 + random.range(-0.4, 0.4);
        shared = inside(scene, 0, x, y, z) && inside(scene, 1, x, y, z);
      }
      const touch = itemsTouch(first, second);
      if (shared) expect(touch).toBe(true);
      if (gap > first.shape.boundingRadius + second.shape.boundingRadius + 0.03) expect(touch).toBe(false);
      expect(itemsTouch(second, first)).toBe(touch);
    }
  });

  it('tells a small gap from contact', () => {
    const scene = sceneOf({
      objects: [
        ['black cube', 2, 2],
        ['purple cube', 2.51, 2],
        ['yellow cube', 2, 2.56],
      ],
    });
    expect(itemsTouch(scene.items[0], scene.items[1])).toBe(true);
    expect(itemsTouch(scene.items[0], scene.items[2])).toBe(false);
  });
});
