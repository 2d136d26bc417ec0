export { answerRequests } from './answer-requests.js';
export { currentCommit } from './commit.js';
export { orInputError, readText, writeText, writeWhole } from './file-text.js';
export { InputError } from './input-error.js';
export { Interrupted, interruptedCode, stopSignal } from './interrupted.js';
export { type Machine, machine } from './machine.js';
export { startWorker } from './start-worker.js';
export { type Reply, WorkerChannel, WorkerDied } from './worker-channel.js';
export { requireWritable } from './writable.js';
