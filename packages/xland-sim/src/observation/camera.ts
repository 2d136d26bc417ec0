import type { Scene } from '../scene/scene.js';
import type { CameraSettings } from '../settings/camera-settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { Canvas } from './canvas.js';
import { drawAvatar } from './draw-avatar.js';
import { drawObject } from './draw-object.js';
import { drawTerrain } from './draw-terrain.js';

/**
 * The image that a player sees, by analytic ray casting: `[height, width, 4]` with red, green, blue and depth in [0,
 * 1]. Depth is measured along the line of sight; 1 means 16 m or more. Rays are traced through the ground tile by tile.
 * An object is tested only against rays that can meet its bounding sphere.
 */
export class Camera {
  private readonly canvas: Canvas;

  constructor(
    private readonly part: ObservationPart,
    settings: CameraSettings,
  ) {
    this.canvas = new Canvas(part, settings);
  }

  /** @param base first float of the observation */
  write(scene: Scene, index: number, into: Float32Array, base: number): void {
    const { canvas } = this;
    canvas.begin(scene.players[index], into, base + this.part.offset);
    drawTerrain(canvas, scene.terrain);
    for (let j = 0; j < scene.indexCount; j++) if (scene.items[j].type >= 0) drawObject(canvas, scene.items[j]);
    for (let p = 0; p < scene.players.length; p++) if (p !== index) drawAvatar(canvas, scene.players[p]);
  }
}
