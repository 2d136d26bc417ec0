export { countGames, countSkeletons } from './games/count-games.js';
export { gamesOf } from './games/enumerated-games.js';
export * from './games/families.js';
export { GameSample } from './games/game-sample.js';
export * from './games/generate-game.js';
export { drawPairGame, type PairGame } from './games/pair-game.js';
export { PROBE_GAMES } from './games/probe-games.js';
export { isHeldOut } from './games/split.js';
export {
  CURRICULA,
  type Curriculum,
  type CurriculumSettings,
  curriculumDefaults,
  curriculumFault,
  curriculumSettings,
  makeTaskSource,
  STRATEGY_SETTINGS,
} from './sampling/curricula.js';
export * from './sampling/episode-plan.js';
export { HalvesSource } from './sampling/halves-source.js';
export {
  STAGED_DEFAULTS,
  type StagedCurriculumSettings,
  stagedSettings,
} from './sampling/staged-curriculum-settings.js';
export { requireFit, TaskListSource } from './sampling/task-list-source.js';
export * from './sampling/task-source.js';
export * from './tasks/episode-settings.js';
export { type FamilySample, familyStatistics, type SolvedTask, sampleGames } from './tasks/family-statistics.js';
export { type ChainTask, generateChainTask } from './tasks/generate-chain-task.js';
export type { GenerateOptions } from './tasks/generate-options.js';
export { generatePairTask, type PairTask } from './tasks/generate-pair-task.js';
export * from './tasks/generate-task.js';
export * from './tasks/held-out.js';
export * from './tasks/manifest.js';
export * from './tasks/seed-pool.js';
export { drawTask, redrawTask, type TaskDraw } from './tasks/task-draw.js';
export { TaskStatistics } from './tasks/task-statistics.js';
export { TRIAL_LENGTHS } from './tasks/trial-length.js';
export { generateWorld, type WorldOptions } from './worlds/generate-world.js';
export { AVATAR_DISTANCE, OBJECT_DISTANCE } from './worlds/placement.js';
