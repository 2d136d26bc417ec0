import { Motion } from '../src/physics/motion.js';
import { Scene } from '../src/scene/scene.js';
import { LONG_ARM } from './player.js';
import { type Sketch, taskOf } from './tasks.js';

/** A scene at the start of its trial, without rules or an agent. */
export function sceneOf(sketch: Sketch): Scene {
  const task = taskOf(sketch);
  const scene = new Scene(LONG_ARM, new Motion());
  scene.load(task);
  scene.begin(
    task,
    task.players.map(({ heading }) => heading?.mean ?? 0),
  );
  return scene;
}
