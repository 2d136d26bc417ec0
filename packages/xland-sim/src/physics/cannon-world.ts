import * as cannon from 'cannon-es';
import { PHYSICS_STEPS_PER_SECOND } from '../settings/time.js';

/** Seconds of one physics step. */
export const PHYSICS_DT = 1 / PHYSICS_STEPS_PER_SECOND;
/** Coulomb's coefficient; on ramps twice the slope, so that whatever does not roll comes to rest there. */
const FRICTION = 0.5;
const RAMP_FRICTION = 1;

export const OBJECT_MATERIAL = new cannon.Material('object');
export const RAMP_MATERIAL = new cannon.Material('ramp');

/** Hands the solver the pairs that the caller has found. */
class GivenPairs extends cannon.Broadphase {
  readonly first: cannon.Body[] = [];
  readonly second: cannon.Body[] = [];

  override collisionPairs(_world: cannon.World, p1: cannon.Body[], p2: cannon.Body[]): void {
    for (let k = 0; k < this.first.length; k++) {
      p1.push(this.first[k]);
      p2.push(this.second[k]);
    }
  }
}

/**
 * Friction of a face at the centre of its corners. Replaces the function of cannon-es 0.20, which swaps the arms of the two
 * bodies: where one is the floor, the other's arm becomes its distance from the origin, and boxes slide and swerve.
 */
function rubAtCentre(this: cannon.Narrowphase, corners: number): void {
  const { result, frictionResult } = this;
  const last = result[result.length - 1];
  if (!this.createFrictionEquationsFromContact(last, frictionResult) || corners === 1) return;
  const across = frictionResult[frictionResult.length - 2];
  const along = frictionResult[frictionResult.length - 1];
  for (let k = 2; k <= corners; k++) {
    const { ri, rj } = result[result.length - k];
    across.ri.vadd(ri, across.ri);
    across.rj.vadd(rj, across.rj);
  }
  across.ri.scale(1 / corners, across.ri);
  across.rj.scale(1 / corners, across.rj);
  along.ri.copy(across.ri);
  along.rj.copy(across.rj);
}

/** Contacts are never asked for by history: this keeps none, so a step depends on nothing but the bodies given to it. */
class NoHistory extends cannon.ArrayCollisionMatrix {
  override get(): number {
    return 1;
  }
  override set(): void {}
  override reset(): void {}
  override setNumObjects(): void {}
}

/**
 * A cannon-es world that carries nothing from one step to the next. The bodies and pairs of each step are handed to it, so
 * all environments of a batch share one, and a step is a pure function of the bodies' state.
 */
export class CannonWorld extends cannon.World {
  private readonly pairs: GivenPairs;
  private readonly rampContact = new cannon.ContactMaterial(RAMP_MATERIAL, OBJECT_MATERIAL, {
    // cannon-es takes the limit of a physics step's friction impulse from the friction force, a second's worth: hence the physics step.
    friction: RAMP_FRICTION * PHYSICS_DT,
    restitution: 0,
  });

  constructor() {
    const pairs = new GivenPairs();
    super({ gravity: new cannon.Vec3(0, -9.81, 0), allowSleep: false, broadphase: pairs });
    this.pairs = pairs;
    const solver = this.solver as cannon.GSSolver;
    solver.iterations = 8;
    solver.tolerance = 1e-4;
    this.defaultContactMaterial.friction = FRICTION * PHYSICS_DT;
    // One pair of friction equations per resting face instead of one per corner.
    this.narrowphase.enableFrictionReduction = true;
    this.narrowphase.createFrictionFromAverage = rubAtCentre;
    this.collisionMatrix = new NoHistory();
    this.collisionMatrixPrevious = new NoHistory();
    const nothing = (): void => {};
    for (const keeper of [this.bodyOverlapKeeper, this.shapeOverlapKeeper]) {
      keeper.set = nothing;
      keeper.tick = nothing;
    }
  }

  /** Asked for two bodies that both have a material; `undefined` is the default contact. */
  override getContactMaterial(one: cannon.Material, other: cannon.Material): cannon.ContactMaterial {
    return (one === other ? undefined : this.rampContact) as cannon.ContactMaterial;
  }

  /** Forgets the bodies and pairs of the last step. */
  begin(): void {
    this.bodies.length = 0;
    this.pairs.first.length = 0;
    this.pairs.second.length = 0;
  }

  /** Makes a body take part in this step. */
  include(body: cannon.Body): void {
    body.index = this.bodies.length;
    this.bodies.push(body);
  }

  /** Makes two bodies of this step collide where they meet. */
  pair(first: cannon.Body, second: cannon.Body): void {
    this.pairs.first.push(first);
    this.pairs.second.push(second);
  }

  /** Makes a body collide with one of this step, and take part itself if it does not yet. */
  meet(body: cannon.Body, other: cannon.Body): void {
    if (this.bodies[body.index] !== body) this.include(body);
    this.pair(body, other);
  }

  /** Advances the bodies of this step by one physics step. */
  advance(): void {
    this.internalStep(PHYSICS_DT);
  }

  override emitContactEvents(): void {}
}
