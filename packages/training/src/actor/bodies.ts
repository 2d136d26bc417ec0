import { Actor, type AdaAgent, type Mode } from '@open-ada/ada-agent';
import { agentPolicy, type Policy, type Rng, randomPolicy } from '@open-ada/rollout';
import type { BatchedEnvironment } from '@open-ada/xland-sim';
import type { ActorSetup } from '../transport/transport.js';

/**
 * The sessions of an actor: the agent's own, that of a co-player, and one for self-play, in which the agent has a row
 * for each seat. The last two are made when they are first needed.
 */
export class Bodies {
  private coPlayer?: Actor;
  private self?: Actor;

  private constructor(
    private readonly agent: AdaAgent,
    private readonly environment: BatchedEnvironment,
    private readonly setup: ActorSetup,
    private readonly own: Actor,
  ) {}

  static async create(agent: AdaAgent, environment: BatchedEnvironment, setup: ActorSetup): Promise<Bodies> {
    return new Bodies(agent, environment, setup, await session(agent, environment.count, setup));
  }

  /** The agent in one seat of each environment. @param weights `[P]` */
  ownPolicy(weights: Float32Array, mode: Mode): Policy {
    this.own.setParameters(weights);
    return agentPolicy(this.own, mode);
  }

  /** The agent in all seats. @param weights `[P]` */
  async selfPlayPolicy(weights: Float32Array, mode: Mode): Promise<Policy> {
    const { count, players } = this.environment;
    if (players === 1) return this.ownPolicy(weights, mode);
    this.self ??= await session(this.agent, count * players, this.setup);
    this.self.setParameters(weights);
    return agentPolicy(this.self, mode);
  }

  /** The player of the other seat, with its random numbers. It acts with frozen parameters and samples its actions. */
  async coPlayerOf(weights: Float32Array | 'random', rng: Rng): Promise<{ policy: Policy; rng: Rng }> {
    if (weights === 'random') return { policy: randomPolicy(this.environment.actionSpec), rng };
    this.coPlayer ??= await session(this.agent, this.environment.count, this.setup);
    this.coPlayer.setParameters(weights);
    return { policy: agentPolicy(this.coPlayer, 'sample'), rng };
  }

  async release(): Promise<void> {
    for (const actor of [this.own, this.coPlayer, this.self]) await actor?.release();
  }
}

function session(agent: AdaAgent, environments: number, { threads, backend }: ActorSetup): Promise<Actor> {
  return Actor.create(agent, { environments, threads, backend });
}
