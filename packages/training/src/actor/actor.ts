import { Actor, AdaAgent } from '@open-ada/ada-agent';
import { Random } from '@open-ada/production-rules';
import { agentPolicy, noopPolicy, rollout } from '@open-ada/rollout';
import { actionSpec, BatchedEnvironment, observationSpec } from '@open-ada/xland-sim';
import {
  allocateTrajectory,
  TrajectoryRecorder,
  type TrajectoryShape,
  trajectoryShape,
} from '../transport/trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from '../transport/transport.js';
import { bothRecorders, EpisodeMeter } from './episode-meter.js';
import { LabellingPolicy } from './labelling-policy.js';

/**
 * Owns the environments and the inference session of one actor, and plays iterations. The result of an iteration
 * depends on its request only.
 */
export class RolloutActor {
  private constructor(
    private readonly environment: BatchedEnvironment,
    private readonly actor: Actor,
    private readonly shape: TrajectoryShape,
    private readonly setup: ActorSetup,
  ) {}

  static async create(setup: ActorSetup): Promise<RolloutActor> {
    const { simulation, envCount, steps, threads, backend } = setup;
    const observations = observationSpec(simulation);
    const actions = actionSpec(simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const actor = await Actor.create(agent, { environments: envCount, threads, backend });
    const shape = trajectoryShape(envCount, steps, observations, actions);
    return new RolloutActor(new BatchedEnvironment(simulation, envCount), actor, shape, setup);
  }

  async play(request: ActRequest): Promise<ActReply> {
    const { environment } = this;
    const { episodes, mode, seed } = request;
    const rng = new Random(seed);
    if (mode === 'noop') {
      const policy = noopPolicy(environment.actionSpec);
      return { ...(await rollout({ environment, policy, episodes, rng })), labelMs: 0, tdErrors: [] };
    }
    const trajectory = request.record ? (request.reuse ?? allocateTrajectory(this.shape)) : undefined;
    const tasks = episodes.map(({ task }) => task);
    const meter = new EpisodeMeter(episodes, this.setup.discount);
    this.actor.setParameters(request.weights);
    const { labels = 'none', steadyTurns: steady } = this.setup;
    const agent = agentPolicy(this.actor, mode);
    const script =
      trajectory && labels !== 'none' && request.labelled !== false
        ? new LabellingPolicy(agent, environment, { labels, steady }, request.demonstrated ?? [])
        : undefined;
    const played = await rollout({
      environment,
      policy: script ?? agent,
      episodes,
      rng,
      maxSteps: this.shape.steps,
      recorder: bothRecorders(
        meter,
        trajectory && new TrajectoryRecorder(trajectory, this.shape, tasks, script, this.setup.agent.matchNegated),
      ),
    });
    const labelMs = script?.labelMs ?? 0;
    return { ...played, inferMs: played.inferMs - labelMs, labelMs, tdErrors: meter.errors(), trajectory };
  }

  release(): Promise<void> {
    return this.actor.release();
  }
}
