export * from './episode-plan.js';
export * from './families.js';
export * from './generate-task.js';
export * from './held-out.js';
export * from './ladder-source.js';
export * from './manifest.js';
export { AVATAR_DISTANCE, OBJECT_DISTANCE } from './placement.js';
export * from './task-source.js';
