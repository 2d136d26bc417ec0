import { OBJECT_TYPES } from '../language/task.js';
import { MAX_OBJECTS, type World } from '../language/world.js';

/** The slots of each object type in ascending order, rebuilt only when objects have changed. */
export class SlotsByType {
  /** `[type, MAX_OBJECTS]`: the first `counts[type]` entries of a row are slots of that type. */
  readonly slots: Int32Array = new Int32Array(OBJECT_TYPES.length * MAX_OBJECTS);
  readonly counts: Int32Array = new Int32Array(OBJECT_TYPES.length);
  /** All objects in the world. */
  total = 0;

  rebuild(world: World): void {
    const { slots, counts } = this;
    counts.fill(0);
    this.total = 0;
    for (let slot = 0; slot < world.slotCount; slot++) {
      const type = world.typeOf(slot);
      if (type < 0) continue;
      slots[type * MAX_OBJECTS + counts[type]++] = slot;
      this.total++;
    }
  }
}
