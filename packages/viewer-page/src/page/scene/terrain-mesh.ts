import { TILE_SIZE } from '@open-ada/production-rules';
import type { Terrain } from '@open-ada/xland-sim';
import {
  BoxGeometry,
  Color,
  Float32BufferAttribute,
  Group,
  type Material,
  Mesh,
  MeshLambertMaterial,
  RingGeometry,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { type Corner, FACE, Surface } from './surface.js';
import { BASE, terrainSurface } from './terrain-surface.js';
import type { SceneTheme } from './theme.js';

/** The outer walls are this much lower when seen from outside, metres, because the objects behind them matter more. */
export const LOWERED = 1.35;

/**
 * Ground, walls and table of one world. Walls are drawn low when seen from outside, and at their full height when seen
 * from inside.
 */
export class TerrainMesh {
  readonly group = new Group();
  private readonly outside = new Group();
  private readonly inside = new Group();

  constructor(terrain: Terrain, theme: SceneTheme) {
    const ground = groundMaterial(theme);
    for (const [place, cut] of [
      [this.outside, true],
      [this.inside, false],
    ] as const) {
      const mesh = new Mesh(terrainSurface(terrain, theme, cut).geometry(), ground);
      mesh.castShadow = true;
      mesh.receiveShadow = true;
      place.add(mesh, outerWalls(terrain, theme, cut ? terrain.top - LOWERED : terrain.top, ground));
    }
    const table = tableTop(terrain, theme);
    this.group.add(this.outside, this.inside, table);
    this.look(false);
  }

  /** @param inside whether the camera is in the room */
  look(inside: boolean): void {
    this.inside.visible = inside;
    this.outside.visible = !inside;
  }

  dispose(): void {
    this.group.traverse((object) => {
      if (!(object instanceof Mesh)) return;
      object.geometry.dispose();
      (object.material as Material).dispose();
    });
  }
}

/** A wide plane under the model: light near it, and the colour of the horizon far away. */
function tableTop(terrain: Terrain, { ground, horizon }: SceneTheme): Mesh {
  const { width, depth } = sizeOf(terrain);
  const near = Math.hypot(width, depth) * 0.55;
  const rings = [0, near, near * 2.2, near * 5, 150];
  const colours = [0, 0.05, 0.45, 1, 1].map((far) => new Color(ground).lerp(new Color(horizon), far));
  const geometry = new RingGeometry(0.01, 150, 64, rings.length - 1);
  const place = geometry.getAttribute('position');
  const tint: number[] = [];
  for (let k = 0; k < place.count; k++) {
    const ring = Math.floor(k / 65);
    const angle = (2 * Math.PI * (k % 65)) / 64;
    place.setXY(k, rings[ring] * Math.cos(angle), rings[ring] * Math.sin(angle));
    tint.push(...colours[ring].toArray());
  }
  geometry.setAttribute('color', new Float32BufferAttribute(tint, 3));
  const table = new Mesh(geometry, new MeshLambertMaterial({ vertexColors: true }));
  table.rotation.x = -Math.PI / 2;
  table.position.set(width / 2, BASE - 0.01, depth / 2);
  table.receiveShadow = true;
  return table;
}

export const sizeOf = ({ columns, rows }: Terrain): { width: number; depth: number } => {
  return { width: columns * TILE_SIZE, depth: rows * TILE_SIZE };
};

/** Outer walls that are visible from inside only: a camera outside looks through them. A rim shows where they stand. */
function outerWalls(terrain: Terrain, theme: SceneTheme, top: number, material: Material): Group {
  const { width, depth } = sizeOf(terrain);
  const surface = new Surface();
  // Each wall from its right end to its left end, as seen from inside.
  for (const [x0, z0, x1, z1] of [
    [width, 0, 0, 0],
    [0, 0, 0, depth],
    [0, depth, width, depth],
    [width, depth, width, 0],
  ]) {
    const length = Math.hypot(x1 - x0, z1 - z0);
    const corner = (x: number, y: number, z: number, u: number): Corner => {
      return { at: [x, y, z], light: y > 0 ? 1 : 0.8, u, v: y };
    };
    const corners = [
      corner(x0, 0, z0, 0),
      corner(x0, top, z0, 0),
      corner(x1, top, z1, length),
      corner(x1, 0, z1, length),
    ];
    surface.face(corners, new Color(theme.wall), FACE.wall);
  }
  const walls = new Mesh(surface.geometry(), material);
  walls.receiveShadow = true;
  const thick = 0.06;
  const bars = [
    [width + 2 * thick, thick, width / 2, -thick / 2],
    [width + 2 * thick, thick, width / 2, depth + thick / 2],
    [thick, depth, -thick / 2, depth / 2],
    [thick, depth, width + thick / 2, depth / 2],
  ].map(([dx, dz, x, z]) => new BoxGeometry(dx, thick, dz).translate(x, top, z));
  const posts = [0, 1].flatMap((i) =>
    [0, 1].map((j) => {
      const [x, z] = [i * width + (i - 0.5) * thick, j * depth + (j - 0.5) * thick];
      return new BoxGeometry(thick, top - BASE, thick).translate(x, (top + BASE) / 2, z);
    }),
  );
  const rimColour = new Color(theme.wall).lerp(new Color(0xffffff), 0.25);
  const rim = new Mesh(mergeGeometries([...bars, ...posts]), new MeshLambertMaterial({ color: rimColour }));
  return new Group().add(walls, rim);
}

/** Draws lines between tiles, arrows up the ramps, a light edge, and a mark every half metre on vertical faces. */
function groundMaterial({ line }: SceneTheme): MeshLambertMaterial {
  // The ground fills most of the picture and has no highlights, so the cheap material is sufficient.
  const material = new MeshLambertMaterial({ vertexColors: true });
  material.onBeforeCompile = (shader) => {
    shader.uniforms.lineColour = { value: new Color(line.colour) };
    shader.uniforms.lineStrength = { value: line.strength };
    shader.vertexShader = shader.vertexShader
      .replace(
        '#include <common>',
        '#include <common>\nattribute vec3 mark;\nvarying vec3 vMark;\nvarying vec3 vGround;',
      )
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nvMark = mark;\nvGround = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\n${PATTERN_DECLARATIONS}`)
      .replace('#include <color_fragment>', `#include <color_fragment>\n${PATTERN}`);
  };
  return material;
}

const PATTERN_DECLARATIONS = `
varying vec3 vMark;
varying vec3 vGround;
uniform vec3 lineColour;
uniform float lineStrength;
float stroke(float distance, float width) {
  float soft = fwidth(distance);
  return 1.0 - smoothstep(width - soft, width + soft, distance);
}`;

const PATTERN = `
{
  float drawn = 0.0;
  if (vMark.x < 0.5) {
    vec2 edge = abs(fract(vGround.xz / ${TILE_SIZE}.0 + 0.5) - 0.5) * ${TILE_SIZE}.0;
    drawn = stroke(min(edge.x, edge.y), 0.014);
    vec2 check = floor(vGround.xz / ${TILE_SIZE}.0);
    diffuseColor.rgb *= 1.0 - 0.045 * mod(check.x + check.y, 2.0);
  } else if (vMark.x < 1.5) {
    float across = abs(vMark.z);
    float along = abs(fract((vMark.y - 0.0 + across * 0.8) / 0.5) - 0.5) * 0.5;
    drawn = stroke(along, 0.045) * step(across, 0.62) * 1.6 + stroke(abs(across - 0.93), 0.02);
  } else if (vMark.x < 2.5) {
    drawn = 0.55 * stroke(abs(fract(vGround.y * 2.0 + 0.5) - 0.5) * 0.5, 0.008);
  } else {
    float course = floor(vGround.y + 0.001);
    float joint = vMark.y / ${TILE_SIZE}.0 + 0.5 * mod(course, 2.0);
    float side = abs(fract(joint + 0.5) - 0.5) * ${TILE_SIZE}.0;
    float level = abs(fract(vGround.y + 0.5) - 0.5);
    drawn = 0.8 * max(stroke(side, 0.011), stroke(level, 0.011)) * step(0.02, vMark.z);
  }
  diffuseColor.rgb = mix(diffuseColor.rgb, lineColour, clamp(drawn, 0.0, 1.6) * lineStrength);
}`;
