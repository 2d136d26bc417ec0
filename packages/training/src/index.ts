export { newestCheckpoint } from './checkpoint-store.js';
export { type Given, mergeConfig, type RunConfig } from './config.js';
export type { MetricsLine } from './metrics-log.js';
export type { ProbeResult } from './probe.js';
export type { Outcome } from './rounds.js';
export { teacherFile } from './run-directory.js';
export { LEARNER_SETTINGS, optionName, PRESETS, SETTINGS, type Setting, STUDENT_SETTINGS } from './settings.js';
export { type TrainingHooks, train } from './train.js';
