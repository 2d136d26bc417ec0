import { startWorker, WorkerChannel, WorkerDied } from '@open-ada/node-kit';
import type { Data } from '@open-ada/onnx-jit';
import { buffersOf } from './trajectory.js';
import type {
  ActorSetup,
  ActReply,
  ActRequest,
  LearnerSetup,
  LearnReply,
  LearnRequest,
  Transport,
} from './transport.js';

/** An iteration that kills its actor this often has a cause that a new worker does not remove. */
const LIVES_PER_ITERATION = 3;

/** Actors and learner as worker threads of this process. */
export class WorkerTransport implements Transport {
  replaced = 0;
  private readonly actorChannels: WorkerChannel[];
  private readonly learnerChannel: WorkerChannel;
  private closed = false;

  constructor(
    private readonly actorSetup: ActorSetup,
    learnerSetup: LearnerSetup,
    readonly actors: number,
    private readonly onReplaced: (message: string) => void = () => {},
  ) {
    this.actorChannels = Array.from({ length: actors }, (_, i) => this.startActor(i));
    this.learnerChannel = new WorkerChannel(
      startWorker('../learner/learner-worker.js', import.meta.url, learnerSetup),
      'the learner worker',
    );
  }

  async act(actor: number, request: ActRequest): Promise<ActReply> {
    const { reuse, ...rest } = request;
    let message: ActRequest = request;
    for (let life = 1; ; life++) {
      try {
        return await this.actorChannels[actor].request<ActReply>(
          message,
          message.reuse ? buffersOf(message.reuse) : [],
        );
      } catch (error) {
        if (!(error instanceof WorkerDied) || this.closed || life === LIVES_PER_ITERATION) throw error;
        this.replaced++;
        this.onReplaced(`${error.message}; a new one plays its iteration again`);
        this.actorChannels[actor] = this.startActor(actor);
        // The arrays that were transferred to the dead worker are lost.
        message = rest;
      }
    }
  }

  learn(request: LearnRequest): Promise<LearnReply> {
    return this.learnerChannel.request(request, request.trajectories.flatMap(buffersOf));
  }

  learnerState(): Promise<Record<string, Data>> {
    return this.learnerChannel.request('state');
  }

  /** Crashes an actor's thread while it works; for tests of its replacement. */
  crashActor(actor: number): Promise<void> {
    return this.actorChannels[actor].crash();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.actorChannels, this.learnerChannel].map((channel) => channel.close()));
  }

  private startActor(index: number): WorkerChannel {
    return new WorkerChannel(
      startWorker('../actor/actor-worker.js', import.meta.url, this.actorSetup),
      `actor worker ${index}`,
    );
  }
}
