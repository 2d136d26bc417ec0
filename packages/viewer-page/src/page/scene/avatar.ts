import type { PlayerState } from '@open-ada/xland-sim';
import {
  CapsuleGeometry,
  CylinderGeometry,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  SphereGeometry,
  TorusGeometry,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { PlayerColours } from './theme.js';

/**
 * A small robot, 1.2 m high and 0.35 m in radius like the simulator's avatar. It looks where it goes, blinks, and
 * stretches a hand towards the object that it holds.
 */
export class Avatar {
  readonly group = new Group();
  private readonly body = new Group();
  private readonly eyes: Mesh;
  private readonly hand: Mesh;
  private readonly reach = new Vector3();

  constructor(colours: PlayerColours) {
    const shell = new MeshStandardMaterial({ color: 0xf4f6f8, roughness: 0.3 });
    const trim = new MeshStandardMaterial({ color: colours.body, roughness: 0.4 });
    const glass = new MeshStandardMaterial({ color: 0x10202b, roughness: 0.12, metalness: 0.4 });
    const light = new MeshBasicMaterial({ color: colours.light });
    const trunk = new CapsuleGeometry(0.29, 0.36, 10, 32).translate(0, 0.56, 0);
    const foot = new CylinderGeometry(0.2, 0.33, 0.13, 32).translate(0, 0.085, 0);
    const belt = new TorusGeometry(0.292, 0.028, 10, 40).rotateX(Math.PI / 2).translate(0, 0.5, 0);
    const ears = [-1, 1].map((side) => {
      return new CylinderGeometry(0.075, 0.075, 0.05, 20).rotateZ(Math.PI / 2).translate(side * 0.285, 0.77, 0);
    });
    const stalk = new CylinderGeometry(0.012, 0.016, 0.12, 8).translate(0, 1.08, 0);
    const face = new SphereGeometry(0.22, 32, 20).scale(1, 0.62, 0.66).translate(0, 0.77, -0.165);
    const eyes = [-1, 1].map((side) => {
      return new CapsuleGeometry(0.026, 0.045, 6, 12).translate(side * 0.08, 0, -0.3);
    });
    const arm = new SphereGeometry(0.075, 20, 14).translate(-0.36, 0.5, -0.04);
    this.eyes = new Mesh(mergeGeometries(eyes), light);
    this.eyes.position.y = 0.775;
    this.hand = new Mesh(new SphereGeometry(0.075, 20, 14), trim);
    const parts = [
      new Mesh(trunk, shell),
      new Mesh(mergeGeometries([foot, belt, ...ears, stalk, arm]), trim),
      new Mesh(face, glass),
      new Mesh(new SphereGeometry(0.038, 14, 10).translate(0, 1.155, 0), light),
      this.hand,
    ];
    for (const part of parts) part.castShadow = true;
    this.body.add(...parts, this.eyes);
    this.group.add(this.body);
  }

  /**
   * @param time seconds from any origin, for idle motion
   * @param speed metres per second
   */
  show({ heading, look, held }: PlayerState, at: Vector3, time: number, speed: number): void {
    this.group.position.copy(at);
    this.group.rotation.y = heading;
    const pace = Math.min(speed / 3, 1);
    this.body.position.y = 0.012 * Math.sin(time * 2.4) + 0.022 * pace * Math.abs(Math.sin(time * 9));
    this.body.rotation.x = -0.09 * pace;
    this.body.rotation.z = 0.03 * pace * Math.sin(time * 9);
    const blink = time % 3.7;
    this.eyes.scale.y = blink < 0.14 ? Math.max(0.1, Math.abs(blink / 0.07 - 1)) : 1;
    this.eyes.position.y = 0.775 + 0.05 * Math.sin(look);
    if (held >= 0) this.reach.set(0.2, 0.62 + 0.2 * Math.sin(look), -0.42);
    else this.reach.set(0.36, 0.5 + 0.015 * Math.sin(time * 2.4 + 1), -0.04);
    this.hand.position.copy(this.reach);
  }

  /** Position in the world at which the beam leaves the hand. */
  handPosition(into: Vector3): Vector3 {
    return this.hand.getWorldPosition(into);
  }
}
