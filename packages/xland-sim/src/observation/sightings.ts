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
  /** Step of the trial in which it was seen last, or -1 if that was in an earlier trial. */
  step: number;
}

/** Where an avatar first saw an object in a trial: there it expects it at the start of the next one. */
interface Start {
  sighting: Sighting;
  /** Trials in a row in which the avatar looked there and did not see it. */
  missed: number;
}
/** After so many the start is forgotten. */
const MISSED = 2;
const NOTHING_HAPPENED = { appeared: 0, vanished: 0, seenToVanish: [] };
/** Step of what the avatar knows from the trials before. */
const BEFORE = -1;

/**
 * What an avatar has seen and does not see now: objects, where it saw them last. An object is forgotten when
 * the avatar sees that it is no longer there. Nothing here depends on what happens out of view.
 */
export class Sightings {
  private all: Sighting[] = [];
  private starts: Start[] = [];
  /** Types, as bits, of which the avatar saw an object appear in this trial. */
  private made = 0;

  /** @param acrossTrials whether a trial begins with the objects that were found in the trials before, at their starts */
  constructor(private readonly acrossTrials = false) {}

  clear(): void {
    this.all = [];
    this.starts = [];
    this.made = 0;
  }

  /** At the start of a trial all objects are back where they were, so that is where the avatar knows them. */
  beginTrial(): void {
    this.all = this.starts.map(({ sighting }) => ({ ...sighting }));
    this.made = 0;
  }

  /** Notes what the player on a seat sees. Call it once in every step. */
  look(scene: Scene, seat: number, step: number): void {
    // What happened in the last step of a trial is over at the start of the next.
    const { appeared, vanished, seenToVanish } = step > 0 ? scene.players[seat] : NOTHING_HAPPENED;
    // What a rule consumes at first sight is never seen at the end of a step.
    if (this.acrossTrials) for (const object of seenToVanish) this.find({ ...object, step });
    this.made |= appeared;
    for (let j = 0; j < scene.indexCount; j++) {
      const { type, holder } = scene.items[j];
      if (type >= 0 && (holder === seat || scene.playerSees(seat, j))) this.note(scene, j, step);
    }
    this.all = this.all.filter((sighting) => {
      const { step: at, objectIndex, position } = sighting;
      if (at === step || !scene.playerSeesPoint(seat, position.x, position.y, position.z, objectIndex)) return true;
      if (at === BEFORE && (vanished & (1 << sighting.type)) === 0) this.miss(sighting);
      return false;
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
    const known = k >= 0 && this.all[k].type === type;
    if (this.acrossTrials && (!known || this.all[k].step === BEFORE)) this.find(sighting);
    if (known) this.all[k] = sighting;
    else {
      // The avatar has not seen what became of the former object of this index.
      if (k >= 0) this.all[k].objectIndex = -1;
      this.all.push(sighting);
    }
  }

  /** Notes where an object was first seen in this trial, unless it may have been made in it. */
  private find(sighting: Sighting): void {
    const { objectIndex, type } = sighting;
    const known = this.starts.find((start) => start.sighting.objectIndex === objectIndex);
    if (known?.sighting.type === type) known.missed = 0;
    else if (known === undefined && (this.made & (1 << type)) === 0)
      this.starts.push({ sighting: { ...sighting, step: BEFORE }, missed: 0 });
  }

  /** An object was not seen where it was at the start of other trials. One that vanishes at first sight was there. */
  private miss({ objectIndex, type }: Sighting): void {
    this.starts = this.starts.filter((start) => {
      const { sighting } = start;
      return sighting.objectIndex !== objectIndex || sighting.type !== type || ++start.missed < MISSED;
    });
  }

  /** Passes the state, see `passEpisode`. */
  pass(visitor: StateVisitor): void {
    this.all = passEach(visitor, this.all, (one) => passSighting(visitor, one));
    if (!this.acrossTrials) return;
    this.made = visitor.number(this.made);
    this.starts = passEach(visitor, this.starts, (one) => ({
      sighting: passSighting(visitor, one?.sighting),
      missed: visitor.number(one?.missed ?? 0),
    }));
  }
}

/** Passes a list of any length. @param pass one member; undefined if it is only read */
function passEach<T>(visitor: StateVisitor, list: readonly T[], pass: (one: T | undefined) => T): T[] {
  return Array.from({ length: visitor.number(list.length) }, (_, k) => pass(list[k]));
}

function passSighting(visitor: StateVisitor, one: Sighting | undefined): Sighting {
  const number = (value: number | undefined) => visitor.number(value ?? 0);
  return {
    objectIndex: number(one?.objectIndex),
    type: number(one?.type),
    position: { x: number(one?.position.x), y: number(one?.position.y), z: number(one?.position.z) },
    size: number(one?.size),
    frozen: passFlag(visitor, one?.frozen ?? false),
    step: number(one?.step),
  };
}
