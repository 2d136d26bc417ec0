import { Color, MeshStandardMaterial } from 'three';

/** Surface and pattern of each object colour: lightness alone tells them apart, and so does the pattern. */
const COATS = {
  black: { base: 0x15161a, mark: 0x8b90a0 },
  purple: { base: 0x7a22c9, mark: 0xe3bcff },
  yellow: { base: 0xffce1a, mark: 0xd98600 },
};

/**
 * One material for objects of all colours. Per instance, `look` is: number of the colour (0 black: lines, 1 purple: dots, 2 yellow:
 * stripes), whether it is frozen, and how much it glows (held, or aimed at).
 */
export function objectMaterial(): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ roughness: 0.42, metalness: 0.02 });
  material.onBeforeCompile = (shader) => {
    for (const [name, { base, mark }] of Object.entries(COATS)) {
      shader.uniforms[`${name}Base`] = { value: new Color(base) };
      shader.uniforms[`${name}Mark`] = { value: new Color(mark) };
    }
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\nattribute vec3 look;\nattribute vec3 dots;\n${VARYING}`)
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nvLook = look;\nvDots = dots;\nvPlace = position;');
    const uniforms = Object.keys(COATS)
      .flatMap((name) => [`uniform vec3 ${name}Base;`, `uniform vec3 ${name}Mark;`])
      .join('\n');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${VARYING}\n${uniforms}\n${HELPERS}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${COAT}`)
      .replace('#include <emissivemap_fragment>', `#include <emissivemap_fragment>\n${GLOW}`);
  };
  return material;
}

const VARYING = 'varying vec3 vLook;\nvarying vec3 vDots;\nvarying vec3 vPlace;';

const HELPERS = `
float inkOf(float distance, float width) {
  float soft = max(fwidth(distance), 1e-4);
  return 1.0 - smoothstep(width - soft, width + soft, distance);
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
  diffuseColor.rgb = mix(coat, vec3(0.78, 0.9, 1.0), 0.42 * vLook.y);
}`;

const GLOW = `
{
  float rim = pow(1.0 - abs(dot(normalize(normal), normalize(vViewPosition))), 3.0);
  totalEmissiveRadiance += rim * (vec3(0.1) + vLook.y * vec3(0.25, 0.4, 0.5));
  totalEmissiveRadiance += vLook.z * (0.08 + 0.9 * rim) * vec3(0.25, 1.0, 0.85);
}`;
