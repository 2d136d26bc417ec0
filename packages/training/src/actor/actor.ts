import { AdaAgent } from '@open-ada/ada-agent';
import { Random, taskFromSeat } from '@open-ada/production-rules';
import { noopPolicy, type Recorder, rollout } from '@open-ada/rollout';
import { actionSpec, BatchedEnvironment, observationSpec } from '@open-ada/xland-sim';
import { ALONE, seatRows } from '../transport/seat-rows.js';
import {
  allocateTrajectory,
  TrajectoryRecorder,
  type TrajectoryShape,
  trajectoryShape,
} from '../transport/trajectory.js';
import type { ActorSetup, ActReply, ActRequest } from '../transport/transport.js';
import { Bodies } from './bodies.js';
import { bothRecorders, EpisodeMeter } from './episode-meter.js';
import { FirstActions } from './first-actions.js';
import { LabellingPolicy } from './labelling-policy.js';

/** Random stream of a co-player, beside that of the agent with the same seed. */
const CO_PLAYER = 1;

/**
 * Owns the environments and the inference session of one actor, and plays iterations. The result of an iteration
 * depends on its request only.
 */
export class RolloutActor {
  private constructor(
    private readonly environment: BatchedEnvironment,
    private readonly bodies: Bodies,
    private readonly shape: TrajectoryShape,
    private readonly setup: ActorSetup,
  ) {}

  static async create(setup: ActorSetup): Promise<RolloutActor> {
    const { simulation, envCount, steps } = setup;
    const observations = observationSpec(simulation);
    const actions = actionSpec(simulation);
    const agent = new AdaAgent(setup.agent, observations, actions);
    const environment = new BatchedEnvironment(simulation, envCount);
    const bodies = await Bodies.create(agent, environment, setup);
    return new RolloutActor(environment, bodies, trajectoryShape(envCount, steps, observations, actions), setup);
  }

  async play(request: ActRequest): Promise<ActReply> {
    const { environment, bodies } = this;
    const { episodes, mode, seed, weights } = request;
    const rng = new Random(seed);
    const coPlayer = request.coPlayer && (await bodies.coPlayerOf(request.coPlayer, new Random(seed, CO_PLAYER)));
    if (mode === 'noop') {
      const policy = noopPolicy(environment.actionSpec);
      return { ...(await rollout({ environment, policy, coPlayer, episodes, rng })), labelMs: 0, tdErrors: [] };
    }
    const trajectory = request.record ? (request.reuse ?? allocateTrajectory(this.shape)) : undefined;
    const tasks = episodes.map(({ task, seat = 0 }) => (coPlayer ? taskFromSeat(task, seat) : task));
    const seats = environment.players === 1 ? ALONE : seatRows(episodes, coPlayer === undefined);
    const meter = new EpisodeMeter(episodes, this.setup.discount, seats);
    const { labels = 'none', steadyTurns: steady, followIntents: follows } = this.setup;
    const agent = coPlayer ? bodies.ownPolicy(weights, mode) : await bodies.selfPlayPolicy(weights, mode);
    const script =
      trajectory && labels !== 'none' && request.labelled !== false
        ? new LabellingPolicy(agent, environment, {
            labels,
            steady,
            follows,
            demonstrated: request.demonstrated ?? [],
            seats: episodes.map(({ seat = 0 }) => seat),
          })
        : undefined;
    const first = trajectory && coPlayer && new FirstActions(this.shape.steps, environment.players * this.shape.groups);
    const played = await rollout({
      environment,
      policy: script ?? agent,
      coPlayer: coPlayer && { ...coPlayer, policy: script?.besides(coPlayer.policy) ?? coPlayer.policy },
      episodes,
      rng,
      // What is not recorded may be longer than an iteration, like the evaluations of a run with short ones.
      maxSteps: trajectory && this.shape.steps,
      recorder: [
        trajectory &&
          new TrajectoryRecorder(trajectory, this.shape, tasks, script, this.setup.agent.matchNegated, seats),
        first,
      ].reduce<Recorder>(bothRecorders, meter),
    });
    const labelMs = script?.labelMs ?? 0;
    return {
      ...played,
      inferMs: played.inferMs - labelMs,
      labelMs,
      tdErrors: meter.errors(),
      trajectory,
      ...(first && { firstActions: first.actions() }),
    };
  }

  release(): Promise<void> {
    return this.bodies.release();
  }
}
