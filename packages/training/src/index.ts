export { RolloutActor } from './actor/actor.js';
export { requireBackend } from './config/backend.js';
export { actorsOf, type Given, imitationOf, mergeConfig, type RunConfig } from './config/config.js';
export { readConfigFile } from './config/config-file.js';
export { configJsonSchema } from './config/config-schema.js';
export { FORMER_OPTIONS, withCurrentCounters, withCurrentOptions } from './config/former-keys.js';
export {
  LEARNER_OPTIONS,
  type OptionGroup,
  optionHelp,
  optionName,
  RUN_OPTIONS,
  STUDENT_OPTIONS,
  type Value,
} from './config/options.js';
export { PRESETS, STUDENT_DEFAULTS } from './config/presets.js';
export { LABELS, type Labels } from './config/run-settings.js';
export { overFile } from './config/settings-file.js';
export { settingsFromTeacher } from './config/settings-from-teacher.js';
export { settingsPage } from './config/settings-page.js';
export { completeStored } from './config/stored-config.js';
export { nextSteps } from './display/next-steps.js';
export { TrainingDisplay } from './display/training-display.js';
export {
  DREAMER_CONSTANTS,
  DREAMER_OPTIONS,
  type DreamerRunConfig,
  dreamerDifference,
  mergeDreamerConfig,
} from './dreamer/config.js';
export { readDreamerConfigFile } from './dreamer/config-file.js';
export { DreamerDisplay } from './dreamer/display.js';
export type { DreamerMetricsLine } from './dreamer/log.js';
export { trainDreamer } from './dreamer/train.js';
export { Learner } from './learner/learner.js';
export type { MetricsLine } from './metrics/metrics-window.js';
export type { PeriodicEvalResult } from './metrics/periodic-eval.js';
export { readMetrics } from './metrics/read-metrics.js';
export type { LogLine } from './metrics/scalars.js';
export { startingAgent } from './run/first-parameters.js';
export type { Outcome } from './run/iterations.js';
export { type NetworkCosts, networkCosts } from './run/network-costs.js';
export { phaseAt } from './run/phase.js';
export { actorSetupOf, agentOf, learnerSetupOf } from './run/setups.js';
export { taskSourceOf } from './run/task-source.js';
export { type TeacherFacts, type TrainingHooks, train } from './run/train.js';
export { agentFile, newestAgent, RELEASED, RELEASED_TEACHER } from './storage/agent-file.js';
export { trainedInWords } from './storage/agent-notes.js';
export { newestCheckpoint } from './storage/checkpoint-store.js';
export { findTeacher, type TeacherFile } from './storage/find-teacher.js';
export { type OwnTasksFacts, readOwnTasks } from './storage/own-tasks.js';
export { configDifference } from './storage/run-directory.js';
export { planIteration, requestOf } from './transport/iteration-plan.js';
export type { Trajectory } from './transport/trajectory.js';
export type { ActReply } from './transport/transport.js';
