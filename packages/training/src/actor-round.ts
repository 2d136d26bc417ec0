import { Actor, AdaAgent } from '@open-ada/ada-agent';
import { agentPolicy, playRound } from '@open-ada/evaluation';
import { Random } from '@open-ada/production-rules';
import { actionSpec, BatchedEnvironment, observationSpec } from '@open-ada/xland-sim';
import { allocateTrajectory, TrajectoryRecorder, type TrajectoryShape, trajectoryShape } from './trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from './transport.js';

/** Owns the environments and the inference session of one actor, and plays rounds. A round depends on its request only. */
export class RoundActor {
  private constructor(
    private readonly environment: BatchedEnvironment,
    private readonly actor: Actor,
    private readonly shape: TrajectoryShape,
  ) {}

  static async create(setup: ActorSetup): Promise<RoundActor> {
    const { simulation, slots, steps, threads, backend } = setup;
    const observations = observationSpec(simulation);
    const actions = actionSpec(simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const actor = await Actor.create(agent, { environments: slots, threads, backend });
    const shape = trajectoryShape(slots, steps, observations, actions);
    return new RoundActor(new BatchedEnvironment(simulation, slots), actor, shape);
  }

  async play(request: ActRequest): Promise<ActReply> {
    const { episodes, steps } = this.shape;
    const trajectory = request.record ? (request.reuse ?? allocateTrajectory(this.shape)) : undefined;
    this.actor.setParameters(request.weights);
    const played = await playRound(
      this.environment,
      agentPolicy(this.actor, request.mode),
      episodes,
      request.episodes,
      new Random(request.seed),
      steps,
      trajectory &&
        new TrajectoryRecorder(
          trajectory,
          this.shape,
          request.episodes.map(({ task }) => task),
        ),
    );
    return { ...played, trajectory };
  }

  release(): Promise<void> {
    return this.actor.release();
  }
}
