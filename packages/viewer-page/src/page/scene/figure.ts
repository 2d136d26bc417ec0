import type { PlayerState, SimulationSettings } from '@open-ada/xland-sim';
import { type Camera, Group, type Mesh, MeshBasicMaterial, RingGeometry, Mesh as SceneMesh, Vector3 } from 'three';
import type { Way } from '../episode/path.js';
import { Avatar } from './avatar.js';
import { Beam } from './beam.js';
import type { ShownObject } from './objects.js';
import type { PlayerColours } from './theme.js';
import { Trail } from './trail.js';
import { viewCone } from './view-cone.js';

/** What is shown of a player beside its state. */
export interface FigureExtras {
  goalHolds: boolean;
  /** Seconds on the episode's clock, for idle motion. */
  time: number;
  /** Metres per second. */
  speed: number;
  /** Its paths in this trial and the previous one. They are visible from outside only. */
  ways: { now: Way; before: Way | undefined };
}

/** How the picture is seen: from outside, through the eyes of this player, or through those of the other one. */
export type Eyes = 'outside' | 'own' | 'theirs';

/**
 * One player in the picture: its avatar, the beam to what it holds, its field of view and its path on the floor, and a
 * ring while it is rewarded.
 */
export class Figure {
  readonly group = new Group();
  /** Where it stands. */
  readonly feet = new Vector3();
  private readonly avatar: Avatar;
  private readonly beam = new Beam();
  private readonly trail = new Trail();
  private readonly halo: SceneMesh<RingGeometry, MeshBasicMaterial>;
  private cone: Mesh | undefined;
  private readonly hand = new Vector3();

  constructor(private readonly colours: PlayerColours) {
    this.avatar = new Avatar(colours);
    const gold = new MeshBasicMaterial({ color: 0xffb800, transparent: true, opacity: 0.75, depthWrite: false });
    this.halo = new SceneMesh(new RingGeometry(0.42, 0.52, 56).rotateX(-Math.PI / 2), gold);
    this.group.add(this.avatar.group, this.beam.group, this.trail.group, this.halo);
  }

  /** Prepares for a world with these settings. */
  world({ fieldOfView }: SimulationSettings): void {
    this.cone?.removeFromParent();
    this.cone = viewCone(fieldOfView.azimuth, this.colours.view);
    this.group.add(this.cone);
  }

  /** @param way colour of the path without reward */
  paint(way: number): void {
    this.trail.paint(way);
  }

  /** @param camera through which the picture is seen */
  show(player: PlayerState, objects: readonly ShownObject[], eyes: Eyes, extras: FigureExtras, camera: Camera): void {
    const { time, speed, ways } = extras;
    const outside = eyes === 'outside';
    this.feet.set(player.x, player.y, player.z);
    this.avatar.show(player, this.feet, time, speed);
    this.avatar.group.visible = eyes !== 'own';
    this.trail.group.visible = outside;
    if (outside) this.trail.show(ways.now, ways.before);
    this.showBeam(player.held, objects, eyes === 'own' ? camera : undefined, time);
    this.halo.visible = extras.goalHolds && outside;
    this.halo.position.copy(this.feet).y += 0.02;
    this.halo.scale.setScalar(1 + 0.06 * Math.sin(time * 6));
    if (!this.cone) return;
    this.cone.visible = outside;
    this.cone.position.copy(this.feet).y += 0.03;
    this.cone.rotation.y = player.heading;
  }

  /** @param eye camera of the player's own eyes; undefined from elsewhere */
  private showBeam(held: number, objects: readonly ShownObject[], eye: Camera | undefined, time: number): void {
    const object = held < 0 ? undefined : objects.find(({ state }) => state.objectIndex === held);
    if (object === undefined) {
      this.beam.hide();
      return;
    }
    // In the first-person view the beam comes from the lower right.
    if (eye) eye.localToWorld(this.hand.set(0.3, -0.34, -0.42));
    else this.avatar.handPosition(this.hand);
    this.beam.show(this.hand, object.position, object.state.size, time, eye ? 0.35 : 1);
  }
}
