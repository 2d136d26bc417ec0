export { RoundActor } from './actor-round.js';
export { requireBackend } from './backend.js';
export { newestCheckpoint } from './checkpoint-store.js';
export { actorsOf, type Given, mergeConfig, type RunConfig } from './config.js';
export { RoundLearner } from './learner-round.js';
export type { MetricsLine } from './metrics-window.js';
export { type NetworkCosts, networkCosts } from './network-costs.js';
export type { ProbeResult } from './probe.js';
export { planRound, requestOf } from './round-plan.js';
export type { Outcome } from './rounds.js';
export { teacherFile, teacherOrigin } from './run-directory.js';
export {
  LEARNER_SETTINGS,
  optionName,
  PRESETS,
  SETTINGS,
  type Setting,
  STUDENT_DEFAULTS,
  STUDENT_SETTINGS,
  type Value,
} from './settings.js';
export { actorSetupOf, agentOf, learnerSetupOf } from './setups.js';
export { taskSourceOf } from './task-source.js';
export { type TeacherFacts, type TrainingHooks, train } from './train.js';
export type { Trajectory } from './trajectory.js';
export type { ActReply } from './transport.js';
