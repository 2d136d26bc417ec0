import { EYE_HEIGHT, type SimulationSettings, type Terrain } from '@open-ada/xland-sim';
import { MathUtils, PerspectiveCamera, Vector3 } from 'three';
import { LOWERED, sizeOf } from './terrain-mesh.js';
import { BASE } from './terrain-surface.js';

export const VIEWS = ['first', 'follow', 'top'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Position and orientation of the avatar. */
export interface Pose {
  position: Vector3;
  heading: number;
  look: number;
}

/** A larger vertical angle of view distorts the picture too much, degrees. */
const MOST_VERTICAL = 88;
/** Farther than an avatar moves between two pictures, metres: the camera then jumps after it. */
const LEAP = 1.2;

/** Fraction of the free part of the picture that the whole room fills when seen from above. */
const FILLED = 0.94;
/** Fraction of the picture's height that the caption takes. */
const CAPTION = 0.09;
/** In a room up to this width, metres, the follow camera looks more towards the room's middle. */
const SMALL_ROOM = 16;

/** The free part of the picture, as fractions of the picture; panels cover the rest. */
export interface FreeArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The three views of the world. */
export class Cameras {
  readonly camera = new PerspectiveCamera(50, 1, 0.05, 400);
  view: ViewName = 'follow';
  private azimuth = 90;
  private extent = { width: 8, depth: 8, top: 2 };
  private terrain: Terrain | undefined;
  /** How far the follow camera has risen to see over obstacles, radians. */
  private climb = 0;
  /** Target of the follow camera; it moves with some delay. */
  private readonly target = new Vector3();
  private yaw = 0;
  private fresh = true;
  /** Changes that the person has made: angles in radians, distance as a factor. */
  private readonly orbit = { yaw: 0, pitch: 0, distance: 1 };
  private size = { width: 1, height: 1 };
  private free: FreeArea = { left: 0, right: 0, top: 0, bottom: 0 };

  world(terrain: Terrain, { fieldOfView }: SimulationSettings): void {
    this.extent = { ...sizeOf(terrain), top: terrain.top };
    this.terrain = terrain;
    this.azimuth = fieldOfView.azimuth;
    this.fresh = true;
  }

  resize(width: number, height: number, free: FreeArea): void {
    this.size = { width, height };
    this.free = free;
  }

  look(view: ViewName): void {
    if (view !== this.view) Object.assign(this.orbit, { yaw: 0, pitch: 0, distance: 1 });
    this.view = view;
    this.fresh = true;
  }

  /** @param dx to the right, in radians @param dy down */
  drag(dx: number, dy: number): void {
    this.orbit.yaw -= dx;
    this.orbit.pitch = MathUtils.clamp(this.orbit.pitch + dy, -0.7, 0.9);
  }

  zoom(factor: number): void {
    this.orbit.distance = MathUtils.clamp(this.orbit.distance * factor, 0.35, 2.5);
  }

  /** @param seconds since the last picture */
  update(pose: Pose, seconds: number): void {
    if (this.view === 'first') this.first(pose);
    else {
      this.camera.aspect = this.size.width / this.size.height;
      if (this.view === 'follow') this.follow(pose, seconds);
      else this.top();
    }
    this.camera.updateProjectionMatrix();
    this.fresh = false;
  }

  private first({ position, heading, look }: Pose): void {
    const { camera } = this;
    // The covered bottom is drawn as well, but the view is centred on the rest.
    const { width, height } = this.size;
    const clear = height * (1 - this.free.bottom);
    camera.aspect = width / clear;
    camera.setViewOffset(width, clear, 0, 0, width, height);
    const across = Math.tan((Math.min(this.azimuth, 150) * Math.PI) / 360);
    const vertical = (2 * Math.atan(across / camera.aspect) * 180) / Math.PI;
    camera.fov = Math.min(vertical, MOST_VERTICAL);
    camera.position.set(position.x, position.y + EYE_HEIGHT, position.z);
    camera.rotation.set(look, heading, 0, 'YXZ');
  }

  private follow({ position, heading }: Pose, seconds: number): void {
    const jumped = this.fresh || this.target.distanceTo(position) > LEAP;
    const turn = Math.atan2(Math.sin(heading - this.yaw), Math.cos(heading - this.yaw));
    this.yaw += turn * (jumped ? 1 : 1 - Math.exp(-3.2 * seconds));
    if (jumped) this.target.copy(position);
    else this.target.lerp(position, 1 - Math.exp(-9 * seconds));
    // Over the right shoulder, so that the body does not hide the object in the hand.
    const yaw = this.yaw + 0.55 + this.orbit.yaw;
    const usual = MathUtils.clamp(0.68 + this.orbit.pitch, 0.05, 1.45);
    const climb = this.clearPitch(yaw, usual) - usual;
    this.climb += (climb - this.climb) * (jumped ? 1 : 1 - Math.exp(-4 * seconds));
    const pitch = Math.min(usual + this.climb, 1.45);
    const distance = 7.4 * this.orbit.distance * this.portrait();
    const { camera } = this;
    camera.fov = 46;
    const ahead = 0.9 * Math.cos(pitch);
    const { width, depth } = this.extent;
    // In a small room nearly all of it can be seen if the view does not drift beyond the walls.
    const inward = 0.6 * MathUtils.clamp(1 - Math.max(width, depth) / SMALL_ROOM, 0, 1);
    const x = MathUtils.lerp(this.target.x - Math.sin(yaw) * ahead, width / 2, inward);
    const z = MathUtils.lerp(this.target.z - Math.cos(yaw) * ahead, depth / 2, inward);
    const out = distance * Math.cos(pitch);
    camera.position.set(
      x + Math.sin(yaw) * out,
      this.target.y + 0.45 + distance * Math.sin(pitch),
      z + Math.cos(yaw) * out,
    );
    camera.lookAt(x, this.target.y + 0.45, z);
    this.shift();
  }

  /** The lowest pitch, from `usual` upwards, at which no ground hides the avatar from a camera at `yaw`. */
  private clearPitch(yaw: number, usual: number): number {
    const { terrain, target } = this;
    const { width, depth } = this.extent;
    let pitch = usual;
    for (let out = 0.4; terrain !== undefined && out < 6; out += 0.2) {
      const [x, z] = [target.x + Math.sin(yaw) * out, target.z + Math.cos(yaw) * out];
      if (x <= 0 || z <= 0 || x >= width || z >= depth) break;
      pitch = Math.max(pitch, Math.atan2(terrain.height(x, z) - target.y - 0.6, out));
    }
    return Math.min(pitch, 1.3);
  }

  /** The whole room from above, tilted from the south so that shapes and heights are visible. */
  private top(): void {
    const { width, depth, top } = this.extent;
    const { camera } = this;
    camera.fov = 30;
    camera.clearViewOffset();
    camera.updateProjectionMatrix();
    const pitch = MathUtils.clamp(1 + this.orbit.pitch, 0.2, 1.52);
    const { yaw } = this.orbit;
    const place = (distance: number): void => {
      const out = distance * Math.cos(pitch);
      camera.position.set(width / 2 + Math.sin(yaw) * out, distance * Math.sin(pitch), depth / 2 + Math.cos(yaw) * out);
      camera.lookAt(width / 2, 0, depth / 2);
      camera.updateMatrixWorld();
    };
    const corners = [0, width].flatMap((x) =>
      [0, depth].flatMap((z) => [BASE, top - LOWERED].map((y) => new Vector3(x, y, z))),
    );
    const seen = new Vector3();
    let distance = 3 * Math.max(width, depth);
    let middle = 0;
    // An object twice as far away looks about half as large. A few iterations find the distance from which the room
    // just fits.
    for (let round = 0; round < 5; round++) {
      place(distance);
      const [xs, ys] = [corners, corners].map((all, axis) =>
        all.map((corner) => seen.copy(corner).project(camera).getComponent(axis)),
      );
      const wide = Math.max(...xs.map(Math.abs)) / (1 - this.free.left - this.free.right);
      const tall = (Math.max(...ys) - Math.min(...ys)) / 2 / (1 - this.free.top - this.free.bottom - CAPTION);
      middle = (Math.max(...ys) + Math.min(...ys)) / 2;
      distance *= Math.max(wide, tall) / FILLED;
    }
    place(distance * this.orbit.distance);
    this.shift(middle / this.orbit.distance - CAPTION);
  }

  /**
   * Moves the centre of the view to the centre of the part that no panel covers. @param middle of the displayed part,
   * -1 (bottom) to 1
   */
  private shift(middle = 0): void {
    const { width, height } = this.size;
    const { left, right, top, bottom } = this.free;
    const [dx, dy] = [(width * (right - left)) / 2, (height * (bottom - top - middle)) / 2];
    this.camera.setViewOffset(width, height, dx, dy, width, height);
  }

  /** A narrow picture needs a larger distance. */
  private portrait(): number {
    const { width, height } = this.size;
    const aspect = (width * (1 - this.free.left - this.free.right)) / (height * (1 - this.free.top - this.free.bottom));
    return MathUtils.clamp(1.25 / aspect, 1, 1.6);
  }
}
