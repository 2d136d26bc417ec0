import { CircleGeometry, Color, DoubleSide, Mesh, ShaderMaterial } from 'three';

/** Radius of the sector drawn on the ground, metres. The view itself extends to the next wall. */
const RADIUS = 3.2;

/** A bright sector in front of the avatar's feet that shows its field of view. */
export function viewCone(azimuthDegrees: number, tint: number): Mesh {
  const angle = (Math.min(azimuthDegrees, 360) * Math.PI) / 180;
  const geometry = new CircleGeometry(RADIUS, 40, Math.PI / 2 - angle / 2, angle).rotateX(-Math.PI / 2);
  const material = new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    uniforms: { colour: { value: new Color(tint) } },
    vertexShader: `varying float away;
void main() {
  away = length(position.xz) / ${RADIUS.toFixed(1)};
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`,
    fragmentShader: `varying float away;
uniform vec3 colour;
void main() {
  gl_FragColor = vec4(colour, 0.3 * pow(1.0 - away, 1.4));
  #include <colorspace_fragment>
}`,
  });
  const mesh = new Mesh(geometry, material);
  mesh.renderOrder = 2;
  return mesh;
}
