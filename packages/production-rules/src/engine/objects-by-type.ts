import { OBJECT_TYPES } from '../language/task.js';
import { MAX_OBJECTS, type World } from '../language/world.js';

/** Indices of the objects of each type in ascending order. They are rebuilt only when objects have changed. */
export class ObjectsByType {
  /** `[type, MAX_OBJECTS]`: the first `counts[type]` entries of a row are indices of that type. */
  readonly indices: Int32Array = new Int32Array(OBJECT_TYPES.length * MAX_OBJECTS);
  readonly counts: Int32Array = new Int32Array(OBJECT_TYPES.length);
  /** Number of objects in the world. */
  total = 0;

  rebuild(world: World): void {
    const { indices, counts } = this;
    counts.fill(0);
    this.total = 0;
    for (let objectIndex = 0; objectIndex < world.indexCount; objectIndex++) {
      const type = world.typeOf(objectIndex);
      if (type < 0) continue;
      indices[type * MAX_OBJECTS + counts[type]++] = objectIndex;
      this.total++;
    }
  }
}
