export { type Checkpoint, readCheckpoint } from './checkpoint.js';
export { type EvaluationOptions, type EvaluationProgress, type EvaluationResult, evaluate } from './evaluate.js';
export { type HeldOutFile, readHeldOut, readNormalisers } from './held-out.js';
export { InputError } from './input-error.js';
export { mixSeed } from './jobs.js';
export { type Episode, type Played, playRound, type Recorder } from './play.js';
export { agentPolicy, type Mode, type Policy, type PolicyOutput } from './policy.js';
export type { Figures } from './report.js';
export type { Estimate, Interval, Summary } from './statistics.js';
