import { cosine, sine } from '../physics/trigonometry.js';

export { AVATAR_CENTRE, AVATAR_HEIGHT, EYE_HEIGHT } from '@open-ada/production-rules';

const DEGREES = Math.PI / 180;

/**
 * Height above the feet at which the hand carries the base of an object when the avatar looks straight ahead, metres.
 */
export const CARRY_CLEARANCE = 0.05;

/** An object that a rule consumed before the eyes of a player. */
export interface VanishedObject {
  objectIndex: number;
  type: number;
  /** Centre, metres. */
  position: { x: number; y: number; z: number };
  size: number;
  frozen: boolean;
}

/** Pose, motion and hand of one player. Heading 0 looks along -z. A positive turn is to the left, seen from above. */
export class Player {
  x = 0;
  /** Height of the feet, metres. */
  y = 0;
  z = 0;
  /** Velocity along x, y and z, m/s: the actual motion of the last physics step. */
  vx = 0;
  vy = 0;
  vz = 0;
  /** Falling speed, m/s; 0 on the ground. */
  falling = 0;
  heading = 0;
  sin = 0;
  cos = 1;
  /** Angle above the horizon, radians. */
  look = 0;
  lookSin = 0;
  lookCos = 1;
  /** Index of the object in the hand, or -1. */
  held = -1;
  /** Desired distance of the hand in front of the avatar, metres. */
  handDistance = 0;
  /** Object types, as bits in the order of OBJECT_TYPES, that the player saw a rule consume and spawn in this step. */
  vanished = 0;
  appeared = 0;
  /** The consumed ones among them, where they were. Empty between two steps. */
  readonly seenToVanish: VanishedObject[] = [];

  /** Desired motion of this step, set by its action: m/s, and radians or metres per physics step. */
  walk = 0;
  strafe = 0;
  turnRate = 0;
  lookRate = 0;
  handRate = 0;

  place(x: number, y: number, z: number, heading: number, handDistance: number): void {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = 0;
    this.vy = 0;
    this.vz = 0;
    this.falling = 0;
    this.setHeading(heading);
    this.setLook(0);
    this.held = -1;
    this.handDistance = handDistance;
  }

  forgetEvents(): void {
    this.vanished = 0;
    this.appeared = 0;
  }

  setHeading(heading: number): void {
    if (heading > Math.PI) heading -= 2 * Math.PI;
    else if (heading < -Math.PI) heading += 2 * Math.PI;
    this.heading = heading;
    this.sin = sine(heading);
    this.cos = cosine(heading);
  }

  setLook(look: number): void {
    this.look = look;
    this.lookSin = sine(look);
    this.lookCos = cosine(look);
  }

  /** Components of a world vector (x, z) along the player's right and forward directions. */
  right(x: number, z: number): number {
    return x * this.cos - z * this.sin;
  }

  forward(x: number, z: number): number {
    return -x * this.sin - z * this.cos;
  }
}

export const radians = (degrees: number): number => degrees * DEGREES;
