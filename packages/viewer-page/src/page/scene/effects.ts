import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  InstancedBufferAttribute,
  InstancedMesh,
  Matrix4,
  Points,
  Quaternion,
  RingGeometry,
  ShaderMaterial,
  Vector3,
} from 'three';

/** A change that a rule made a short time ago. */
export interface Burst {
  at: readonly [number, number, number];
  /** Seconds since the change. */
  age: number;
  colour: string;
  /** Whether the change made an object; otherwise an object only vanished. */
  made: boolean;
}

/** Seconds for which a burst is visible. */
export const BURST_SECONDS = 1.1;

const SPARKS = 30;
const MOST_BURSTS = 12;
const RINGS = 2;
const GOLD_SPARKS = 20;

/**
 * Pseudo-random number of spark k. The same spark always flies the same way: the picture depends on the moment alone,
 * so playback can be paused and reversed.
 */
function chance(k: number): number {
  const x = Math.sin(k * 127.1 + 311.7) * 43758.5453;
  return x - Math.floor(x);
}

/** Sparks and rings where rules fire, and gold that rises while the goal holds. */
export class Effects {
  readonly group = new Group();
  private readonly rings: InstancedMesh<RingGeometry, ShaderMaterial>;
  private readonly sparks: Points<BufferGeometry, ShaderMaterial>;
  private readonly colour = new Color();
  private readonly matrix = new Matrix4();
  private readonly flat = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -Math.PI / 2);
  private spark = 0;

  constructor() {
    const ring = new RingGeometry(0.86, 1, 48);
    ring.setAttribute('tint', new InstancedBufferAttribute(new Float32Array(4 * MOST_BURSTS * RINGS), 4));
    this.rings = new InstancedMesh(ring, ringMaterial(), MOST_BURSTS * RINGS);
    const most = MOST_BURSTS * SPARKS + GOLD_SPARKS;
    const geometry = new BufferGeometry();
    for (const [name, size] of [
      ['position', 3],
      ['tint', 4],
      ['size', 1],
    ] as const) {
      geometry.setAttribute(name, new BufferAttribute(new Float32Array(size * most), size).setUsage(DynamicDrawUsage));
    }
    this.sparks = new Points(geometry, sparkMaterial());
    for (const object of [this.rings, this.sparks]) {
      object.frustumCulled = false;
      object.renderOrder = 5;
      this.group.add(object);
    }
  }

  /**
   * @param gold where the goal holds, and for how many seconds; absent where it does not hold
   * @param height of the picture in pixels
   */
  show(bursts: readonly Burst[], gold: { at: Vector3; time: number } | undefined, height: number): void {
    this.spark = 0;
    let rings = 0;
    const tint = this.rings.geometry.getAttribute('tint');
    for (const { at, age, colour, made } of bursts.slice(-MOST_BURSTS)) {
      const life = age / BURST_SECONDS;
      if (life < 0 || life >= 1) continue;
      this.colour.set(colour);
      for (let r = 0; r < RINGS; r++) {
        const t = life * 1.5 - r * 0.22;
        if (t <= 0 || t >= 1) continue;
        const radius = 0.25 + 1.15 * (1 - (1 - t) ** 3);
        const place = new Vector3(at[0], at[1] - 0.18 + 0.1 * r, at[2]);
        this.rings.setMatrixAt(rings, this.matrix.compose(place, this.flat, new Vector3(radius, radius, radius)));
        tint.setXYZW(rings++, this.colour.r, this.colour.g, this.colour.b, 0.9 * (1 - t));
      }
      if (life < 0.3)
        this.add(at[0], at[1] + 0.2, at[2], 0.8 * (1 - life / 0.3) + 0.15, 0xffffff, 0.85 * (1 - life / 0.3));
      this.addSparks(at, age, life, made);
    }
    if (gold) this.addGold(gold.at, gold.time);
    this.rings.count = rings;
    this.rings.visible = rings > 0;
    this.rings.instanceMatrix.needsUpdate = true;
    tint.needsUpdate = true;
    const { geometry, material } = this.sparks;
    geometry.setDrawRange(0, this.spark);
    this.sparks.visible = this.spark > 0;
    for (const name of ['position', 'tint', 'size']) geometry.getAttribute(name).needsUpdate = true;
    material.uniforms.height.value = height;
  }

  private addSparks([x, y, z]: Burst['at'], age: number, life: number, made: boolean): void {
    const tone = this.colour.getHex();
    for (let k = 0; k < SPARKS - 1; k++) {
      const angle = 2 * Math.PI * chance(k);
      const out = (made ? 0.9 : 1.5) * (0.4 + chance(k + 50));
      const up = made ? 1.2 + 1.8 * chance(k + 100) : 0.6 + 1.2 * chance(k + 100);
      const way = (1 - Math.exp(-3 * age)) / 3;
      const fall = made ? 1.1 : 1.7;
      const height = Math.max(y - 0.22, y + up * way * 1.6 - 0.5 * fall * age * age);
      const colour = k % 4 === 0 ? 0xffffff : tone;
      this.add(x + Math.cos(angle) * out * way, height, z + Math.sin(angle) * out * way, 0.085, colour, 1 - life);
    }
  }

  private addGold(at: Vector3, time: number): void {
    for (let k = 0; k < GOLD_SPARKS; k++) {
      const t = (time * 0.55 + chance(k)) % 1;
      const angle = 2 * Math.PI * chance(k + 20) + time;
      const radius = 0.46 + 0.04 * chance(k + 40);
      const [x, z] = [at.x + Math.cos(angle) * radius, at.z + Math.sin(angle) * radius];
      this.add(x, at.y + 0.05 + 1.1 * t, z, 0.06, 0xffc21a, Math.sin(Math.PI * t) * 0.95);
    }
  }

  private add(x: number, y: number, z: number, size: number, colour: number, opacity: number): void {
    const { geometry } = this.sparks;
    const at = this.spark++;
    geometry.getAttribute('position').setXYZ(at, x, y, z);
    const tone = new Color(colour);
    geometry.getAttribute('tint').setXYZW(at, tone.r, tone.g, tone.b, Math.max(0, opacity));
    geometry.getAttribute('size').setX(at, size);
  }
}

function ringMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    vertexShader: `attribute vec4 tint;
varying vec4 colour;
void main() {
  colour = tint;
  gl_Position = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(position, 1.0);
}`,
    fragmentShader: `varying vec4 colour;
void main() {
  gl_FragColor = colour;
  #include <colorspace_fragment>
}`,
  });
}

/** Round, soft points whose size is in metres. */
function sparkMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { height: { value: 600 } },
    vertexShader: `attribute vec4 tint;
attribute float size;
uniform float height;
varying vec4 colour;
void main() {
  colour = tint;
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  gl_Position = projectionMatrix * place;
  gl_PointSize = clamp(size * height * projectionMatrix[1][1] * 0.5 / -place.z, 2.0, 90.0);
}`,
    fragmentShader: `varying vec4 colour;
void main() {
  float away = length(gl_PointCoord - 0.5) * 2.0;
  gl_FragColor = vec4(colour.rgb, colour.a * smoothstep(1.0, 0.35, away));
  #include <colorspace_fragment>
}`,
  });
}
