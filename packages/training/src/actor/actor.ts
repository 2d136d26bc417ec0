import { type ActingOutput, Actor, AdaAgent } from '@open-ada/ada-agent';
import { Random } from '@open-ada/production-rules';
import { agentPolicy, noopPolicy, playRound, playStill } from '@open-ada/rollout';
import { actionSpec, BatchedEnvironment, observationSpec } from '@open-ada/xland-sim';
import {
  allocateTrajectory,
  TrajectoryRecorder,
  type TrajectoryShape,
  trajectoryShape,
} from '../transport/trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from '../transport/transport.js';
import { bothRecorders, EpisodeMeter } from './episode-meter.js';

/** Owns the environments and the inference session of one actor, and plays rounds. A round depends on its request only. */
export class RoundActor {
  private constructor(
    private readonly environment: BatchedEnvironment,
    private readonly actor: Actor,
    private readonly shape: TrajectoryShape,
    private readonly discount: number,
  ) {}

  static async create(setup: ActorSetup): Promise<RoundActor> {
    const { simulation, slots, steps, threads, backend, discount } = setup;
    const observations = observationSpec(simulation);
    const actions = actionSpec(simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const actor = await Actor.create(agent, { environments: slots, threads, backend });
    const shape = trajectoryShape(slots, steps, observations, actions);
    return new RoundActor(new BatchedEnvironment(simulation, slots), actor, shape, discount);
  }

  async play(request: ActRequest): Promise<ActReply> {
    if (request.mode === 'noop') return this.playStill(request);
    const { episodes, steps } = this.shape;
    const trajectory = request.record ? (request.reuse ?? allocateTrajectory(this.shape)) : undefined;
    const tasks = request.episodes.map(({ task }) => task);
    const meter = new EpisodeMeter(request.episodes, this.discount);
    this.actor.setParameters(request.weights);
    const played = await playRound(
      this.environment,
      agentPolicy(this.actor, request.mode),
      episodes,
      request.episodes,
      new Random(request.seed),
      steps,
      bothRecorders(meter, trajectory && new TrajectoryRecorder(trajectory, this.shape, tasks)),
    );
    return { ...played, tdErrors: meter.errors(), framesByEpisode: meter.frames, trajectory };
  }

  release(): Promise<void> {
    return this.actor.release();
  }

  private async playStill({ episodes, seed }: ActRequest): Promise<ActReply> {
    const slots = this.shape.episodes;
    const idle = { actions: new Int32Array(slots * this.shape.groups) } as ActingOutput;
    await noopPolicy(this.environment.actionSpec).act(new Float32Array(), new Random(seed), idle);
    return { ...playStill(this.environment, idle.actions, episodes), tdErrors: [] };
  }
}
