// The acting half, for a browser: a policy file run by whichever runtime is at hand.
export {
  PolicyActor,
  type PolicyDescription,
  type PolicySession,
  type PolicyStep,
} from './policy-actor.js';
