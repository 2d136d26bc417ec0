import { capsuleInertia } from './capsule.js';
import { GRAVITY } from './gravity.js';
import { type JointLimit, limitForce } from './joint-limit.js';

/** Constants of cartpole.xml of DeepMind Control. */
const CART_MASS = 1; // kg
const POLE_MASS = 0.1; // kg
/** From the hinge to the pole's centre, m. */
const REACH = 0.5;
const POLE_INERTIA = capsuleInertia(POLE_MASS, 0.045, 2 * REACH) + POLE_MASS * REACH ** 2;
/** Friction of the rail (N s/m) and of the hinge (N m s). */
const [RAIL_DAMPING, HINGE_DAMPING] = [5e-4, 2e-6];
/** Force at full control, N. */
const GEAR = 10;
/** s */
const STEP = 0.01;
const RAIL: JointLimit = { low: -1.8, high: 1.8, timeConstant: 0.08, nominalInverseMass: inverseMass(1)[0] };

/** Cart's position (m), pole's angle from upright (rad), and their speeds. */
export type CartpoleState = [position: number, angle: number, speed: number, turning: number];

/** Entries of the inverse mass matrix: cart, both, pole. @param cos of the pole's angle */
function inverseMass(cos: number): [number, number, number] {
  const both = POLE_MASS * REACH * cos;
  const determinant = (CART_MASS + POLE_MASS) * POLE_INERTIA - both ** 2;
  return [POLE_INERTIA / determinant, -both / determinant, (CART_MASS + POLE_MASS) / determinant];
}

/** Time derivative of the state. @param force on the cart, N */
function derivative([position, angle, speed, turning]: CartpoleState, force: number): CartpoleState {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const [cart, both, pole] = inverseMass(cos);
  const along = force - RAIL_DAMPING * speed + POLE_MASS * REACH * turning ** 2 * sin;
  const around = POLE_MASS * GRAVITY * REACH * sin - HINGE_DAMPING * turning;
  const acceleration = cart * along + both * around;
  const push = limitForce(RAIL, { position, speed, acceleration, inverseMass: cart });
  return [speed, turning, acceleration + cart * push, both * along + pole * around + both * push];
}

/** One step of 0.01 s (Runge and Kutta's fourth order). @param control in [−1, 1] */
export function cartpoleStep(state: CartpoleState, control: number): CartpoleState {
  const after = (slope: CartpoleState, time: number) => state.map((x, i) => x + time * slope[i]) as CartpoleState;
  const slope = (at: CartpoleState) => derivative(at, GEAR * control);
  const first = slope(state);
  const second = slope(after(first, STEP / 2));
  const third = slope(after(second, STEP / 2));
  const fourth = slope(after(third, STEP));
  return after(first.map((x, i) => (x + 2 * second[i] + 2 * third[i] + fourth[i]) / 6) as CartpoleState, STEP);
}
