export {
  type Checkpoint,
  type PlayableCheckpoint,
  readCheckpoint,
  readPlayable,
  trainingNotes,
} from './checkpoint.js';
export { type DreamerNotes, encodeDreamer } from './dreamer-file.js';
export { type DreamerPolicyDescription, exportDreamerPolicy, readDreamerPolicy } from './dreamer-policy.js';
export { type PlayedSteps, playSteps } from './play-steps.js';
export {
  agentPolicy,
  explorerPolicy,
  jointOraclePolicy,
  noopPolicy,
  oraclePolicy,
  type Policy,
  randomPolicy,
} from './policy.js';
export { ReplayTape } from './replay-tape.js';
export { EnvStreams, type Rng } from './rng.js';
export { type EpisodeSpec, type Played, type Recorder, type RolloutOptions, rollout } from './rollout.js';
export { decodePlayable, type PlayableAgent, requireMode, type SeatedAgent, seatAgent } from './seated-agent.js';
export { deriveSeed } from './seeds.js';
