import { BackSide, Color, Mesh, ShaderMaterial, SphereGeometry } from 'three';
import type { SceneTheme } from './theme.js';

/** A dome whose colour changes from the horizon to the zenith. */
export function skyDome({ zenith, horizon }: SceneTheme): Mesh {
  const material = new ShaderMaterial({
    side: BackSide,
    depthWrite: false,
    fog: false,
    uniforms: { zenith: { value: new Color(zenith) }, horizon: { value: new Color(horizon) } },
    vertexShader: `varying vec3 direction;
void main() {
  direction = normalize(position);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`,
    fragmentShader: `varying vec3 direction;
uniform vec3 zenith;
uniform vec3 horizon;
void main() {
  float up = clamp(normalize(direction).y, 0.0, 1.0);
  gl_FragColor = vec4(mix(horizon, zenith, pow(up, 0.55)), 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}`,
  });
  const dome = new Mesh(new SphereGeometry(140, 32, 16), material);
  dome.frustumCulled = false;
  dome.renderOrder = -1;
  return dome;
}
