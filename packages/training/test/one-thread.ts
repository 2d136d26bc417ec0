import { RolloutActor } from '../src/actor/actor.js';
import type { RunConfig } from '../src/config/config.js';
import { Learner } from '../src/learner/learner.js';
import { type TrainingHooks, train as trainInThreads } from '../src/run/train.js';
import { buffersOf } from '../src/transport/trajectory.js';
import type { ActorSetup, ActRequest, LearnerSetup, LearnRequest, Transport } from '../src/transport/transport.js';

/**
 * New actors and a new learner in the thread of the test. Worker threads would load every package once more for each of
 * them, which takes longer than a short run itself. Messages are copied, as between threads.
 */
class OneThread implements Transport {
  readonly replaced = 0;
  private readonly playing: Promise<RolloutActor>[];
  private readonly learning: Promise<Learner>;

  constructor(
    actor: ActorSetup,
    learner: LearnerSetup,
    readonly actors: number,
  ) {
    this.playing = Array.from({ length: actors }, () => RolloutActor.create(structuredClone(actor)));
    this.learning = Learner.create(structuredClone(learner));
    for (const starting of [...this.playing, this.learning]) starting.catch(() => {});
  }

  async act(actor: number, request: ActRequest) {
    const transfer = request.reuse ? buffersOf(request.reuse) : [];
    return structuredClone(await (await this.playing[actor]).play(structuredClone(request, { transfer })));
  }

  async learn(request: LearnRequest) {
    const transfer = request.trajectories.flatMap(buffersOf);
    return structuredClone(await (await this.learning).learn(structuredClone(request, { transfer })));
  }

  async learnerState() {
    return (await this.learning).state();
  }

  async close() {
    // One that could not be built has nothing to release; its first request told why.
    const built = await Promise.allSettled([...this.playing, this.learning]);
    for (const each of built) if (each.status === 'fulfilled') await each.value.release();
  }
}

export const connect: NonNullable<TrainingHooks['connect']> = (actor, learner, actors) =>
  new OneThread(actor, learner, actors);

/** Trains as {@link trainInThreads} does, without worker threads. */
export const train = (config: RunConfig, hooks: TrainingHooks = {}) => trainInThreads(config, { connect, ...hooks });
