export { BatchedEnvironment } from './environment/batched-environment.js';
export type { EnvironmentState, ObjectState, PlayerState } from './environment/environment-state.js';
export { type EpisodeOptions, EVENT } from './environment/running-episode.js';
export { Explorer } from './experts/explorer/explorer.js';
export { INTENT_DIMS, INTENT_KINDS, type IntentLabel, readIntentTypes, writeIntent } from './experts/intent-label.js';
export { JointOracle } from './experts/oracle/joint-oracle.js';
export { Oracle } from './experts/oracle/oracle.js';
export { type ScriptedPlayer, type Solution, type SolveOptions, solve } from './experts/oracle/solve.js';
export { StepPlayer, stepPlayers } from './experts/step-player.js';
export { parseStepLists, parseSteps, type Step } from './experts/steps.js';
export { FlatObservation } from './observation/flat-observation.js';
export { observationPage } from './observation/observation-page.js';
export { crowdNote, roomFault } from './observation/task-room.js';
export { SLAB_HEIGHT } from './physics/object-shapes.js';
export { type Replay, type ReplayBlock, ReplayDigest, ReplayRecorder } from './replay/replay.js';
export { formatReplay, parseReplay, ReplayError } from './replay/replay-file.js';
export { type Resimulation, resimulate } from './replay/resimulate.js';
export { AVATAR_HEIGHT, EYE_HEIGHT } from './scene/player.js';
export { actionSpec } from './settings/actions.js';
export { CAMERA, type CameraSettings, LARGEST_CAMERA } from './settings/camera-settings.js';
export { withCurrentKeys } from './settings/former-keys.js';
export {
  entitiesPart,
  featureOf,
  goalPart,
  layOut,
  observationSpec,
  type PartDraft,
  partDrafts,
  partOf,
  rulesPart,
} from './settings/layout.js';
export {
  COMPACT,
  dynamicsDifference,
  PAPER,
  type SimulationSettings,
  simulationSettings,
} from './settings/settings.js';
export { settingsFault } from './settings/settings-check.js';
export { specDifference } from './settings/spec-difference.js';
export * from './settings/specs.js';
export { PHYSICS_STEPS_PER_SECOND, secondsPerStep, stepsIn, stepsPerSecond } from './settings/time.js';
export { Navigation, type Passage, type PassageKind } from './world/navigation.js';
export { Terrain, terrainOf } from './world/terrain.js';
export { type Hit, SURFACE } from './world/terrain-cast.js';
