export { type Checkpoint, readCheckpoint } from './checkpoint.js';
export { playStill } from './noop-rollout.js';
export { agentPolicy, noopPolicy, oraclePolicy, type Policy, randomPolicy } from './policy.js';
export { EnvStreams, type Rng } from './rng.js';
export { type EpisodeSpec, type Played, type Recorder, rollout } from './rollout.js';
export { deriveSeed } from './seeds.js';
