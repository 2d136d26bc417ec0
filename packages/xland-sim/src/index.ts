export { BatchedEnvironment } from './batched-environment.js';
export type { EnvironmentState, ObjectState, PlayerState } from './environment-state.js';
export { type EpisodeOptions, EVENT } from './episode.js';
export { actionSpec, observationSpec } from './layout.js';
export { Oracle } from './oracle.js';
export { ADA, LAPTOP, type SimulationSettings } from './settings.js';
export * from './specs.js';
