import type { SimulationSettings, Terrain } from '@open-ada/xland-sim';
import {
  Color,
  DirectionalLight,
  Fog,
  HemisphereLight,
  type Mesh,
  NeutralToneMapping,
  PCFShadowMap,
  PMREMGenerator,
  Scene,
  type Texture,
  WebGLRenderer,
} from 'three';
import type { Moment } from '../episode/moment.js';
import { Cameras, type FreeArea } from './cameras.js';
import { type Burst, Effects } from './effects.js';
import { Figure, type FigureExtras } from './figure.js';
import { ObjectMeshes } from './objects.js';
import { shownObjects, shownPlayer } from './shown.js';
import { skyDome } from './sky.js';
import { sizeOf, TerrainMesh } from './terrain-mesh.js';
import { PLAYER_COLOURS, THEMES, type ThemeName } from './theme.js';

/** Everything that is displayed besides the world itself. */
export interface Extras {
  bursts: readonly (Burst & { objectIndex: number })[];
  /** Index of the object that the hand would take, or -1. */
  aim: number;
  /** Seconds on the episode's clock, for idle motion. */
  time: number;
  /** The player through whose eyes the first-person view is, and whom the camera follows. */
  seat: number;
  /** By seat. */
  figures: readonly Pick<FigureExtras, 'speed' | 'ways'>[];
}

/** Seconds in which a new object grows to its full size. */
const GROWTH = 0.32;

/** The picture: one world with its light, seen by one of the cameras. */
export class Stage {
  readonly cameras = new Cameras();
  readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly sun = new DirectionalLight();
  private readonly sky = new HemisphereLight();
  private readonly objects = new ObjectMeshes();
  private readonly figures = PLAYER_COLOURS.map((colours) => new Figure(colours));
  private readonly effects = new Effects();
  private ground: TerrainMesh | undefined;
  private dome: Mesh | undefined;
  private surroundings: Texture | undefined;
  private world: { terrain: Terrain; settings: SimulationSettings } | undefined;
  private theme: ThemeName = 'light';
  private height = 1;
  /** Pixels of the picture per pixel of the page; fewer on a slow machine. */
  private sharpness = 1;

  /** @param smooth whether edges are smoothed, which takes a third of the time if the processor renders */
  constructor(canvas: HTMLCanvasElement, smooth: boolean) {
    this.renderer = new WebGLRenderer({ canvas, antialias: smooth, powerPreference: 'high-performance' });
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.sun.castShadow = true;
    this.sun.shadow.mapSize.set(2048, 2048);
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.025;
    this.sun.shadow.radius = 1.6;
    const { sun, sky, objects, effects, figures } = this;
    this.scene.add(sun, sun.target, sky, objects.group, effects.group, ...figures.map(({ group }) => group));
  }

  /** Shows the world of another task. */
  show(terrain: Terrain, settings: SimulationSettings): void {
    this.world = { terrain, settings };
    this.cameras.world(terrain, settings);
    for (const figure of this.figures) figure.world(settings);
    this.build();
  }

  light(theme: ThemeName): void {
    this.theme = theme;
    this.build();
  }

  /** @param free part of the picture that no panel covers */
  resize(width: number, height: number, free: FreeArea): void {
    this.height = height;
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2) * this.sharpness);
    this.renderer.setSize(width, height, false);
    this.cameras.resize(width, height, free);
  }

  /** @param sharpness 1: every pixel of the screen */
  sharpen(sharpness: number): void {
    this.sharpness = sharpness;
    const side = sharpness > 0.7 ? 2048 : 1024;
    if (this.sun.shadow.mapSize.x === side) return;
    this.sun.shadow.mapSize.set(side, side);
    this.sun.shadow.map?.dispose();
    this.sun.shadow.map = null;
  }

  /** Draws a moment. @param seconds since the last picture */
  draw(moment: Moment, extras: Extras, seconds: number): void {
    if (!this.world) return;
    const { cameras } = this;
    const { seat, time } = extras;
    const { goalHolds } = moment.after;
    const players = moment.before.players.map((_, each) => shownPlayer(moment, each));
    const inside = cameras.view === 'first';
    this.ground?.look(inside);
    const objects = shownObjects(moment);
    for (const object of objects) {
      const { objectIndex } = object.state;
      const born = extras.bursts.find((burst) => burst.objectIndex === objectIndex && burst.made && burst.age < GROWTH);
      if (born) object.scale = grown(born.age / GROWTH);
      if (object.state.holder >= 0) object.glow = 0.35;
      else if (objectIndex === extras.aim) object.glow = 0.5 + 0.2 * Math.sin(time * 7);
    }
    this.objects.show(objects);
    const { x, y, z, heading, look } = players[seat];
    const { feet } = this.figures[seat];
    cameras.update({ position: feet.set(x, y, z), heading, look }, seconds);
    this.figures.forEach((figure, each) => {
      const player = players[each];
      figure.group.visible = player !== undefined;
      if (player === undefined) return;
      const eyes = !inside ? 'outside' : each === seat ? 'own' : 'theirs';
      const shown = { ...extras.figures[each], time, goalHolds: goalHolds[each] };
      figure.show(player, objects, eyes, shown, cameras.camera);
    });
    const gold = goalHolds[seat] && !inside ? { at: feet, time } : undefined;
    this.effects.show(extras.bursts, gold, this.height * this.renderer.getPixelRatio());
    this.renderer.render(this.scene, cameras.camera);
  }

  private build(): void {
    if (!this.world) return;
    const { terrain } = this.world;
    const theme = THEMES[this.theme];
    const { scene, sun, sky } = this;
    this.ground?.group.removeFromParent();
    this.ground?.dispose();
    this.ground = new TerrainMesh(terrain, theme);
    this.dome?.removeFromParent();
    this.dome = skyDome(theme);
    const { width, depth } = sizeOf(terrain);
    this.dome.position.set(width / 2, 0, depth / 2);
    this.surroundings?.dispose();
    this.surroundings = picture(this.renderer, theme);
    scene.environment = this.surroundings;
    scene.environmentIntensity = theme.surroundings;
    scene.fog = new Fog(new Color(theme.horizon), 24, 95);
    scene.add(this.ground.group, this.dome);
    sky.color.set(theme.sky.above);
    sky.groundColor.set(theme.sky.below);
    sky.intensity = theme.sky.intensity;
    sun.color.set(theme.sun.colour);
    sun.intensity = theme.sun.intensity;
    this.figures.forEach((figure, seat) => {
      figure.paint(theme.ways[seat]);
    });
    this.renderer.toneMappingExposure = theme.exposure;
    const reach = Math.hypot(width, depth, terrain.top) / 2 + 0.5;
    sun.target.position.set(width / 2, 0, depth / 2);
    sun.position.set(width / 2 - 0.5 * reach * 2, reach * 2.4, depth / 2 + 0.45 * reach * 2);
    Object.assign(sun.shadow.camera, {
      left: -reach,
      right: reach,
      top: reach,
      bottom: -reach,
      near: 0.1,
      far: reach * 6,
    });
    sun.shadow.camera.updateProjectionMatrix();
  }
}

/** The sky as light from all sides. */
function picture(renderer: WebGLRenderer, theme: (typeof THEMES)[ThemeName]): Texture {
  const generator = new PMREMGenerator(renderer);
  const scene = new Scene();
  scene.add(skyDome(theme));
  const { texture } = generator.fromScene(scene, 0, 0.1, 200);
  generator.dispose();
  return texture;
}

/** Grows from 0 to 1 and overshoots a little on the way. */
function grown(t: number): number {
  const back = t - 1;
  return Math.max(0.05, 1 + 2.7 * back ** 3 + 1.7 * back ** 2);
}
