// The acting half, for a browser. Any runtime can run a policy file with it.
export type { ActingOutput, Mode } from './acting-output.js';
export {
  PolicyActor,
  type PolicyDescription,
  type PolicySession,
} from './policy-actor.js';
