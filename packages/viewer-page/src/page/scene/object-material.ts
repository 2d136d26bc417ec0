import { OBJECT_SIZE, SHAPES } from '@open-ada/production-rules';
import { SLAB_HEIGHT } from '@open-ada/xland-sim';
import { Color, MeshStandardMaterial } from 'three';

/** Surface and pattern of each object colour. Both lightness and pattern alone tell the colours apart. */
const COATS = {
  black: { base: 0x15161a, mark: 0x8b90a0 },
  purple: { base: 0x7a22c9, mark: 0xe3bcff },
  yellow: { base: 0xffce1a, mark: 0xd98600 },
};

/**
 * One material for objects of all colours. The instance attribute `look` holds: number of the colour (0 black: lines, 1
 * purple: dots, 2 yellow: stripes), whether the object is frozen, how much it glows (held, or aimed at), and number of
 * the shape.
 */
export function objectMaterial(): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ roughness: 0.42, metalness: 0.02 });
  material.onBeforeCompile = (shader) => {
    for (const [name, { base, mark }] of Object.entries(COATS)) {
      shader.uniforms[`${name}Base`] = { value: new Color(base) };
      shader.uniforms[`${name}Mark`] = { value: new Color(mark) };
    }
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\nattribute vec4 look;\nattribute vec3 dots;\n${VARYING}`)
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nvLook = look;\nvDots = dots;\nvPlace = position;');
    const uniforms = Object.keys(COATS)
      .flatMap((name) => [`uniform vec3 ${name}Base;`, `uniform vec3 ${name}Mark;`])
      .join('\n');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${VARYING}\n${uniforms}\n${HELPERS}\n${EDGES}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${COAT}`)
      .replace('#include <emissivemap_fragment>', `#include <emissivemap_fragment>\n${GLOW}`);
  };
  return material;
}

const VARYING = 'varying vec4 vLook;\nvarying vec3 vDots;\nvarying vec3 vPlace;';

const HELPERS = `
float inkOf(float distance, float width) {
  float soft = max(fwidth(distance), 1e-4);
  return 1.0 - smoothstep(width - soft, width + soft, distance);
}`;

/** Edges are drawn so that shapes can be told apart from above, and in black. */
const EDGES = `
float edgeOf(vec3 place, float shape) {
  vec3 away = ${OBJECT_SIZE / 2} - abs(place);
  if (abs(shape - ${SHAPES.indexOf('sphere')}.0) < 0.5) return 0.0;
  if (abs(shape - ${SHAPES.indexOf('pyramid')}.0) < 0.5) {
    float ridge = abs(abs(place.x) - abs(place.z)) * 0.7;
    float foot = place.y + ${OBJECT_SIZE / 4};
    return max(inkOf(ridge, 0.011), inkOf(foot, 0.012));
  }
  if (abs(shape - ${SHAPES.indexOf('slab')}.0) < 0.5) away.y = ${SLAB_HEIGHT / 2} - abs(place.y);
  float least = min(away.x, min(away.y, away.z));
  float most = max(away.x, max(away.y, away.z));
  return inkOf(away.x + away.y + away.z - least - most, 0.014);
}`;

const COAT = `
{
  vec3 base;
  vec3 ink;
  float drawn;
  if (vLook.x < 0.5) {
    base = blackBase;
    ink = blackMark;
    vec3 line = abs(fract(vPlace / 0.125) - 0.5) * 0.125;
    drawn = max(inkOf(line.x, 0.0045), max(inkOf(line.y, 0.0045), inkOf(line.z, 0.0045)));
  } else if (vLook.x < 1.5) {
    base = purpleBase;
    ink = purpleMark;
    vec3 cell = (fract(vDots / 0.125 + 0.5) - 0.5) * 0.125;
    drawn = inkOf(length(cell), 0.027);
  } else {
    base = yellowBase;
    ink = yellowMark;
    drawn = inkOf(abs(fract((vPlace.x + vPlace.y + vPlace.z) / 0.17) - 0.5) * 0.17, 0.021);
  }
  vec3 coat = mix(base, ink, drawn);
  coat = mix(coat, ink, 0.85 * edgeOf(vPlace, vLook.w));
  diffuseColor.rgb = mix(coat, vec3(0.78, 0.9, 1.0), 0.42 * vLook.y);
}`;

const GLOW = `
{
  float rim = pow(1.0 - abs(dot(normalize(normal), normalize(vViewPosition))), 3.0);
  totalEmissiveRadiance += rim * (vec3(0.1) + vLook.y * vec3(0.25, 0.4, 0.5));
  totalEmissiveRadiance += vLook.z * (0.08 + 0.9 * rim) * vec3(0.25, 1.0, 0.85);
}`;
