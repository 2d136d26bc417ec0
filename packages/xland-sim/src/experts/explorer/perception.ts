import type { ObjectType } from '@open-ada/production-rules';
import type { AvatarView } from '../../environment/avatar-view.js';
import type { ObjectState, PlayerState } from '../../environment/environment-state.js';
import { EYE_HEIGHT, radians } from '../../scene/player.js';
import type { SimulationSettings } from '../../settings/settings.js';
import type { RouteFinder } from '../oracle/route.js';
import { apart, bearing, flatDistance, Situation } from '../oracle/situation.js';
import { explain, latest } from './explain.js';
import { IN_SIGHT, ObjectMemory, type Remembered, typeBit } from './objects.js';
import { RuleBook, typesIn } from './rule-book.js';
import { spawnPlaces } from './spawn-places.js';
import { TestedConditions } from './tested.js';
import { UnseenPlaces } from './unseen.js';

/** An object must be inside the view by this angle to be expected in sight, degrees. */
const MARGIN = 5;
/** Distances of a spawn, metres: probable distance from its expected place, and possible distance from the firing. */
const SPREAD = { probably: 0.75, perhaps: 1.8 } as const;
/** Number of spawns beyond the known ones that a completely hidden rule may have. */
const MORE = 1;
/** Largest distance in the previous step at which a pair could have met a condition since then, metres. */
const COULD_BE = { near: 1.9, touching: 1.4, nearPair: 2.3, touchingPair: 1.7 } as const;

/**
 * The explorer's conclusions from its views: remembered objects, places that it has seen, and knowledge about the
 * rules.
 */
export class Perception {
  readonly memory = new ObjectMemory();
  readonly tested = new TestedConditions();
  readonly book: RuleBook;
  readonly unseen: UnseenPlaces;
  /** The rule that fired last in this trial, or -1. */
  private fired = -1;
  /** Places where rules fired in this trial, with spawns that have not been seen yet. */
  private lost: { x: number; z: number; types: (ObjectType | undefined)[] }[] = [];
  /** Types, as bits, that were made or consumed since then. */
  private shown = 0;

  constructor(
    told: AvatarView['told'],
    private readonly settings: SimulationSettings,
    private readonly finder: RouteFinder,
  ) {
    this.book = new RuleBook(told, this.tested);
    this.unseen = new UnseenPlaces(finder.grid);
  }

  beginTrial(): void {
    this.memory.beginTrial();
    this.unseen.cool();
    this.fired = -1;
    this.lost = [];
  }

  /** Starts the search again. It begins at places where something should be that was never found. */
  lookAgain(): void {
    const { unseen, memory } = this;
    unseen.again();
    const isFound = (type: ObjectType | undefined): boolean =>
      type !== undefined && memory.objects.some((object) => object.type === type);
    this.lost = this.lost.filter(({ types }) => !types.every(isFound));
    for (const { x, z } of this.lost) unseen.reopen(x, z, SPREAD.perhaps, 1);
  }

  /** Processes the objects in view, the firings, and the conditions that held without a firing. */
  perceive(view: AvatarView): { situation: Situation; changed: boolean } {
    const { memory, tested, book, settings, finder } = this;
    const happened = (view.vanished | view.appeared) !== 0 && view.step > 0;
    const before = happened ? memory.objects.map((object) => ({ ...object })) : [];
    const eye = new Situation({ players: [view.me], objects: memory.objects }, settings, finder);
    const changed = memory.update(view, (object) => shouldSee(eye, object));
    const me: PlayerState = { ...view.me, held: view.me.held < 0 ? -1 : memory.ids[view.me.held] };
    const situation = new Situation({ players: [me], objects: memory.objects }, settings, finder);
    if (happened) {
      const vanished = typesIn(view.vanished);
      const appeared = typesIn(view.appeared);
      const wasThere = (type: ObjectType): boolean => before.some((object) => object.type === type);
      // If a type vanishes at first sight near an earlier firing, that rule had made it.
      for (const type of vanished) {
        if (this.fired >= 0 && !wasThere(type) && !appeared.includes(type)) book.addSpawn(this.fired, type);
      }
      const newlyTrue = (types: readonly ObjectType[]) => this.newlyTrue(types, before, me, view);
      const fired = explain(book, { vanished, appeared, wasThere, newlyTrue });
      const last = latest(book, fired) ?? -1;
      if (last >= 0) this.shown = 0;
      if (last >= 0 || this.fired < 0) this.fired = last;
      this.shown |= view.vanished | view.appeared;
      this.locate(view, situation, fired, before);
    } else if (view.step > 0) {
      this.adopt();
      tested.note(
        situation,
        memory.objects.filter(({ inSight }) => inSight),
      );
      book.correct();
    }
    this.unseen.look(situation);
    return { situation, changed: changed || happened };
  }

  /**
   * Objects that are first seen near the firing of a completely hidden rule are its spawns. Expected spawns that are
   * not found are removed.
   */
  private adopt(): void {
    const { fired, memory, book, unseen } = this;
    if (fired < 0) return;
    for (const { type, position } of memory.fresh) if (memory.isNearFiring(position)) book.addSpawn(fired, type);
    if (unseen.anyHot) return;
    for (const type of book.spawnsOf(fired)) {
      if (type === undefined || (this.shown & typeBit(type)) !== 0) continue;
      if (!memory.objects.some((object) => object.type === type)) book.removeSpawn(fired, type);
    }
    this.fired = -1;
  }

  /** Records the places of firings, of objects that vanished at first sight, and of possible further spawns. */
  private locate(
    view: AvatarView,
    situation: Situation,
    fired: readonly number[],
    before: readonly ObjectState[],
  ): void {
    const { memory, book } = this;
    const isFresh = ({ objectIndex, type, inSight }: Remembered): boolean =>
      inSight && (view.appeared & typeBit(type)) !== 0 && !before.some((old) => old.objectIndex === objectIndex);
    const fresh = memory.objects.filter(isFresh);
    const gone = before.filter(({ type }) => (view.vanished & typeBit(type)) !== 0);
    this.inferConsumed(view, fired, fresh, before);
    for (const { position } of [...gone, ...fresh]) memory.firedAt(position[0], position[2]);
    for (const r of fired) {
      const [taken] = book.takenBy(r) ?? [];
      const spawns = book.spawnsOf(r);
      if (taken === undefined) continue;
      const first = fresh.find(({ type }) => type === spawns[0]);
      const place = first ?? gone.find(({ type }) => type === taken) ?? fresh[0] ?? gone[0];
      if (place === undefined) continue;
      const isShown = (type: ObjectType): boolean => (view.appeared & typeBit(type)) !== 0;
      const shown = spawns.filter((type) => type !== undefined && isShown(type)).length;
      const isTold = book.told.rules[r].condition !== undefined;
      const hidden = isTold || spawns.length > shown ? spawns.length - shown : MORE;
      const [x, , z] = place.position;
      this.expectSpawns(view, situation, spawns, fresh, place);
      for (const [px, pz] of spawnPlaces(situation, x, z, hidden)) this.unseen.reopen(px, pz, SPREAD.probably, 2);
      if (!isTold || hidden === 0) continue;
      this.unseen.reopen(x, z, SPREAD.perhaps, 1);
      this.lost.push({ x, z, types: spawns.filter((type) => type === undefined || !isShown(type)) });
    }
  }

  /** Spawns that are not in sight, although their rule is known to have made them, are assumed to be at their places. */
  private expectSpawns(
    view: AvatarView,
    situation: Situation,
    spawns: readonly (ObjectType | undefined)[],
    fresh: readonly Remembered[],
    { position: [x, y, z] }: ObjectState,
  ): void {
    const { terrain } = situation.grid;
    const rest = y - terrain.height(x, z);
    const places = [[x, z] as const, ...spawnPlaces(situation, x, z, spawns.length - 1)];
    spawns.forEach((type, k) => {
      if (type === undefined || places[k] === undefined || (view.vanished & typeBit(type)) !== 0) return;
      if (fresh.some((object) => object.type === type)) return;
      const [px, pz] = places[k];
      this.memory.expect(type, [px, terrain.height(px, pz) + Math.min(rest, 0.3), pz]);
    });
  }

  /** An object that a rule consumes at first sight is never seen. It was at the place of the rule's first spawn. */
  private inferConsumed(
    view: AvatarView,
    fired: readonly number[],
    fresh: readonly Remembered[],
    before: readonly ObjectState[],
  ): void {
    const { memory, book } = this;
    for (const r of fired) {
      const [taken, ...others] = book.takenBy(r) ?? [];
      if (taken === undefined || others.length > 0 || book.isMade(taken)) continue;
      const first = fresh.find(({ type }) => type === book.spawnsOf(r)[0]);
      const isUnseen = (view.vanished & typeBit(taken)) !== 0 && !before.some(({ type }) => type === taken);
      if (isUnseen && first !== undefined && first.holder < 0) memory.infer(taken, first);
    }
  }

  /** Predicates that may just have become true of the avatar and a type, or of two types. */
  private newlyTrue(
    types: readonly ObjectType[],
    before: readonly ObjectState[],
    me: PlayerState,
    { grabbed, appeared }: AvatarView,
  ) {
    const of = (type: ObjectType): ObjectState[] => before.filter((object) => object.type === type);
    const [a, b] = types;
    const names: ('hold' | 'touching' | 'near' | 'see')[] = [];
    if (b === undefined) {
      // An object that vanishes at first sight vanishes because it is seen.
      if (of(a).length === 0 && (appeared & typeBit(a)) === 0) return ['see' as const];
      // An object that was made and consumed in one step was within reach of any act of the avatar.
      const gap = Math.min(
        of(a).length > 0 ? Number.POSITIVE_INFINITY : 0,
        ...of(a).map((object) => flatDistance(object, me.x, me.z)),
      );
      const taken = grabbed === a || of(a).length === 0 || of(a).some(({ holder }) => holder === 0);
      if (taken) names.push('hold');
      if (gap <= COULD_BE.touching) names.push('touching');
      if (gap <= COULD_BE.near || taken) names.push('near');
      names.push('see');
      const open = names.filter((name) => !this.tested.has(name, ['me', a]));
      return open.length > 0 ? open : names;
    }
    const gaps = of(a).flatMap((one) => of(b).map((other) => apart(one, other)));
    const gap = gaps.length > 0 ? Math.min(...gaps) : 0;
    if (gap <= COULD_BE.nearPair) names.push('near');
    if (gap <= COULD_BE.touchingPair) names.push('touching');
    names.push('see');
    const open = names.filter((name) => !this.tested.has(name, [a, b]));
    return open.length > 0 ? open : names;
  }
}

/** Whether an object would be in sight at its remembered place: one of `IN_SIGHT`. */
function shouldSee(situation: Situation, object: ObjectState): number {
  const { me, settings, grid } = situation;
  const { fieldOfView } = settings;
  const [x, y, z] = object.position;
  if (Math.abs(bearing(me.x, me.z, me.heading, x, z)) > radians(fieldOfView.azimuth / 2 - MARGIN)) return IN_SIGHT.no;
  const eye = me.y + EYE_HEIGHT;
  if (fieldOfView.elevation < 180) {
    const up = Math.atan2(y - eye, flatDistance(object, me.x, me.z)) - me.look;
    if (Math.abs(up) > radians(fieldOfView.elevation / 2 - MARGIN)) return IN_SIGHT.no;
  }
  if (grid.terrain.blocks(me.x, eye, me.z, x, y, z)) return IN_SIGHT.no;
  return situation.clear(me.x, eye, me.z, object) ? IN_SIGHT.surely : IN_SIGHT.maybe;
}
