import type { Scene } from '../scene/scene.js';
import { passFlag, type StateVisitor } from '../scene/state-visitor.js';

/** An object as an avatar saw it last. */
export interface Sighting {
  /** Index of the object in the scene, or -1 if another object has taken that index since. */
  objectIndex: number;
  type: number;
  /** Centre, metres. */
  position: { x: number; y: number; z: number };
  size: number;
  frozen: boolean;
  /** Step of the trial in which it was seen last. */
  step: number;
}

/**
 * What an avatar has seen in a trial and does not see now: objects, where it saw them last. An object is forgotten when
 * the avatar sees that it is no longer there. Nothing here depends on what happens out of view.
 */
export class Sightings {
  private all: Sighting[] = [];

  clear(): void {
    this.all = [];
  }

  /** Notes what the player on a seat sees. Call it once in every step. */
  look(scene: Scene, seat: number, step: number): void {
    for (let j = 0; j < scene.indexCount; j++) {
      const { type, holder } = scene.items[j];
      if (type >= 0 && (holder === seat || scene.playerSees(seat, j))) this.note(scene, j, step);
    }
    this.all = this.all.filter(({ step: at, objectIndex, position: { x, y, z } }) => {
      return at === step || !scene.playerSeesPoint(seat, x, y, z, objectIndex);
    });
  }

  /** The objects that were seen before the last step. */
  recalled(step: number): readonly Sighting[] {
    return this.all.filter((sighting) => sighting.step !== step);
  }

  private note(scene: Scene, objectIndex: number, step: number): void {
    const { type, position, size, frozen } = scene.items[objectIndex];
    const { x, y, z } = position;
    const sighting = { objectIndex, type, position: { x, y, z }, size, frozen, step };
    const k = this.all.findIndex((each) => each.objectIndex === objectIndex);
    if (k >= 0 && this.all[k].type === type) this.all[k] = sighting;
    else {
      // The avatar has not seen what became of the former object of this index.
      if (k >= 0) this.all[k].objectIndex = -1;
      this.all.push(sighting);
    }
  }

  /** Passes the state, see `passEpisode`. */
  pass(visitor: StateVisitor): void {
    const count = visitor.number(this.all.length);
    this.all = Array.from({ length: count }, (_, k): Sighting => {
      const one = this.all[k] as Sighting | undefined;
      const number = (value: number | undefined) => visitor.number(value ?? 0);
      return {
        objectIndex: number(one?.objectIndex),
        type: number(one?.type),
        position: { x: number(one?.position.x), y: number(one?.position.y), z: number(one?.position.z) },
        size: number(one?.size),
        frozen: passFlag(visitor, one?.frozen ?? false),
        step: number(one?.step),
      };
    });
  }
}
