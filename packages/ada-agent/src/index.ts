export { Actor, type ActorOptions, type ActorOutput } from './actor.js';
export { AdaAgent } from './agent.js';
export { decodeAgent, encodeAgent } from './agent-file.js';
export { AGENT_SIZES, type AgentConfig } from './config.js';
export { TwoHot } from './two-hot.js';
