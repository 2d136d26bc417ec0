import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';

/** A worker's reply: its answer, or the reason why it could not give one. */
export type Reply<Answer> = { answer: Answer } | { failure: { name: string; message: string; stack?: string } };

/** The worker ended, or an uncaught exception stopped it, while an answer was awaited. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';
}

/** Sent instead of a request: the worker ends itself. */
export const CRASH = 'crash';

/** One worker thread that answers one request at a time. */
export class WorkerChannel {
  private pending?: { resolve(answer: unknown): void; reject(error: Error): void };
  /** Settles, and never rejects, when the pending request has its answer. */
  private idle: Promise<unknown> = Promise.resolve();
  private dead?: WorkerDied;

  constructor(
    private readonly worker: Worker,
    private readonly label: string,
  ) {
    this.worker.on('message', (reply: Reply<unknown>) => {
      const pending = this.pending;
      this.pending = undefined;
      if ('answer' in reply) pending?.resolve(reply.answer);
      else pending?.reject(Object.assign(new Error(reply.failure.message), reply.failure));
    });
    this.worker.on('error', (error) => this.die(error.message));
    this.worker.on('exit', (code) => this.die(`it ended with code ${code}`));
  }

  /** @throws WorkerDied when the worker is dead or dies; otherwise the error that the worker threw */
  request<Answer>(message: unknown, transfer: ArrayBuffer[] = []): Promise<Answer> {
    if (this.dead) return Promise.reject(this.dead);
    if (this.pending) throw new Error(`${this.label} is busy: one request at a time`);
    const answered = new Promise<Answer>((resolve, reject) => {
      this.pending = { resolve: resolve as (answer: unknown) => void, reject };
      this.worker.postMessage(message, transfer);
    });
    this.idle = answered.catch(() => {});
    return answered;
  }

  /** Ends the worker after it has answered. Terminating a thread inside a native call would end the whole process. */
  async close(): Promise<void> {
    await this.idle;
    await this.worker.terminate();
  }

  /** Makes the worker crash between two native calls, whatever it is doing. For tests. */
  async crash(): Promise<void> {
    const ended = once(this.worker, 'exit');
    this.worker.postMessage(CRASH);
    await ended;
  }

  private die(reason: string): void {
    this.dead ??= new WorkerDied(`${this.label} died: ${reason}`);
    this.pending?.reject(this.dead);
    this.pending = undefined;
  }
}
