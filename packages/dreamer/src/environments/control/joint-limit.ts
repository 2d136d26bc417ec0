/** The soft end of a joint's range in MuJoCo. */
export interface JointLimit {
  low: number;
  high: number;
  /** Time in which an overshoot goes back, s (first number of `solreflimit`; the second, a damping ratio, is 1). */
  timeConstant: number;
  /** Inverse mass of the joint in the model's first position, by which the softness is scaled. */
  nominalInverseMass: number;
}

/** A joint without the force of its limit. */
export interface JointMotion {
  position: number;
  speed: number;
  acceleration: number;
  /** Of the joint now. */
  inverseMass: number;
}

/** MuJoCo's default `solimp`: impedance at the limit and beyond the width (m), with a curve of power 2 between. */
const [IMPEDANCE_AT, IMPEDANCE_BEYOND, WIDTH] = [0.9, 0.95, 0.001];

/**
 * Force of a joint's limit (MuJoCo's documentation, "Computation", constraint model): a spring and damper that sets in
 * beyond the range and only pushes back. Of one constraint alone MuJoCo's optimum has a closed form:
 *
 *     f = max(0, a* − a) / (A + R),  a* = −b v − k d r,  R = Â (1 − d) / d
 *
 * with overshoot r, impedance d(r), and A and Â the joint's inverse mass now and in the first position.
 */
export function limitForce({ low, high, timeConstant, nominalInverseMass }: JointLimit, joint: JointMotion): number {
  const side = joint.position < low ? 1 : -1;
  // Negative beyond the limit; positive is towards the range.
  const distance = side > 0 ? joint.position - low : high - joint.position;
  if (distance >= 0) return 0;
  const impedance = impedanceAt(-distance / WIDTH);
  const stiffness = 1 / (IMPEDANCE_BEYOND * timeConstant) ** 2;
  const damping = 2 / (IMPEDANCE_BEYOND * timeConstant);
  const wanted = -damping * side * joint.speed - stiffness * impedance * distance;
  const softness = (nominalInverseMass * (1 - impedance)) / impedance;
  return side * Math.max(0, (wanted - side * joint.acceleration) / (joint.inverseMass + softness));
}

/** @param depth overshoot over the width */
function impedanceAt(depth: number): number {
  const x = Math.min(1, depth);
  const curve = x <= 0.5 ? 2 * x ** 2 : 1 - 2 * (1 - x) ** 2;
  return IMPEDANCE_AT + curve * (IMPEDANCE_BEYOND - IMPEDANCE_AT);
}
