import type { Scene } from '../scene/scene.js';
import type { CameraSettings } from '../settings/camera-settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { Canvas } from './canvas.js';
import { drawAvatar } from './draw-avatar.js';
import { drawObject } from './draw-object.js';
import { drawTerrain } from './draw-terrain.js';

/**
 * What a player sees, by analytic ray casting: `[height, width, 4]` of red, green, blue and depth in [0, 1], where depth is
 * along the line of sight, 1 at 16 m and beyond. Rays against the ground are followed tile by tile; an object is only tried
 * by the rays that can meet the sphere about it.
 */
export class Camera {
  private readonly canvas: Canvas;

  constructor(
    private readonly part: ObservationPart,
    settings: CameraSettings,
  ) {
    this.canvas = new Canvas(part, settings);
  }

  /** @param base where the observation begins */
  write(scene: Scene, index: number, into: Float32Array, base: number): void {
    const { canvas } = this;
    canvas.begin(scene.players[index], into, base + this.part.offset);
    drawTerrain(canvas, scene.terrain);
    for (let j = 0; j < scene.indexCount; j++) if (scene.items[j].type >= 0) drawObject(canvas, scene.items[j]);
    for (let p = 0; p < scene.players.length; p++) if (p !== index) drawAvatar(canvas, scene.players[p]);
  }
}
