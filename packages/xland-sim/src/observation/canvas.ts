import { cosine, sine } from '../physics/trigonometry.js';
import type { Player } from '../scene/player.js';
import { EYE_HEIGHT, radians } from '../scene/player.js';
import type { CameraSettings } from '../settings/camera-settings.js';
import { featureOf, scaleOf } from '../settings/layout.js';
import type { ObservationPart } from '../settings/specs.js';

/** Unit vector to the light. The four wall directions differ in brightness. */
export const LIGHT = { x: 0.5, y: 0.8, z: Math.sqrt(1 - 0.5 * 0.5 - 0.8 * 0.8) } as const;

/** Brightness of a surface from the cosine between its normal and the light (half Lambert, so no side is black). */
export const brightness = (cosineToLight: number): number => 0.55 + 0.45 * cosineToLight;

/**
 * An image while it is drawn: the pose of the eye, the rays of the pixels, and the places of colours and depths. The
 * ray of a pixel is forward + across * right + upward * up. A distance in units of this ray's length is therefore the
 * depth along the line of sight. Rows go from top to bottom, columns from left to right. Each pixel has red, green,
 * blue and depth, all in [0, 1].
 */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly across: Float64Array;
  readonly upward: Float64Array;
  /** Eye and axes of the camera in the world. `right` is horizontal. */
  readonly eye = { x: 0, y: 0, z: 0 };
  readonly right = { x: 1, z: 0 };
  readonly up = { x: 0, y: 1, z: 0 };
  readonly forward = { x: 0, y: 0, z: -1 };
  /** Range of pixels to draw, ends excluded; see `frame`. */
  firstColumn = 0;
  lastColumn = 0;
  firstRow = 0;
  lastRow = 0;
  private readonly slopeX: number;
  private readonly slopeY: number;
  /** Number of floats of a pixel, and offsets of its colour and depth. */
  private readonly pixel: number;
  private readonly colour: number;
  private readonly depth: number;
  /** Depth of the far plane, metres. Beyond it, depth is 1. */
  private readonly far: number;
  private into: Float32Array = new Float32Array(0);
  private offset = 0;

  constructor(part: ObservationPart, { width, height, fieldOfView }: CameraSettings) {
    this.pixel = part.shape[2];
    this.colour = featureOf(part, 'colour').offset;
    this.depth = featureOf(part, 'depth').offset;
    this.far = scaleOf(part, 'depth');
    const half = radians(fieldOfView / 2);
    this.width = width;
    this.height = height;
    this.slopeX = sine(half) / cosine(half);
    this.slopeY = (this.slopeX * height) / width;
    this.across = Float64Array.from({ length: width }, (_, c) => ((2 * c + 1) / width - 1) * this.slopeX);
    this.upward = Float64Array.from({ length: height }, (_, r) => (1 - (2 * r + 1) / height) * this.slopeY);
  }

  /** Begins an image from a player's eye. */
  begin({ x, y, z, sin, cos, lookSin, lookCos }: Player, into: Float32Array, offset: number): void {
    const { eye, right, up, forward } = this;
    eye.x = x;
    eye.y = y + EYE_HEIGHT;
    eye.z = z;
    right.x = cos;
    right.z = -sin;
    up.x = sin * lookSin;
    up.y = lookCos;
    up.z = cos * lookSin;
    forward.x = -sin * lookCos;
    forward.y = lookSin;
    forward.z = -cos * lookCos;
    this.into = into;
    this.offset = offset;
    this.frameAll();
  }

  frameAll(): void {
    this.firstColumn = 0;
    this.lastColumn = this.width;
    this.firstRow = 0;
    this.lastRow = this.height;
  }

  /**
   * Restricts drawing to the pixels that a sphere may cover.
   * @param right centre of the sphere in camera axes from the eye, metres; likewise `up` and `forward`
   * @returns whether there are any such pixels
   */
  frame(right: number, up: number, forward: number, radius: number): boolean {
    if (forward <= -radius) return false;
    this.frameAll();
    // If the plane of the eye cuts the sphere, no tangents bound it.
    if (forward <= radius) return true;
    const square = forward * forward - radius * radius;
    const spreadX = radius * Math.sqrt(square + right * right);
    const spreadY = radius * Math.sqrt(square + up * up);
    const columns = this.width / (2 * this.slopeX * square);
    const rows = this.height / (2 * this.slopeY * square);
    const column = (this.width - 1) / 2 + right * forward * columns;
    const row = (this.height - 1) / 2 - up * forward * rows;
    this.firstColumn = Math.max(0, Math.ceil(column - spreadX * columns));
    this.lastColumn = Math.min(this.width, Math.floor(column + spreadX * columns) + 1);
    this.firstRow = Math.max(0, Math.ceil(row - spreadY * rows));
    this.lastRow = Math.min(this.height, Math.floor(row + spreadY * rows) + 1);
    return this.firstColumn < this.lastColumn && this.firstRow < this.lastRow;
  }

  /** Paints a pixel, whatever it shows. */
  paint(row: number, column: number, depth: number, red: number, green: number, blue: number): void {
    const { into, far } = this;
    const pixel = this.offset + (row * this.width + column) * this.pixel;
    const colour = pixel + this.colour;
    into[colour] = red;
    into[colour + 1] = green;
    into[colour + 2] = blue;
    into[pixel + this.depth] = depth < far ? depth / far : 1;
  }

  /** Whether a surface at this depth, metres, is nearer than what the pixel shows. */
  isNearer(row: number, column: number, depth: number): boolean {
    return depth < this.into[this.offset + (row * this.width + column) * this.pixel + this.depth] * this.far;
  }
}
