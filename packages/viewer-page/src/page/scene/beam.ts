import {
  AdditiveBlending,
  CylinderGeometry,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
  NormalBlending,
  Quaternion,
  ShaderMaterial,
  TorusGeometry,
  Vector3,
} from 'three';

const UP = new Vector3(0, 1, 0);

/** Radius of the beam at its end, metres: it encloses the object. */
const WRAPPED = 0.34;

/** The beam between the hand and a held object. It widens around the object, with waves along it and a ring. */
export class Beam {
  readonly group = new Group();
  private readonly beam: Mesh<CylinderGeometry, ShaderMaterial>;
  private readonly core: Mesh<CylinderGeometry, MeshBasicMaterial>;
  private readonly ring: Mesh<TorusGeometry, MeshBasicMaterial>;
  private readonly along = new Vector3();
  private readonly turn = new Quaternion();

  constructor() {
    const material = new ShaderMaterial({
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
      blending: AdditiveBlending,
      uniforms: { time: { value: 0 }, length: { value: 1 } },
      vertexShader: `varying vec2 place;
void main() {
  place = uv;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`,
      fragmentShader: `varying vec2 place;
uniform float time;
uniform float length;
void main() {
  float wave = 0.55 + 0.45 * sin(place.y * length * 26.0 - time * 16.0);
  // Strong at the hand, faint at the object: what it is must stay visible.
  float ends = smoothstep(0.0, 0.1, place.y) * pow(1.0 - place.y, 1.4);
  gl_FragColor = vec4(vec3(0.06, 0.85, 0.7) * wave, 0.75 * ends);
  #include <colorspace_fragment>
}`,
    });
    this.beam = new Mesh(new CylinderGeometry(1, 0.12, 1, 28, 1, true).translate(0, 0.5, 0), material);
    const solid = new MeshBasicMaterial({ color: 0x0fb9a3, transparent: true, opacity: 0.8, blending: NormalBlending });
    this.core = new Mesh(new CylinderGeometry(0.016, 0.012, 1, 10, 1, true).translate(0, 0.5, 0), solid);
    this.ring = new Mesh(new TorusGeometry(0.36, 0.014, 8, 48), new MeshBasicMaterial({ color: 0x14d3ba }));
    this.group.add(this.beam, this.core, this.ring);
    this.group.visible = false;
  }

  hide(): void {
    this.group.visible = false;
  }

  /**
   * @param size factor of the object @param time seconds @param width factor of the beam at its end; 1 encloses the
   *   object
   */
  show(from: Vector3, to: Vector3, size: number, time: number, width: number): void {
    this.group.visible = true;
    this.along.subVectors(to, from);
    const length = Math.max(this.along.length(), 1e-3);
    this.turn.setFromUnitVectors(UP, this.along.divideScalar(length));
    for (const [mesh, radius] of [
      [this.beam, WRAPPED * size * width],
      [this.core, width],
    ] as const) {
      mesh.position.copy(from);
      mesh.quaternion.copy(this.turn);
      mesh.scale.set(radius, length, radius);
    }
    this.beam.material.uniforms.time.value = time;
    this.beam.material.uniforms.length.value = length;
    this.ring.position.copy(to);
    this.ring.scale.setScalar(size);
    this.ring.rotation.set(Math.PI / 2 + 0.25 * Math.sin(time * 2.1), 0.25 * Math.cos(time * 1.7), 0);
  }
}
