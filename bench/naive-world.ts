import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Task } from '@open-ada/production-rules';

interface Vector {
  x: number;
  y: number;
  z: number;
  set(x: number, y: number, z: number): void;
}

interface Body {
  position: Vector;
  velocity: Vector;
  quaternion: { setFromEuler(x: number, y: number, z: number): void };
  addShape(shape: unknown): void;
}

/** The part of cannon-es that is used here. It is a dependency of the simulator, not of the benchmark. */
interface Cannon {
  World: new (options: { gravity: Vector }) => { addBody(body: Body): void; step(dt: number): void };
  Body: (new (options: { mass: number; type?: number }) => Body) & { KINEMATIC: number };
  Vec3: new (x: number, y: number, z: number) => Vector;
  Plane: new () => unknown;
  Box: new (half: Vector) => unknown;
  Sphere: new (radius: number) => unknown;
}

const loadCannon = (): Cannon =>
  createRequire(fileURLToPath(import.meta.resolve('@open-ada/xland-sim')))('cannon-es') as Cannon;

const cannon = loadCannon();

/**
 * A trial in the same room, written in the most direct way: a new cannon-es world with its default settings that
 * contains every body, the avatar included. Each environment step is six physics steps. There are no observations and
 * no rules.
 */
export function naiveTrial(task: Task, steps: number): void {
  const world = new cannon.World({ gravity: new cannon.Vec3(0, -9.81, 0) });
  const add = (shape: unknown, mass: number, type?: number): Body => {
    const body = new cannon.Body(type === undefined ? { mass } : { mass, type });
    body.addShape(shape);
    world.addBody(body);
    return body;
  };
  add(new cannon.Plane(), 0).quaternion.setFromEuler(-Math.PI / 2, 0, 0);
  const walls: [x: number, z: number, angle: number][] = [
    [0, 0, Math.PI / 2],
    [8, 0, -Math.PI / 2],
    [0, 0, 0],
    [0, 8, Math.PI],
  ];
  for (const [x, z, angle] of walls) {
    const wall = add(new cannon.Plane(), 0);
    wall.position.set(x, 0, z);
    wall.quaternion.setFromEuler(0, angle, 0);
  }
  for (const { type, at } of task.objects) {
    const flat = type.endsWith('slab');
    const shape = type.endsWith('sphere')
      ? new cannon.Sphere(0.25)
      : new cannon.Box(new cannon.Vec3(0.25, flat ? 0.075 : 0.25, 0.25));
    add(shape, 1).position.set(at[0], flat ? 0.075 : 0.25, at[1]);
  }
  const avatar = add(new cannon.Sphere(0.35), 0, cannon.Body.KINEMATIC);
  avatar.position.set(4, 0.35, 4);
  let heading = 0;
  for (let step = 0; step < steps; step++) {
    const { x, z } = avatar.position;
    if (x < 0.5 || z < 0.5 || x > 7.5 || z > 7.5) heading = Math.atan2(4 - x, 4 - z) + 0.3;
    avatar.velocity.set(3 * Math.sin(heading), 0, 3 * Math.cos(heading));
    for (let frame = 0; frame < 6; frame++) world.step(1 / 30);
  }
}
