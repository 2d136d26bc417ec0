export { type Checkpoint, readCheckpoint } from './checkpoint.js';
export { playStill } from './noop-rollout.js';
export { agentPolicy, noopPolicy, oraclePolicy, type Policy, randomPolicy } from './policy.js';
export { type Chance, SlotStreams } from './rng.js';
export { type Episode, type Played, playRound, type Recorder } from './rollout.js';
export { mixSeed } from './seeds.js';
