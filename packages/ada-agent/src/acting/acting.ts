// The acting half, for a browser: a policy file run by whichever runtime is at hand.
export type { ActingOutput, Mode } from './acting-output.js';
export {
  PolicyActor,
  type PolicyDescription,
  type PolicySession,
} from './policy-actor.js';
