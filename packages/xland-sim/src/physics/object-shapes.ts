import { COLOURS, OBJECT_SIZE, OBJECT_TYPES, SHAPES, type Shape } from '@open-ada/production-rules';
import * as cannon from 'cannon-es';

/** Geometry of one object shape at one size, shared by all such objects. Metres; y is up. */
export interface ObjectShape {
  readonly shape: Shape;
  /** Collision shape for cannon-es. */
  readonly collider: cannon.Shape;
  /** Height of the centre of mass above the floor when the object stands on its base. */
  readonly restHeight: number;
  /** Distance from the centre of mass up to the top. */
  readonly topHeight: number;
  /** Radius of the round footprint, used for collisions with the avatar and the hand. */
  readonly footRadius: number;
  /** Half the width. It limits how near the hand can bring the object to other things. */
  readonly halfWidth: number;
  /** Radius of the sphere about the centre that contains the whole object. */
  readonly boundingRadius: number;
  /** Corners in the body frame, three numbers each. Empty for a sphere. */
  readonly corners: Float64Array;
  /** Faces in the body frame, four numbers each: outward unit normal, then distance from the centre. */
  readonly faces: Float64Array;
  /** Directions of the edges in the body frame, three numbers each. No two are parallel. */
  readonly edges: Float64Array;
}

/** Height of a slab of size factor 1, metres. */
export const SLAB_HEIGHT = 0.15;
/** Ratio of footprint radius to width, between a square's half side (0.5) and its half diagonal (0.71). */
const SQUARE_FOOT = 0.56;

function boxOf(shape: Shape, width: number, height: number): ObjectShape {
  const half = width / 2;
  const up = height / 2;
  const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].flatMap((z) => [x * half, y * up, z * half])));
  const faces = [1, 0, 0, half, -1, 0, 0, half, 0, 1, 0, up, 0, -1, 0, up, 0, 0, 1, half, 0, 0, -1, half];
  return {
    shape,
    collider: new cannon.Box(new cannon.Vec3(half, up, half)),
    restHeight: up,
    topHeight: up,
    footRadius: width * SQUARE_FOOT,
    halfWidth: half,
    boundingRadius: Math.sqrt(2 * half * half + up * up),
    corners: Float64Array.from(corners),
    faces: Float64Array.from(faces),
    edges: Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]),
  };
}

/** Square pyramid as high as it is wide. Its centre of mass is a quarter of the height above the base. */
function pyramidOf(width: number): ObjectShape {
  const half = width / 2;
  const low = -width / 4;
  const top = (3 * width) / 4;
  const points = [-half, low, -half, half, low, -half, half, low, half, -half, low, half, 0, top, 0];
  const vertices = Array.from({ length: 5 }, (_, i) => new cannon.Vec3(...points.slice(3 * i, 3 * i + 3)));
  const collider = new cannon.ConvexPolyhedron({
    vertices,
    faces: [
      [0, 1, 2, 3],
      [0, 4, 1],
      [1, 4, 2],
      [2, 4, 3],
      [3, 4, 0],
    ],
  });
  // A side rises by `width` over `half`, so its normal is (2, 1) / sqrt(5) in the plane across it.
  const across = 2 / Math.sqrt(5);
  const up = 1 / Math.sqrt(5);
  const away = up * top;
  const faces = [
    ...[0, -1, 0, -low],
    ...[across, up, 0, away],
    ...[-across, up, 0, away],
    ...[0, up, across, away],
    ...[0, up, -across, away],
  ];
  const slanted = [-1, 1].flatMap((x) => [-1, 1].flatMap((z) => [x * half, width, z * half]));
  return {
    shape: 'pyramid',
    collider,
    restHeight: -low,
    topHeight: top,
    footRadius: width * SQUARE_FOOT * 0.9,
    halfWidth: half,
    boundingRadius: top,
    corners: Float64Array.from(points),
    faces: Float64Array.from(faces),
    edges: Float64Array.from([1, 0, 0, 0, 0, 1, ...slanted]),
  };
}

function sphereOf(width: number): ObjectShape {
  const radius = width / 2;
  return {
    shape: 'sphere',
    collider: new cannon.Sphere(radius),
    restHeight: radius,
    topHeight: radius,
    footRadius: radius,
    halfWidth: radius,
    boundingRadius: radius,
    corners: new Float64Array(0),
    faces: new Float64Array(0),
    edges: new Float64Array(0),
  };
}

const MAKERS: Record<Shape, (width: number) => ObjectShape> = {
  cube: (width) => boxOf('cube', width, width),
  sphere: sphereOf,
  pyramid: pyramidOf,
  slab: (width) => boxOf('slab', width, (width * SLAB_HEIGHT) / OBJECT_SIZE),
};

const SIZE_STEPS = 100;
const made = new Map<number, ObjectShape>();

/** Size factor used in simulation, rounded to a hundredth. This bounds the number of distinct shapes. */
export const quantisedSize = (size: number): number => Math.round(size * SIZE_STEPS) / SIZE_STEPS;

/**
 * The shape of an object, created on first use.
 * @param type index into `OBJECT_TYPES`
 * @param size size factor
 */
export function objectShape(type: number, size: number): ObjectShape {
  const shape = (type / COLOURS.length) | 0;
  const key = Math.round(size * SIZE_STEPS) * SHAPES.length + shape;
  let known = made.get(key);
  if (known === undefined) {
    known = MAKERS[SHAPES[shape]](quantisedSize(size) * OBJECT_SIZE);
    made.set(key, known);
  }
  return known;
}

/** Shape of each object type at size factor 1, by type index. Rules spawn these. */
export const SPAWNED_SHAPES: readonly ObjectShape[] = OBJECT_TYPES.map((_, type) => objectShape(type, 1));
