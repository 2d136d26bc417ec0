export { bytesOf, type PipeFiles, pipeOf, serve } from './serve.js';
export { ServedBatch, type ServedSettings } from './served-batch.js';
export { type DrawTask, tasksOfFamilies, tasksOfList } from './tasks.js';
export { type Hello, OPERATION, PROTOCOL, RESET, STATUS } from './wire.js';
