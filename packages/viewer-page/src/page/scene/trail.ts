import {
  BufferAttribute,
  BufferGeometry,
  CircleGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
} from 'three';
import { POINT, type Way } from '../episode/path.js';
import { ruleColour } from './theme.js';

const MOST_POINTS = 1600;
const MOST_STOPS = 64;
const HALF_WIDTH = 0.045;
/**
 * Points that are closer than this to the last one are left out, metres: an avatar that turns on the spot does not
 * move.
 */
const STEP = 0.06;
const REWARDED = 0xf2a600;

/**
 * The avatar's path on the ground: gold where the goal held, with a mark where a rule fired. The path of the previous
 * trial is drawn faintly.
 */
export class Trail {
  readonly group = new Group();
  private readonly now = new Ribbon(0.9, 0.026);
  private readonly before = new Ribbon(0.26, 0.02);
  private readonly stops: InstancedMesh;
  private readonly matrix = new Matrix4();
  private readonly tone = new Color();

  constructor() {
    // A square that stands on its corner, as in the timeline.
    const square = new CircleGeometry(0.17, 4).rotateX(-Math.PI / 2);
    const material = new MeshBasicMaterial({ transparent: true, opacity: 0.95, depthWrite: false, toneMapped: false });
    this.stops = new InstancedMesh(square, material, MOST_STOPS);
    this.stops.setColorAt(0, this.tone);
    this.stops.frustumCulled = false;
    this.stops.renderOrder = 4;
    this.group.add(this.before.mesh, this.now.mesh, this.stops);
  }

  /** @param colour of the parts without reward */
  paint(colour: number): void {
    this.now.colour.set(colour);
    this.before.colour.set(colour);
    this.now.forget();
    this.before.forget();
  }

  /** @param before path of the previous trial; undefined in the first one */
  show(now: Way, before: Way | undefined): void {
    this.now.show(now);
    this.before.show(before);
    const stops = now.stops.slice(-MOST_STOPS);
    stops.forEach(({ at: [x, y, z], rule }, k) => {
      this.stops.setMatrixAt(k, this.matrix.makeTranslation(x, y + 0.032, z));
      this.stops.setColorAt(k, this.tone.set(ruleColour(rule)));
    });
    this.stops.count = stops.length;
    this.stops.visible = stops.length > 0;
    this.stops.instanceMatrix.needsUpdate = true;
    if (this.stops.instanceColor) this.stops.instanceColor.needsUpdate = true;
  }
}

/** A flat band along a path. */
class Ribbon {
  readonly mesh: Mesh<BufferGeometry, MeshBasicMaterial>;
  readonly colour = new Color();
  private readonly gold = new Color(REWARDED);
  private shown = '';

  /** @param lift height above the ground, metres */
  constructor(
    opacity: number,
    private readonly lift: number,
  ) {
    const geometry = new BufferGeometry();
    for (const name of ['position', 'color']) {
      const attribute = new BufferAttribute(new Float32Array(6 * MOST_POINTS), 3);
      geometry.setAttribute(name, attribute.setUsage(DynamicDrawUsage));
    }
    const corners = Array.from({ length: MOST_POINTS - 1 }, (_, k) => [0, 1, 2, 1, 3, 2].map((c) => 2 * k + c)).flat();
    geometry.setIndex(corners);
    const look = { vertexColors: true, transparent: true, opacity, depthWrite: false, toneMapped: false };
    this.mesh = new Mesh(geometry, new MeshBasicMaterial({ ...look, side: DoubleSide }));
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 3;
  }

  forget(): void {
    this.shown = '';
  }

  show(way: Way | undefined): void {
    this.mesh.visible = way !== undefined && way.points.length > POINT;
    if (way === undefined) return;
    const last = Math.floor(way.walked);
    const key = `${way.trial} ${last} ${way.points.length}`;
    if (key === this.shown) return;
    this.shown = key;
    const kept = keptPoints(way.points, last);
    let across: [number, number] = [0, 0];
    kept.forEach((k, n) => {
      const [a, b] = [kept[Math.max(n - 1, 0)], kept[Math.min(n + 1, kept.length - 1)]].map((each) => each * POINT);
      const [dx, dz] = [way.points[b] - way.points[a], way.points[b + 2] - way.points[a + 2]];
      const scale = HALF_WIDTH / Math.max(Math.hypot(dx, dz), 1e-6);
      // Where the avatar turns round, the band must not twist: left stays left.
      const sign = -dz * across[0] + dx * across[1] < 0 ? -scale : scale;
      across = [-dz * sign, dx * sign];
      this.put(n, way.points, k * POINT, across);
    });
    const { geometry } = this.mesh;
    geometry.setDrawRange(0, Math.max(0, 6 * (kept.length - 1)));
    for (const name of ['position', 'color']) geometry.getAttribute(name).needsUpdate = true;
  }

  /** @param across vector from the middle to the left edge, x and z */
  private put(n: number, points: readonly number[], k: number, [ax, az]: readonly [number, number]): void {
    const { geometry } = this.mesh;
    const place = geometry.getAttribute('position');
    const tint = geometry.getAttribute('color');
    const { r, g, b } = points[k + 3] === 1 ? this.gold : this.colour;
    for (const [corner, side] of [
      [2 * n, 1],
      [2 * n + 1, -1],
    ]) {
      place.setXYZ(corner, points[k] + side * ax, points[k + 1] + this.lift, points[k + 2] + side * az);
      tint.setXYZ(corner, r, g, b);
    }
  }
}

/** Indices of the points that are drawn, up to `last`. Some are skipped if there are too many. */
function keptPoints(points: readonly number[], last: number): number[] {
  const kept = [0];
  const step = Math.max(STEP, (last * 0.1) / MOST_POINTS);
  for (let k = 1; k <= last && kept.length < MOST_POINTS; k++) {
    const [a, b] = [kept[kept.length - 1] * POINT, k * POINT];
    if (Math.hypot(points[b] - points[a], points[b + 2] - points[a + 2]) > step) kept.push(k);
  }
  return kept;
}
