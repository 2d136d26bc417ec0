export { type ActingCosts, actingCosts } from './acting-costs.js';
export { Actor, type ActorOptions, type ActorOutput } from './actor.js';
export { AdaAgent } from './agent.js';
export { decodeAgent, encodeAgent } from './agent-file.js';
export { AGENT_SIZES, type AgentConfig, ENCODERS, MEMORIES } from './config.js';
export { canGrow, grow } from './grow.js';
export type { PolicyDescription } from './policy-actor.js';
export { exportPolicy, type PolicyFileOptions, readPolicyDescription } from './policy-file.js';
export { TwoHot } from './two-hot.js';
