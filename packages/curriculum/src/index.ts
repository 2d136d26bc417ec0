export { countGames, countSkeletons } from './count-games.js';
export {
  CURRICULA,
  type Curriculum,
  type CurriculumSettings,
  curriculumDefaults,
  makeTaskSource,
} from './curricula.js';
export * from './episode-plan.js';
export * from './families.js';
export { GameSample } from './game-sample.js';
export { type ChainTask, generateChainTask } from './generate-chain-task.js';
export * from './generate-game.js';
export * from './generate-task.js';
export { generateWorld, type WorldOptions } from './generate-world.js';
export * from './held-out.js';
export { LADDER_DEFAULTS, type LadderSettings } from './ladder.js';
export * from './manifest.js';
export { AVATAR_DISTANCE, OBJECT_DISTANCE } from './placement.js';
export { PROBE_GAMES } from './probe-games.js';
export { gamesOf } from './rung-games.js';
export * from './seed-pool.js';
export { drawTask, redrawTask, type TaskDraw } from './task-draw.js';
export * from './task-source.js';
export { TaskStatistics } from './task-statistics.js';
export { TRIAL_LENGTHS } from './trial-length.js';
