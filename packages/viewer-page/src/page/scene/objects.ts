import { COLOURS, MAX_OBJECTS, OBJECT_SIZE, OBJECT_TYPES, SHAPES, type Shape } from '@open-ada/production-rules';
import type { ObjectState } from '@open-ada/xland-sim';
import {
  CylinderGeometry,
  Group,
  InstancedBufferAttribute,
  InstancedMesh,
  Matrix4,
  MeshStandardMaterial,
  type Quaternion,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { OBJECT_GEOMETRY } from './object-geometry.js';
import { objectMaterial } from './object-material.js';

/** How one object is drawn. */
export interface ShownObject {
  state: ObjectState;
  position: Vector3;
  turn: Quaternion;
  /** 1: full size; smaller while the object appears. */
  scale: number;
  /** 0 to 1. */
  glow: number;
}

/** All objects: one draw call per shape in use, and one for the plates under frozen objects. */
export class ObjectMeshes {
  readonly group = new Group();
  private readonly shapes = {} as Record<Shape, InstancedMesh>;
  private readonly plates: InstancedMesh;
  private readonly matrix = new Matrix4();
  private readonly scale = new Vector3();
  private readonly place = new Vector3();

  constructor() {
    const material = objectMaterial();
    for (const shape of SHAPES) {
      const geometry = OBJECT_GEOMETRY[shape]();
      geometry.setAttribute('look', new InstancedBufferAttribute(new Float32Array(4 * MAX_OBJECTS), 4));
      const mesh = new InstancedMesh(geometry, material, MAX_OBJECTS);
      mesh.castShadow = true;
      mesh.receiveShadow = true;
      this.shapes[shape] = mesh;
    }
    const metal = new MeshStandardMaterial({ color: 0x9fb2c6, roughness: 0.35, metalness: 0.7 });
    this.plates = new InstancedMesh(plateGeometry(), metal, MAX_OBJECTS);
    this.plates.receiveShadow = true;
    for (const mesh of [...Object.values(this.shapes), this.plates]) {
      mesh.frustumCulled = false;
      this.group.add(mesh);
    }
  }

  show(objects: readonly ShownObject[]): void {
    for (const mesh of Object.values(this.shapes)) mesh.count = 0;
    this.plates.count = 0;
    for (const { state, position, turn, scale, glow } of objects) {
      const type = OBJECT_TYPES.indexOf(state.type);
      const mesh = this.shapes[SHAPES[Math.floor(type / COLOURS.length)]];
      const at = mesh.count++;
      this.scale.setScalar(state.size * scale);
      mesh.setMatrixAt(at, this.matrix.compose(position, turn, this.scale));
      const look = mesh.geometry.getAttribute('look');
      look.setXYZW(at, type % COLOURS.length, Number(state.frozen), glow, Math.floor(type / COLOURS.length));
      if (!state.frozen) continue;
      const half = SHAPES[Math.floor(type / COLOURS.length)] === 'pyramid' ? OBJECT_SIZE / 4 : 0;
      const low = half > 0 ? half : lowOf(state.type);
      this.place.copy(position).y -= low * state.size;
      this.plates.setMatrixAt(this.plates.count++, this.matrix.compose(this.place, turn, this.scale));
    }
    for (const mesh of Object.values(this.shapes)) {
      mesh.visible = mesh.count > 0;
      mesh.instanceMatrix.needsUpdate = true;
      mesh.geometry.getAttribute('look').needsUpdate = true;
    }
    this.plates.visible = this.plates.count > 0;
    this.plates.instanceMatrix.needsUpdate = true;
  }
}

const lowOf = (type: ObjectState['type']): number => (type.endsWith('slab') ? 0.075 : OBJECT_SIZE / 2);

/** A plate with four bolts. It shows that the object on it cannot move. */
function plateGeometry() {
  const plate = new CylinderGeometry(0.4, 0.43, 0.035, 28).translate(0, 0.0175, 0);
  const bolts = [0, 1, 2, 3].map((k) => {
    const angle = (Math.PI / 2) * k;
    return new CylinderGeometry(0.035, 0.035, 0.05, 8).translate(
      0.355 * Math.cos(angle),
      0.03,
      0.355 * Math.sin(angle),
    );
  });
  return mergeGeometries([plate, ...bolts]);
}
