import { TILE_SIZE } from '@open-ada/production-rules';
import type { Terrain } from '@open-ada/xland-sim';
import {
  BoxGeometry,
  CircleGeometry,
  Color,
  FrontSide,
  Group,
  type Material,
  Mesh,
  MeshStandardMaterial,
  PlaneGeometry,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { BASE, terrainSurface } from './terrain-surface.js';
import type { SceneTheme } from './theme.js';

/** Ground, walls and table of one world. Inner walls and the outer ones are low from outside and as high as they are from inside. */
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
      place.add(mesh, outerWalls(terrain, theme, cut ? terrain.top - 1 : terrain.top));
    }
    const { width, depth } = sizeOf(terrain);
    const table = new Mesh(
      new CircleGeometry(160, 48),
      new MeshStandardMaterial({ color: theme.ground, roughness: 1 }),
    );
    table.rotation.x = -Math.PI / 2;
    table.position.set(width / 2, BASE - 0.01, depth / 2);
    table.receiveShadow = true;
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

export const sizeOf = ({ columns, rows }: Terrain): { width: number; depth: number } => {
  return { width: columns * TILE_SIZE, depth: rows * TILE_SIZE };
};

/** Seen from inside only: whoever looks in from outside sees through them. A rim shows where they stand. */
function outerWalls(terrain: Terrain, theme: SceneTheme, top: number): Group {
  const { width, depth } = sizeOf(terrain);
  const height = top;
  const sides = [
    [width, width / 2, 0, 0],
    [width, width / 2, depth, Math.PI],
    [depth, 0, depth / 2, Math.PI / 2],
    [depth, width, depth / 2, -Math.PI / 2],
  ].map(([length, x, z, turn]) => new PlaneGeometry(length, height).rotateY(turn).translate(x, height / 2, z));
  const material = new MeshStandardMaterial({ color: theme.wall, roughness: 0.9, side: FrontSide });
  const walls = new Mesh(mergeGeometries(sides), material);
  walls.receiveShadow = true;
  const thick = 0.07;
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
  const rim = new Mesh(
    mergeGeometries([...bars, ...posts]),
    new MeshStandardMaterial({ color: rimColour, roughness: 0.7 }),
  );
  return new Group().add(walls, rim);
}

/** Lines between tiles, arrows up the ramps, a light edge and a mark each half metre on what is upright. */
function groundMaterial({ line }: SceneTheme): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ vertexColors: true, roughness: 0.92 });
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
  }
  diffuseColor.rgb = mix(diffuseColor.rgb, lineColour, clamp(drawn, 0.0, 1.6) * lineStrength);
}`;
