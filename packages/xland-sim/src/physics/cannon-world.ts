import * as cannon from 'cannon-es';
import { PHYSICS_STEPS_PER_SECOND } from '../settings/time.js';

/** Duration of one physics step, seconds. */
export const PHYSICS_DT = 1 / PHYSICS_STEPS_PER_SECOND;
/**
 * Coulomb friction coefficient. On ramps it is twice the slope, so that everything that does not roll comes to rest
 * there.
 */
const FRICTION = 0.5;
const RAMP_FRICTION = 1;

export const OBJECT_MATERIAL = new cannon.Material('object');
export const RAMP_MATERIAL = new cannon.Material('ramp');

/** Passes the solver the pairs that the caller has found. */
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
 * Applies the friction of a face at the centre of its corners. It replaces a function of cannon-es 0.20 that swaps
 * the lever arms of the two bodies. With the swap, if one body is the floor, the other's arm becomes its distance
 * from the origin, and boxes slide and swerve.
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

/**
 * Collision matrix without history: no contact is ever looked up in it. So a step depends only on the bodies passed
 * to it.
 */
class NoHistory extends cannon.ArrayCollisionMatrix {
  override get(): number {
    return 1;
  }
  override set(): void {}
  override reset(): void {}
  override setNumObjects(): void {}
}

/**
 * A cannon-es world that keeps nothing from one step to the next. The bodies and pairs of each step are passed to it.
 * So all environments of a batch share one world, and a step is a pure function of the bodies' state.
 */
export class CannonWorld extends cannon.World {
  private readonly pairs: GivenPairs;
  private readonly rampContact = new cannon.ContactMaterial(RAMP_MATERIAL, OBJECT_MATERIAL, {
    // cannon-es limits the friction impulse of a physics step by the friction force, as if the step lasted a second.
    // Hence the factor PHYSICS_DT.
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

  /** Called for two bodies that both have a material. `undefined` selects the default contact. */
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

  /** Makes two bodies of this step collide if they meet. */
  pair(first: cannon.Body, second: cannon.Body): void {
    this.pairs.first.push(first);
    this.pairs.second.push(second);
  }

  /** Makes a body collide with a body of this step. The first body is included in the step if it is not yet. */
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
